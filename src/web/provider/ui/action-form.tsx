import { Button, type ButtonProps, makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { Confirm } from '../../parts/confirm.js'
import { useNotify } from '../../parts/notify.js'
import type { Request } from '../../wire/call.js'
import { useChange } from '../../wire/read.js'
import { type FormField, FormFields, missingOf, type Values } from './form-fields.js'

export interface ActionFormProps {
  /** What the button that opens the form says. */
  readonly text: string
  readonly icon?: ButtonProps['icon']
  readonly appearance?: ButtonProps['appearance']
  readonly size?: ButtonProps['size']
  readonly disabled?: boolean
  /** What the button says to those who hear it, where `text` alone is not clear. */
  readonly label?: string
  readonly title?: string
  /** What the button that does it says; `text`. */
  readonly action?: string
  /** What will happen. */
  readonly intro?: ReactNode | ((values: Values) => ReactNode)
  readonly fields?: readonly FormField[]
  readonly initial?: Values
  readonly request: (values: Values) => Request
  /** Paths that are read again. */
  readonly touches: readonly string[]
  /** What the notice says. */
  readonly done: string
  readonly onDone?: (answer: never) => void
}

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** A button that opens a form and does what it says. What was typed stays until it is done, also when the form is closed. */
export function ActionForm(props: ActionFormProps) {
  const { text, icon, appearance, size, disabled, label, intro, fields = [], initial = {}, request, touches } = props
  const styles = useStyles()
  const notify = useNotify()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState<Values>({})
  const [tried, setTried] = useState(false)
  const change = useChange<Values>(request, touches)
  const values = { ...initial, ...typed }
  const missing = missingOf(fields, values)
  const submit = () => {
    setTried(true)
    if (missing.length > 0) return
    change.mutate(values, {
      onSuccess: (answer) => {
        setOpen(false)
        setTyped({})
        setTried(false)
        notify(props.done)
        props.onDone?.(answer as never)
      },
    })
  }
  return (
    <>
      <Button
        icon={icon}
        appearance={appearance}
        size={size}
        disabled={disabled}
        aria-label={label}
        onClick={() => {
          change.reset()
          setOpen(true)
        }}
      >
        {text}
      </Button>
      <Confirm
        open={open}
        title={props.title ?? label ?? text}
        action={props.action ?? text}
        busy={change.isPending}
        fault={change.error}
        onClose={() => setOpen(false)}
        onConfirm={submit}
      >
        <div className={styles.content}>
          {intro !== undefined && <div>{typeof intro === 'function' ? intro(values) : intro}</div>}
          <FormFields
            fields={fields}
            values={values}
            missing={tried ? missing : []}
            onChange={(key, value) => setTyped((before) => ({ ...before, [key]: value }))}
          />
        </div>
      </Confirm>
    </>
  )
}
