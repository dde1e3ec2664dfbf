import { Field, Select } from '@fluentui/react-components'

export interface Option {
  readonly value: string
  readonly text: string
}

/** One of several, with a label; `all` is the choice of none of them. */
export function Choice({
  label,
  value,
  options,
  all,
  onChoose,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly Option[]
  readonly all?: string
  readonly onChoose: (value: string) => void
}) {
  return (
    <Field label={label}>
      <Select value={value} onChange={(_, data) => onChoose(data.value)}>
        {all !== undefined && <option value="">{all}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </Select>
    </Field>
  )
}
