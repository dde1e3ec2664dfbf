import { Field, type FieldProps, Input, type InputProps, makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 260px), 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    maxWidth: '900px',
    alignItems: 'start',
    // Long choices do not widen the page.
    '& > *': { minWidth: 0 },
    '& .fui-Select': { minWidth: 0 },
    '& .fui-Select__select': { minWidth: 0, width: '100%', textOverflow: 'ellipsis' },
  },
  stack: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  whole: { gridColumn: '1 / -1' },
})

export interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly required?: boolean
  readonly hint?: string | undefined
  /** Why what was typed cannot be used. */
  readonly problem?: string | undefined
  readonly state?: FieldProps['validationState']
  readonly type?: InputProps['type']
  readonly max?: string
  readonly autoComplete?: string
}

/** A line of text that is asked for, under its label. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, required, hint, problem, state, type, max, autoComplete = 'off' } = props
  return (
    <Field
      label={label}
      required={required ?? false}
      {...(hint === undefined ? {} : { hint })}
      {...(problem === undefined ? {} : { validationMessage: problem, validationState: state ?? 'error' })}
    >
      <Input
        value={value}
        onChange={(_, { value: typed }) => onChange(typed)}
        autoComplete={autoComplete}
        {...(type === undefined ? {} : { type })}
        {...(max === undefined ? {} : { max })}
      />
    </Field>
  )
}

/** Fields beside each other, as many as fit. */
export function FieldGrid({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().grid}>{children}</div>
}

/** Things below each other. */
export function Stack({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().stack}>{children}</div>
}

/** Things beside each other, such as the buttons of a form. */
export function Row({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().row}>{children}</div>
}

/** A field of a grid that takes a line of its own. */
export function Whole({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().whole}>{children}</div>
}
