import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useFormat } from '../format/format.js'
import { Facts, Section } from '../parts/section.js'
import { Problem } from '../parts/states.js'
import { LongTable } from '../parts/table.js'
import type { Fault } from '../wire/fault.js'
import { useSaid } from '../words/said.js'
import type { Imported } from './imported.js'
import { CHANGES } from './rows.js'
import { usePricingWords } from './words.js'
import { usePriceListWords } from './words-lists.js'

export interface ImportReportProps {
  readonly report: Imported
  readonly busy: boolean
  readonly fault: Fault | null
  readonly onImport: () => void
}

/** What a file comes to: the lines that cannot be taken, or what it changes and the way to take it in. */
export function ImportReport({ report, busy, fault, onImport }: ImportReportProps) {
  const say = usePriceListWords()
  const prices = usePricingWords()
  const { number } = useFormat()
  if (report.problemCount > 0) return <RefusedLines report={report} />
  return (
    <Section title={say('report')}>
      <MessageBar intent="success" layout="multiline">
        <MessageBarBody>{say('allGood', { count: report.rowCount, shown: number(report.rowCount) })}</MessageBarBody>
      </MessageBar>
      <Facts facts={CHANGES.map((change) => [prices(change), number(report.changes[change])])} />
      {fault !== null && <Problem fault={fault} />}
      <div>
        <Button appearance="primary" disabled={busy} onClick={onImport}>
          {say('importDraft')}
        </Button>
      </div>
    </Section>
  )
}

function RefusedLines({ report: { problems, problemCount } }: { readonly report: Imported }) {
  const say = usePriceListWords()
  const said = useSaid()
  const { number } = useFormat()
  return (
    <Section title={say('report')}>
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>{say('refusedLines', { count: problemCount, shown: number(problemCount) })}</MessageBarBody>
      </MessageBar>
      <LongTable
        label={say('report')}
        rows={problems}
        keyOf={({ line, code, key }) => `${line}:${code}:${key}`}
        columns={[
          { key: 'line', header: say('line'), width: '80px', align: 'end', cell: ({ line }) => number(line) },
          { key: 'key', header: say('about'), width: 'minmax(160px, 1fr)', cell: ({ key }) => key },
          {
            key: 'reason',
            header: say('reason'),
            width: 'minmax(280px, 3fr)',
            cell: ({ reason, code }) => `${said(reason, code)} (${code})`,
          },
        ]}
      />
    </Section>
  )
}
