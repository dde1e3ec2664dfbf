import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from '@fluentui/react-components'
import { Table } from '../parts/table.js'
import { useCommonWords } from '../parts/words.js'
import type { AuditRecord } from './audit-record.js'
import { changesOf } from './record-changes.js'
import { useActivityNames } from './words-activity.js'
import { useDeskWords } from './words-desk.js'

/** Shows which values a record of the activity log changed; nothing where it tells of none. */
export function ActivityDetails({ record }: { readonly record: AuditRecord }) {
  const say = useDeskWords()
  const common = useCommonWords()
  const name = useActivityNames()
  const changes = changesOf(record.resourceOldValue, record.resourceNewValue)
  if (changes.length === 0) return '–'
  const title = say('changeOf', { what: name(record) })
  return (
    <Dialog>
      <DialogTrigger disableButtonEnhancement>
        <Button size="small" appearance="subtle" aria-label={title}>
          {say('details')}
        </Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            <Table
              label={title}
              rows={changes}
              keyOf={({ field }) => field}
              columns={[
                { key: 'field', header: say('field'), cell: ({ field }) => <code>{field}</code> },
                { key: 'before', header: say('before'), cell: ({ before }) => before || '–' },
                { key: 'after', header: say('after'), cell: ({ after }) => after || '–' },
              ]}
            />
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary">{common('close')}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
