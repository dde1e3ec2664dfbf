import { Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useState } from 'react'
import { ChangeDialog, type DialogProps } from './change-dialog.js'
import { useChangeWords } from './change-words.js'
import { type Choices, keyOfRhythm, type Rhythm, sameRhythm } from './model.js'
import { useRhythmText } from './rhythm-words.js'

/** Takes another term or billing frequency of the same product, and shows what it charges. */
export function FrequencyDialog({ choices, ...props }: DialogProps & { readonly choices: Choices }) {
  const say = useChangeWords()
  const { friendlyName: name } = props.subscription
  const [chosen, setChosen] = useState<Rhythm>(props.subscription)
  const isOther = !sameRhythm(chosen, props.subscription)
  return (
    <ChangeDialog
      {...props}
      title={say('frequencyTitle', { name })}
      action={say('frequencyAction')}
      wish={isOther ? { billingCycle: chosen.billingCycle, termDuration: chosen.termDuration } : undefined}
      done={say('frequencyDone', { name })}
    >
      {() => (
        <Field label={say('frequencyField')} hint={say('frequencyNextCycle')}>
          <Rhythms rhythms={choices.rhythms} current={props.subscription} chosen={chosen} onChoose={setChosen} />
        </Field>
      )}
    </ChangeDialog>
  )
}

export interface RhythmsProps {
  readonly rhythms: readonly Rhythm[]
  /** What it is now, which is marked. */
  readonly current?: Rhythm | undefined
  readonly chosen: Rhythm
  readonly onChoose: (rhythm: Rhythm) => void
}

/** A choice among terms with their billing frequencies. */
export function Rhythms({ rhythms, current, chosen, onChoose, ...field }: RhythmsProps) {
  const say = useChangeWords()
  const { rhythm: textOf } = useRhythmText()
  return (
    <RadioGroup
      {...field}
      value={keyOfRhythm(chosen)}
      onChange={(_, { value }) => {
        const wanted = rhythms.find((one) => keyOfRhythm(one) === value)
        if (wanted !== undefined) onChoose(wanted)
      }}
    >
      {rhythms.map((one) => {
        const isCurrent = current !== undefined && sameRhythm(one, current)
        const text = textOf(one)
        const label = isCurrent ? say('frequencyCurrent', { rhythm: text }) : text
        return <Radio key={keyOfRhythm(one)} value={keyOfRhythm(one)} label={label} />
      })}
    </RadioGroup>
  )
}
