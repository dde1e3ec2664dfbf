import { Field, Input, Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { auditRecord } from '../../../api/schema/audit.js'
import { ActivityDetails } from '../../customers/activity-details.js'
import { useActivityNames } from '../../customers/words-activity.js'
import { useFormat } from '../../format/format.js'
import { Page } from '../../parts/page.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { PartnerField } from '../ui/partner-field.js'
import { PartnerName } from '../ui/partner-name.js'
import { SeekPager, useSeekPages } from '../ui/seek-pages.js'
import { Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { useOperationNames } from './operation-words.js'
import { useAllActivityWords } from './words.js'

type AuditRecord = z.output<typeof auditRecord>

const PATH = '/v1/platform/auditrecords'
const PAGE_SIZE = 50

/** What was done in every account. */
export function ActivityPage() {
  const say = useAllActivityWords()
  const [{ partner, from, to }, setState] = useUrlState({ partner: '', from: '', to: '' })
  const pages = useSeekPages<{ items: readonly AuditRecord[]; continuationToken?: string }>(PATH, {
    size: PAGE_SIZE,
    partnerId: partner,
    startDate: from,
    endDate: to,
  })
  const date = (label: string, value: string, key: 'from' | 'to') => (
    <Field label={label}>
      <Input type="date" value={value} onChange={(_, data) => setState({ [key]: data.value })} />
    </Field>
  )
  return (
    <Page title={say('title')}>
      <Section title={say('title')}>
        <Text>{say('text')}</Text>
        <Toolbar>
          <PartnerField
            label={say('partnerFilter')}
            hint={say('partnerHint')}
            value={partner}
            onChoose={(chosen) => setState({ partner: chosen })}
          />
          {date(say('from'), from, 'from')}
          {date(say('to'), to, 'to')}
        </Toolbar>
        <Loaded read={pages.read}>{({ items }) => <Records records={items} />}</Loaded>
        <SeekPager pages={pages} />
      </Section>
    </Page>
  )
}

function Records({ records }: { readonly records: readonly AuditRecord[] }) {
  const say = useAllActivityWords()
  const general = useConsoleWords()
  const nameOf = useOperationNames(useActivityNames())
  const { instant } = useFormat()
  const columns: readonly Column<AuditRecord>[] = [
    { key: 'when', header: say('when'), cell: ({ operationDate }) => instant(operationDate) },
    {
      key: 'what',
      header: say('what'),
      cell: (record) => (
        <>
          {nameOf(record)} {record.operationStatus !== 'succeeded' && <Status text={say('failed')} tone="bad" />}
        </>
      ),
    },
    { key: 'account', header: say('account'), cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
    { key: 'customer', header: say('customer'), cell: ({ customerName }) => customerName },
    {
      key: 'who',
      header: say('who'),
      cell: ({ userPrincipalName, applicationId, customizedData }) =>
        userPrincipalName ||
        applicationId ||
        (customizedData.find(({ key }) => key === 'actor')?.value ?? general('system')),
    },
    { key: 'details', header: say('details'), cell: (record) => <ActivityDetails record={record} /> },
  ]
  return (
    <Table
      label={say('title')}
      columns={columns}
      rows={records}
      keyOf={({ id }) => id}
      empty={<Empty text={say('none')} />}
    />
  )
}
