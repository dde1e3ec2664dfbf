import type { z } from 'zod'
import type { usageFileImportedSchema } from '../../../api/schema/meter.js'
import type { FormField } from '../ui/form-fields.js'
import { ImportFile } from '../ui/import-file.js'
import { useMeterWords } from './words.js'

type Imported = z.output<typeof usageFileImportedSchema>

/** Takes in a file of meters or rates. */
export function ImportUsageFile({
  text,
  path,
  fields = [],
}: {
  readonly text: string
  /** Of the list; the file goes to its `/import`. */
  readonly path: string
  readonly fields?: readonly FormField[]
}) {
  const say = useMeterWords()
  return (
    <ImportFile<Imported>
      text={text}
      hint={say('importHint')}
      accept=".csv,text/csv"
      fields={fields}
      request={(body, values) => ({ method: 'POST', path: `${path}/import`, query: values, body, type: 'text/csv' })}
      touches={[path]}
      report={({ added, changed, unchanged }) => say('report', { added, changed, unchanged })}
    />
  )
}
