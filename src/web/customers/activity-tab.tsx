import { Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { formatDay, parseDay } from '../../core/calendar/day.js'
import { useFormat } from '../format/format.js'
import { Download } from '../parts/download.js'
import { Pager } from '../parts/pager.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { type Column, Table } from '../parts/table.js'
import { useSession } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { ActivityDetails } from './activity-details.js'
import { useAsked } from './asked.js'
import type { AuditRecord } from './audit-record.js'
import type { TabProps } from './tab-props.js'
import { useActivityNames } from './words-activity.js'
import { useDeskWords } from './words-desk.js'

interface AuditRecords {
  readonly items: readonly AuditRecord[]
  readonly continuationToken?: string
}

const PAGE_ROWS = 50
const USUAL_DAYS = 30
const MOST_DAYS = 90

const useStyles = makeStyles({
  period: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
})

/** What was done for a customer, newest first. */
export function ActivityTab({ customer }: TabProps) {
  const styles = useStyles()
  const say = useDeskWords()
  const { now } = useSession()
  const { asked, ask } = useAsked()
  const today = parseDay(now.slice(0, 10))!
  const before = (days: number) => formatDay((today - days) as typeof today)
  const period = { startDate: asked('from') || before(USUAL_DAYS), endDate: asked('to') || before(0) }
  const query = { ...period, filter: filterOf(customer.id) }
  const limits = { min: before(MOST_DAYS - 1), max: before(0) }
  return (
    <Section
      title={say('activity')}
      actions={<Download request={{ path: '/v1/auditrecords/export', query }} name="activity.csv" text={say('csv')} />}
    >
      <Text>{say('activityText')}</Text>
      <div className={styles.period}>
        <Field label={say('from')}>
          <Input
            type="date"
            {...limits}
            value={period.startDate}
            onChange={(_, { value }) => value !== '' && ask({ from: value })}
          />
        </Field>
        <Field label={say('to')}>
          <Input
            type="date"
            {...limits}
            value={period.endDate}
            onChange={(_, { value }) => value !== '' && ask({ to: value })}
          />
        </Field>
      </div>
      <Records key={JSON.stringify(query)} query={query} />
    </Section>
  )
}

function filterOf(customerId: string): string {
  return JSON.stringify({ Field: 'CustomerId', Value: customerId, Operator: 'equals' })
}

type PeriodQuery = { readonly startDate: string; readonly endDate: string; readonly filter: string }

function Records({ query }: { readonly query: PeriodQuery }) {
  const say = useDeskWords()
  // The tokens of the pages that were gone through; that of the first is empty.
  const [tokens, setTokens] = useState<readonly string[]>([''])
  const token = tokens.at(-1)!
  const records = useRead<AuditRecords>('/v1/auditrecords', {
    query: { ...query, size: PAGE_ROWS, ...(token === '' ? {} : { seekOperation: 'Next' }) },
    ...(token === '' ? {} : { headers: { 'MS-ContinuationToken': token } }),
    keep: true,
  })
  const columns = useColumns()
  return (
    <Loaded read={records}>
      {({ items, continuationToken }) => (
        <>
          <Table
            label={say('activity')}
            columns={columns}
            rows={items}
            keyOf={({ id }) => id}
            empty={<Empty text={say('noActivity')} />}
          />
          {(tokens.length > 1 || continuationToken !== undefined) && (
            <Pager
              offset={(tokens.length - 1) * PAGE_ROWS}
              shown={items.length}
              onPrevious={tokens.length === 1 ? undefined : () => setTokens(tokens.slice(0, -1))}
              onNext={continuationToken === undefined ? undefined : () => setTokens([...tokens, continuationToken])}
            />
          )}
        </>
      )}
    </Loaded>
  )
}

function useColumns(): readonly Column<AuditRecord>[] {
  const say = useDeskWords()
  const name = useActivityNames()
  const { instant } = useFormat()
  return [
    { key: 'when', header: say('when'), cell: ({ operationDate }) => instant(operationDate) },
    { key: 'what', header: say('what'), cell: (record) => name(record) },
    {
      key: 'who',
      header: say('byWhom'),
      cell: ({ userPrincipalName, applicationId }) =>
        userPrincipalName || say(applicationId === undefined ? 'system' : 'application'),
    },
    { key: 'details', header: say('details'), cell: (record) => <ActivityDetails record={record} /> },
  ]
}
