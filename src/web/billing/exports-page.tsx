import { Button, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { exportSchema, exportsSchema } from '../../api/schema/exports.js'
import { useFormat } from '../format/format.js'
import { Download } from '../parts/download.js'
import { Page } from '../parts/page.js'
import { Panel } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status, type Tone } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { BillingNav } from './billing-nav.js'
import { NewExport } from './new-export.js'
import { useBillingWords } from './words.js'
import { useExportWords } from './words-exports.js'

type Export = z.output<typeof exportSchema>
type Exports = z.output<typeof exportsSchema>

const MOST_SHOWN = 50
const SOON_MILLISECONDS = 2_000

const useStyles = makeStyles({
  muted: { color: tokens.colorNeutralForeground2 },
  progress: { minWidth: '140px' },
  parts: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalXS },
})

const TONES: Readonly<Record<Export['status'], Tone>> = {
  queued: 'waiting',
  running: 'waiting',
  succeeded: 'good',
  failed: 'bad',
}

const isUnderWay = ({ status }: Export) => status === 'queued' || status === 'running'

/** Exports of the account: how far each is, and its files once it is ready. */
export function ExportsPage() {
  const styles = useStyles()
  const say = useExportWords()
  const bills = useBillingWords()
  const [asking, setAsking] = useState(false)
  const columns = useExportColumns()
  const read = useRead<Exports>('/v1/exports', {
    query: { size: MOST_SHOWN },
    every: (data) => ((data as Exports | undefined)?.items.some(isUnderWay) === true ? SOON_MILLISECONDS : false),
  })
  return (
    <Page
      title={bills('exports')}
      crumbs={[{ text: bills('billing'), to: '/billing' }]}
      actions={
        <Button appearance="primary" onClick={() => setAsking(true)}>
          {say('new')}
        </Button>
      }
    >
      <BillingNav here="/billing/exports" />
      <Panel>
        <Text className={styles.muted}>{say('intro')}</Text>
        <Loaded read={read}>
          {({ items }) => (
            <Table
              label={bills('exports')}
              rows={items}
              keyOf={({ id }) => id}
              columns={columns}
              empty={<Empty text={say('empty')} />}
            />
          )}
        </Loaded>
      </Panel>
      {asking && <NewExport onClose={() => setAsking(false)} />}
    </Page>
  )
}

function useExportColumns(): Column<Export>[] {
  const say = useExportWords()
  const { instant } = useFormat()
  return [
    {
      key: 'invoices',
      header: say('invoices'),
      cell: ({ invoiceIds: [first = '', ...others], format }) => (
        <>
          {others.length === 0 ? first : say('invoicesMore', { first, count: others.length })} · {format.toUpperCase()}
        </>
      ),
    },
    { key: 'created', header: say('created'), cell: ({ createdDate }) => instant(createdDate) },
    { key: 'status', header: say('status'), cell: (one) => <ExportState export={one} /> },
    { key: 'parts', header: say('parts'), cell: (one) => one.status === 'succeeded' && <Parts export={one} /> },
  ]
}

const FAILURES = {
  'sums-disagree': 'failure_sums',
  'invoice-missing': 'failure_missing',
  'given-up': 'failure_given',
} as const

function ExportState({ export: one }: { readonly export: Export }) {
  const styles = useStyles()
  const say = useExportWords()
  const { number, day } = useFormat()
  const { status, rowsDone, rowsTotal, failure, expiresDate } = one
  const progress = say('progress', { done: number(rowsDone), total: number(rowsTotal) })
  const reason = Object.entries(FAILURES).find(([word]) => word === failure)?.[1]
  return (
    <>
      <Status text={say(status)} tone={TONES[status]} />
      {status === 'running' && (
        <ProgressBar className={styles.progress} value={rowsDone} max={Math.max(1, rowsTotal)} aria-label={progress} />
      )}
      <div className={styles.muted}>
        {isUnderWay(one) && progress}
        {status === 'succeeded' && say('expires', { day: day(expiresDate) })}
        {status === 'failed' && (reason === undefined ? failure : say(reason))}
      </div>
    </>
  )
}

/** The files of an export that is ready; asked for when they are wanted. */
function Parts({ export: { id } }: { readonly export: Export }) {
  const styles = useStyles()
  const say = useExportWords()
  const { number, bytes } = useFormat()
  const [shown, setShown] = useState(false)
  const read = useRead<Export>(pathOf`/v1/exports/${id}`, { enabled: shown })
  return (
    <div className={styles.parts}>
      <Button size="small" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {say(shown ? 'hideParts' : 'showParts')}
      </Button>
      {shown && (
        <Loaded read={read}>
          {({ manifest }) =>
            (manifest?.parts ?? []).map((part) => (
              <Download
                key={part.partNumber}
                appearance="subtle"
                request={{ path: pathOf`/v1/exports/${id}/parts/${part.partNumber}` }}
                name={part.name}
                text={say('partText', { name: part.name, rows: number(part.rows), size: bytes(part.bytes) })}
              />
            ))
          }
        </Loaded>
      )}
    </div>
  )
}
