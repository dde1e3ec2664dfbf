import { Field, makeStyles } from '@fluentui/react-components'
import { useState } from 'react'
import { base64Of } from './base64.js'
import { useTaxWords } from './words-taxes.js'

/** Largest certificate, in bytes. */
const MOST_BYTES = 1_048_576
/** A file as the API takes it. */
export interface SentFile {
  readonly fileName: string
  /** Base64. */
  readonly content: string
}

const useStyles = makeStyles({ input: { maxWidth: '100%', font: 'inherit', color: 'inherit' } })

/** A field for the certificate of a tax office. */
export function CertificateFile({
  hint,
  required,
  onFile,
}: {
  readonly hint?: string
  readonly required: boolean
  readonly onFile: (file: SentFile | undefined) => void
}) {
  const styles = useStyles()
  const say = useTaxWords()
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const take = async (file: File | undefined) => {
    setProblem(undefined)
    onFile(undefined)
    if (file === undefined) return
    if (file.size > MOST_BYTES) return setProblem(say('tooLarge'))
    try {
      onFile({ fileName: file.name, content: base64Of(new Uint8Array(await file.arrayBuffer())) })
    } catch {
      setProblem(say('unreadable'))
    }
  }
  return (
    <Field label={say('file')} required={required} hint={hint} validationMessage={problem}>
      {(field) => (
        <input
          {...field}
          type="file"
          className={styles.input}
          accept=".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
          onChange={(event) => void take(event.target.files?.[0])}
        />
      )}
    </Field>
  )
}
