import { Checkbox, Field, Input, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components'
import { CountrySelect } from '../../customers/country-select.js'
import type { Option } from './choice.js'
import { PartnerField } from './partner-field.js'
import { useConsoleWords } from './words.js'

/** What was typed, by field; a box that is ticked says `true`. */
export type Values = Readonly<Record<string, string>>

export interface FormField {
  readonly key: string
  readonly label: string
  /** A line of text. */
  readonly kind?: 'text' | 'area' | 'choice' | 'day' | 'number' | 'amount' | 'email' | 'check' | 'partner' | 'country'
  readonly options?: readonly Option[]
  readonly hint?: string
  readonly optional?: boolean
  readonly maxLength?: number
  /** Left out unless this holds of what was typed. */
  readonly shown?: (values: Values) => boolean
  /** For partners: only those of a type. */
  readonly accountType?: string
}

const INPUT_TYPES = { day: 'date', email: 'email', number: 'number', text: 'text', amount: 'text' } as const

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** The fields that are shown and still empty though they must not be. */
export function missingOf(fields: readonly FormField[], values: Values): readonly string[] {
  return fields
    .filter(({ key, optional, kind, shown }) => {
      const counts = optional !== true && kind !== 'check' && (shown?.(values) ?? true)
      return counts && (values[key] ?? '').trim() === ''
    })
    .map(({ key }) => key)
}

export interface FormFieldsProps {
  readonly fields: readonly FormField[]
  readonly values: Values
  readonly onChange: (key: string, value: string) => void
  /** Keys of fields to be marked as missing. */
  readonly missing: readonly string[]
}

/** Fields of a form, one below the other. */
export function FormFields({ fields, values, onChange, missing }: FormFieldsProps) {
  const styles = useStyles()
  return (
    <div className={styles.fields}>
      {fields
        .filter(({ shown }) => shown?.(values) ?? true)
        .map((field) => (
          <OneField
            key={field.key}
            field={field}
            value={values[field.key] ?? ''}
            isMissing={missing.includes(field.key)}
            onChange={(value) => onChange(field.key, value)}
          />
        ))}
    </div>
  )
}

interface OneFieldProps {
  readonly field: FormField
  readonly value: string
  readonly isMissing: boolean
  readonly onChange: (value: string) => void
}

function OneField({ field, value, isMissing, onChange }: OneFieldProps) {
  const say = useConsoleWords()
  const { label, kind = 'text', optional = false, hint } = field
  const text = optional && kind !== 'check' ? say('optional', { label }) : label
  const frame = { label: text, hint, ...(isMissing ? { validationMessage: say('mustFill') } : {}) }
  if (kind === 'check') {
    return (
      <Field hint={hint}>
        <Checkbox
          label={label}
          checked={value === 'true'}
          onChange={(_, { checked }) => onChange(checked === true ? 'true' : '')}
        />
      </Field>
    )
  }
  if (kind === 'partner') {
    const type = field.accountType === undefined ? {} : { accountType: field.accountType }
    return <PartnerField label={text} value={value} onChoose={onChange} hint={hint} {...type} />
  }
  return <Field {...frame}>{control(field, value, onChange)}</Field>
}

function control(field: FormField, value: string, onChange: (value: string) => void) {
  const { kind = 'text', options = [], optional, maxLength } = field
  if (kind === 'choice') {
    return (
      <Select value={value} onChange={(_, data) => onChange(data.value)}>
        {(optional === true || !options.some((option) => option.value === value)) && <option value="" />}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </Select>
    )
  }
  if (kind === 'country') {
    const none = optional === true || value === '' ? { all: '' } : {}
    return <CountrySelect anywhere {...none} value={value} onChange={(_, data) => onChange(data.value)} />
  }
  if (kind === 'area') {
    return <Textarea value={value} maxLength={maxLength} onChange={(_, data) => onChange(data.value)} />
  }
  return (
    <Input
      type={INPUT_TYPES[kind as keyof typeof INPUT_TYPES]}
      inputMode={kind === 'amount' ? 'decimal' : undefined}
      value={value}
      maxLength={maxLength}
      onChange={(_, data) => onChange(data.value)}
    />
  )
}
