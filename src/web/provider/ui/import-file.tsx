import { Button, Field, MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ArrowUploadRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import { Confirm } from '../../parts/confirm.js'
import { useCommonWords } from '../../parts/words.js'
import type { Request } from '../../wire/call.js'
import { useChange } from '../../wire/read.js'
import { type FormField, FormFields, missingOf, type Values } from './form-fields.js'
import { useConsoleWords } from './words.js'

export interface ImportFileProps<Answer> {
  readonly text: string
  /** What the file must hold. */
  readonly hint: ReactNode
  /** Endings of the files that are offered. */
  readonly accept: string
  readonly fields?: readonly FormField[]
  readonly initial?: Values
  readonly request: (content: string, values: Values) => Request
  readonly touches: readonly string[]
  /** What became of the file. */
  readonly report: (answer: Answer, end: ImportEnd) => ReactNode
  /** How it ended; left out where what is not refused is done. */
  readonly endOf?: (answer: Answer, values: Values) => ImportEnd
}

/** Kept, only tried, or not kept because of faults in the file: after the last two it can be imported again. */
export type ImportEnd = keyof typeof INTENTS

const INTENTS = { kept: 'success', tried: 'info', faulty: 'error' } as const

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  file: { maxWidth: '100%' },
})

interface Chosen {
  readonly name: string
  readonly content: string
}

/** A button that takes a file in, and tells what became of it. The file stays chosen where it is refused. */
export function ImportFile<Answer>(props: ImportFileProps<Answer>) {
  const { text, hint, accept, fields = [], initial = {}, request, touches, report, endOf = () => 'kept' } = props
  const styles = useStyles()
  const say = useConsoleWords()
  const common = useCommonWords()
  const [open, setOpen] = useState(false)
  const [file, setFile] = useState<Chosen | undefined>(undefined)
  const [typed, setTyped] = useState<Values>({})
  const [tried, setTried] = useState(false)
  const change = useChange<Values & { readonly content: string }, Answer>(
    ({ content, ...values }) => request(content, values),
    touches,
  )
  const values = { ...initial, ...typed }
  const missing = missingOf(fields, values)
  const end = change.data === undefined ? undefined : endOf(change.data, change.variables ?? values)
  const begin = () => {
    change.reset()
    setTried(false)
    setFile(undefined)
    setOpen(true)
  }
  const take = async (chosen: File | undefined) => {
    change.reset()
    setFile(chosen === undefined ? undefined : { name: chosen.name, content: await chosen.text() })
  }
  const submit = () => {
    setTried(true)
    if (file !== undefined && missing.length === 0) change.mutate({ ...values, content: file.content })
  }
  return (
    <>
      <Button icon={<ArrowUploadRegular />} onClick={begin}>
        {text}
      </Button>
      <Confirm
        open={open}
        title={text}
        action={end === 'kept' ? common('close') : text}
        busy={change.isPending}
        fault={change.error}
        onClose={() => setOpen(false)}
        onConfirm={end === 'kept' ? () => setOpen(false) : submit}
      >
        <div className={styles.content}>
          <Text>{hint}</Text>
          <Field label={say('file')} validationMessage={tried && file === undefined ? say('chooseFile') : undefined}>
            {(control) => (
              <input
                {...control}
                type="file"
                className={styles.file}
                accept={accept}
                onChange={({ target }) => void take(target.files?.[0])}
              />
            )}
          </Field>
          <FormFields
            fields={fields}
            values={values}
            missing={tried ? missing : []}
            onChange={(key, value) => setTyped((before) => ({ ...before, [key]: value }))}
          />
          {end !== undefined && <Report end={end} text={report(change.data!, end)} />}
        </div>
      </Confirm>
    </>
  )
}

function Report({ end, text }: { readonly end: ImportEnd; readonly text: ReactNode }) {
  return (
    <MessageBar intent={INTENTS[end]} layout="multiline" politeness="assertive">
      <MessageBarBody>{text}</MessageBarBody>
    </MessageBar>
  )
}
