import { Select } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import type { z } from 'zod'
import type { serviceRequest } from '../../api/schema/service-request.js'
import { useFormat } from '../format/format.js'
import { ButtonLink } from '../parts/button-link.js'
import { AppLink } from '../parts/link.js'
import { Pager } from '../parts/pager.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status, type Tone } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { useAsked } from './asked.js'
import { customerPath } from './customer.js'
import { Row } from './form-fields.js'
import type { TabProps } from './tab-props.js'
import { useDeskWords } from './words-desk.js'
import { useTopicName } from './words-topics.js'

export type ServiceRequest = z.output<typeof serviceRequest>

interface ServiceRequests {
  readonly items: readonly ServiceRequest[]
  readonly totalCount: number
}

export const REQUEST_TONES: Readonly<Record<ServiceRequest['status'], Tone>> = {
  open: 'plain',
  attention_needed: 'waiting',
  closed: 'over',
}

export const STATES = ['open', 'attention_needed', 'closed'] as const
const PAGE_ROWS = 50

/** Requests for service about a customer, newest first. */
export function RequestsTab({ customer }: TabProps) {
  const say = useDeskWords()
  const may = useMay()
  const { asked, askedNumber, ask } = useAsked()
  const [status, offset] = [asked('state'), askedNumber('offset')]
  const requests = useRead<ServiceRequests>(`${customerPath(customer.id)}/servicerequests`, {
    query: { status, size: PAGE_ROWS, offset },
    keep: true,
  })
  const columns = useColumns(customer.id)
  const newRequest = may('service-request.create') && (
    <ButtonLink to={`/customers/${customer.id}/requests/new`} icon={<AddRegular />}>
      {say('newRequest')}
    </ButtonLink>
  )
  return (
    <Section title={say('requests')} actions={newRequest}>
      <Row>
        <Select
          aria-label={say('status')}
          value={status}
          onChange={(_, { value }) => ask({ state: value, offset: undefined })}
        >
          <option value="">{say('everyStatus')}</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {say(one)}
            </option>
          ))}
        </Select>
      </Row>
      <Loaded read={requests}>
        {({ items, totalCount }) => (
          <>
            <Table
              label={say('requests')}
              columns={columns}
              rows={items}
              keyOf={({ id }) => id}
              empty={<Empty text={say(status === '' ? 'noRequests' : 'noRequestsOfStatus')} />}
            />
            {totalCount > PAGE_ROWS && (
              <Pager
                offset={offset}
                shown={items.length}
                total={totalCount}
                onPrevious={offset === 0 ? undefined : () => ask({ offset: offset - PAGE_ROWS || undefined })}
                onNext={offset + items.length >= totalCount ? undefined : () => ask({ offset: offset + PAGE_ROWS })}
              />
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function useColumns(customerId: string): readonly Column<ServiceRequest>[] {
  const say = useDeskWords()
  const topic = useTopicName()
  const { day } = useFormat()
  return [
    {
      key: 'title',
      header: say('title'),
      cell: ({ id, title }) => <AppLink to={`/customers/${customerId}/requests/${id}`}>{title}</AppLink>,
    },
    {
      key: 'status',
      header: say('status'),
      cell: ({ status }) => <Status text={say(status)} tone={REQUEST_TONES[status]} />,
    },
    { key: 'severity', header: say('severity'), cell: ({ severity }) => say(`${severity}Short`) },
    {
      key: 'topic',
      header: say('topic'),
      cell: ({ supportTopicId, supportTopicName }) => topic(supportTopicId, supportTopicName),
    },
    { key: 'filed', header: say('filed'), cell: ({ createdDate }) => day(createdDate) },
    { key: 'changed', header: say('changed'), cell: ({ lastModifiedDate }) => day(lastModifiedDate) },
  ]
}
