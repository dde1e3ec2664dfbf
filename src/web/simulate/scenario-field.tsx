import { Checkbox, Field, Input, Select } from '@fluentui/react-components'
import type { Problem } from '../../core/scenario/reader.js'
import { type Draft, type Place, pathOfPlace, valueAt, withValue } from './document.js'
import { type ScenarioWord, useScenarioWords } from './form-words.js'

/** What is written, what is wrong with it, and how it is changed. */
export interface Writing {
  readonly draft: Draft
  readonly problems: readonly Problem[]
  readonly onChange: (draft: Draft) => void
}

export type FieldKind = 'text' | 'day' | 'number' | 'price' | 'choice' | 'check'

export interface FieldOf {
  readonly place: Place
  readonly word: ScenarioWord
  readonly kind: FieldKind
  readonly hint?: ScenarioWord
  readonly options?: readonly { readonly value: string; readonly text: string }[]
  /** The choice of nothing. */
  readonly none?: string
  /** What is said where the value is wrong; by its kind. */
  readonly wrong?: ScenarioWord
}

const WRONG: Readonly<Record<FieldKind, ScenarioWord>> = {
  text: 'wrongText',
  day: 'wrongDay',
  number: 'wrongNumber',
  price: 'wrongPrice',
  choice: 'wrongText',
  check: 'wrongText',
}
const INPUT_TYPES = { text: 'text', day: 'date', number: 'number', price: 'text' } as const

/** One value of the scenario, with what is wrong with it in place. */
export function ScenarioField({ field, writing }: { readonly field: FieldOf; readonly writing: Writing }) {
  const say = useScenarioWords()
  const { place, word, kind, hint, options = [], none } = field
  const { draft, problems, onChange } = writing
  const found = valueAt(draft, place)
  const set = (value: unknown) => onChange(withValue(draft, place, value) as Draft)
  if (kind === 'check') {
    return <Checkbox label={say(word)} checked={found === true} onChange={(_, { checked }) => set(checked === true)} />
  }
  const value = typeof found === 'string' || typeof found === 'number' ? String(found) : ''
  const path = pathOfPlace(place)
  const isWrong = problems.some((problem) => problem.path === path)
  return (
    <Field
      label={say(word)}
      {...(hint === undefined ? {} : { hint: say(hint) })}
      {...(isWrong ? { validationMessage: say(field.wrong ?? WRONG[kind]) } : {})}
    >
      {kind === 'choice' ? (
        <Select value={value} onChange={(_, data) => set(data.value === '' ? undefined : data.value)}>
          {(none !== undefined || value === '') && <option value="">{none ?? ''}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </Select>
      ) : (
        <Input
          type={INPUT_TYPES[kind]}
          {...(kind === 'price' ? { inputMode: 'decimal' as const } : {})}
          value={value}
          onChange={(_, data) => set(writtenAs(kind, data.value))}
        />
      )}
    </Field>
  )
}

/** What was typed as a scenario has it: numbers, left out where there is none; prices with a point. */
function writtenAs(kind: FieldKind, text: string): string | number | undefined {
  if (kind === 'price') return text.replace(',', '.')
  if (kind !== 'number') return text
  return text.trim() === '' ? undefined : Number(text)
}
