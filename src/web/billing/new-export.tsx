import { Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { useSession } from '../session/session.js'
import { useChange } from '../wire/read.js'
import { useLanguage } from '../words/words.js'
import { useExportWords } from './words-exports.js'

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 220px), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
})

/** Has the lines of the invoices of a period written into files, in the background. */
export function NewExport({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles()
  const say = useExportWords()
  const notify = useNotify()
  const { now } = useSession()
  const language = useLanguage()
  const [wish, setWish] = useState({
    fromDate: `${now.slice(0, 4)}-01-01`,
    toDate: now.slice(0, 10),
    format: 'csv',
    dates: language === 'nl' ? 'iso' : 'published',
    locale: language as string,
  })
  const begin = useChange<typeof wish>(
    (body) => ({ method: 'POST', path: '/v1/invoices/exports', body }),
    ['/v1/exports'],
  )
  const set = (change: Partial<typeof wish>) => setWish({ ...wish, ...change })
  const isBackward = wish.fromDate > wish.toDate
  return (
    <Confirm
      open
      title={say('newTitle')}
      action={say('begin')}
      busy={begin.isPending}
      disabled={wish.fromDate === '' || wish.toDate === '' || isBackward}
      fault={begin.error}
      onClose={onClose}
      onConfirm={() =>
        begin.mutate(wish, {
          onSuccess: () => {
            notify(say('begun'))
            onClose()
          },
        })
      }
    >
      <div className={styles.fields}>
        <Field label={say('from')} required>
          <Input type="date" value={wish.fromDate} onChange={(_, { value }) => set({ fromDate: value })} />
        </Field>
        <Field label={say('to')} required {...(isBackward ? { validationMessage: say('wrongDays') } : {})}>
          <Input type="date" value={wish.toDate} onChange={(_, { value }) => set({ toDate: value })} />
        </Field>
        <Chosen label={say('format')} value={wish.format} onChoose={(format) => set({ format })}>
          <option value="csv">CSV</option>
          <option value="xlsx">Excel</option>
        </Chosen>
        <Chosen label={say('dates')} value={wish.dates} onChoose={(dates) => set({ dates })}>
          <option value="published">{say('published')}</option>
          <option value="iso">{say('iso')}</option>
        </Chosen>
        <Chosen label={say('locale')} value={wish.locale} onChoose={(locale) => set({ locale })}>
          <option value="en">{say('en')}</option>
          <option value="nl">{say('nl')}</option>
        </Chosen>
      </div>
    </Confirm>
  )
}

function Chosen(props: {
  readonly label: string
  readonly value: string
  readonly onChoose: (value: string) => void
  readonly children: ReactNode
}) {
  const { label, value, onChoose, children } = props
  return (
    <Field label={label}>
      <Select value={value} onChange={(_, { value: chosen }) => onChoose(chosen)}>
        {children}
      </Select>
    </Field>
  )
}
