import { Field, Input, Select, Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { auditRecord } from '../../api/schema/audit.js'
import { formatDay, parseDay } from '../../core/calendar/day.js'
import { ActivityDetails } from '../customers/activity-details.js'
import { useActivityNames } from '../customers/words-activity.js'
import { useFormat } from '../format/format.js'
import { Download } from '../parts/download.js'
import { AppLink } from '../parts/link.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { type Column, Table } from '../parts/table.js'
import { useOperationNames } from '../provider/activity/operation-words.js'
import { SeekPager, useSeekPages } from '../provider/ui/seek-pages.js'
import { Toolbar } from '../provider/ui/toolbar.js'
import { useUrlState } from '../provider/ui/url-state.js'
import { useSession } from '../session/session.js'
import { useActivityWords } from './activity-words.js'

type AuditRecord = z.output<typeof auditRecord>

interface AuditRecords {
  readonly items: readonly AuditRecord[]
  readonly continuationToken?: string | undefined
}

const PAGE_ROWS = 50
const USUAL_DAYS = 30
const MOST_DAYS = 90

/** Kinds of records by which the log is narrowed. */
const KINDS = [
  'subscription',
  'order',
  'customer',
  'customer_user',
  'license',
  'agreement',
  'invoice',
  'credit_request',
  'partner_user',
  'application',
  'partner',
] as const

/** Operations that a partner calls otherwise than the provider does; all others are named where the provider's log is. */
const OWN_OPERATIONS = [
  'update_partner',
  'create_partner',
  'create_partner_user',
  'update_partner_user',
  'remove_partner_user',
  'register_application',
  'unregister_application',
  'update_mail_preferences',
  'create_invoice_export',
  'submit_withholding',
  'submit_tax_exemption',
  'review_tax_exemption',
  'update_tax_profile',
  'validate_tax_id',
  'keep_tax_receipt',
] as const

/** What was done in the account. */
export function ActivityView() {
  const say = useActivityWords()
  const { now } = useSession()
  const today = parseDay(now.slice(0, 10))!
  const before = (days: number) => formatDay((today - days) as typeof today)
  const [{ from, to, kind }, change] = useUrlState({ from: before(USUAL_DAYS), to: before(0), kind: '' })
  const query = { startDate: from, endDate: to, ...(kind === '' ? {} : { filter: filterOf(kind) }) }
  const limits = { min: before(MOST_DAYS - 1), max: before(0) }
  const date = (label: string, value: string, choose: (value: string) => void) => (
    <Field label={label}>
      <Input type="date" {...limits} value={value} onChange={(_, data) => data.value !== '' && choose(data.value)} />
    </Field>
  )
  return (
    <Section
      title={say('activity')}
      actions={
        <Download request={{ path: '/v1/auditrecords/export', query }} name="activity-log.csv" text={say('csv')} />
      }
    >
      <Text>{say('text')}</Text>
      <Toolbar>
        {date(say('from'), from, (value) => change({ from: value }))}
        {date(say('to'), to, (value) => change({ to: value }))}
        <Field label={say('kind')}>
          <Select value={kind} onChange={(_, data) => change({ kind: data.value })}>
            <option value="">{say('everything')}</option>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {say(one === 'customer' ? 'customer_kind' : one)}
              </option>
            ))}
          </Select>
        </Field>
      </Toolbar>
      <Records query={query} />
    </Section>
  )
}

function filterOf(kind: string): string {
  return JSON.stringify({ Field: 'ResourceType', Value: kind, Operator: 'equals' })
}

function Records({ query }: { readonly query: { readonly startDate: string; readonly endDate: string } }) {
  const say = useActivityWords()
  const pages = useSeekPages<AuditRecords>('/v1/auditrecords', { ...query, size: PAGE_ROWS })
  const columns = useColumns()
  return (
    <>
      <Loaded read={pages.read}>
        {({ items }) => (
          <Table
            label={say('activity')}
            columns={columns}
            rows={items}
            keyOf={({ id }) => id}
            empty={<Empty text={say('none')} />}
          />
        )}
      </Loaded>
      <SeekPager pages={pages} />
    </>
  )
}

function useColumns(): readonly Column<AuditRecord>[] {
  const say = useActivityWords()
  const nameOf = useOperationNames(useActivityNames())
  const { instant } = useFormat()
  return [
    { key: 'when', header: say('when'), cell: ({ operationDate }) => instant(operationDate) },
    {
      key: 'what',
      header: say('what'),
      cell: (record) => {
        const own = OWN_OPERATIONS.find((operation) => operation === record.operationType)
        return own === undefined ? nameOf(record) : say(own)
      },
    },
    {
      key: 'customer',
      header: say('customer'),
      cell: ({ customerId, customerName }) =>
        customerId === '' ? '–' : <AppLink to={`/customers/${customerId}`}>{customerName}</AppLink>,
    },
    {
      key: 'by',
      header: say('by'),
      cell: ({ userPrincipalName, applicationId }) =>
        userPrincipalName || (applicationId === undefined ? say('system') : say('program', { id: applicationId })),
    },
    { key: 'details', header: say('details'), cell: (record) => <ActivityDetails record={record} /> },
  ]
}
