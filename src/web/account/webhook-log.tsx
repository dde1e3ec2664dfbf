import { Button, Text } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { deliveryLog } from '../../api/schema/webhook.js'
import { useFormat } from '../format/format.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status, type Tone } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { Choice } from '../provider/ui/choice.js'
import { OffsetPager } from '../provider/ui/seek-pages.js'
import { Toolbar } from '../provider/ui/toolbar.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { useSaid } from '../words/said.js'
import type { Webhook } from './webhook.js'
import { useWebhookWords } from './webhook-words.js'

type Log = z.output<typeof deliveryLog>
type Delivery = Log['items'][number]

const PAGE_ROWS = 50
const LOOK_MILLISECONDS = 3_000
/** While nothing is under way: what just happened is not in the log at once. */
const IDLE_MILLISECONDS = 10_000
const STATUSES = ['pending', 'delivered', 'parked'] as const
const TONES: Readonly<Record<Delivery['status'], Tone>> = { pending: 'waiting', delivered: 'good', parked: 'bad' }

/** What was sent to a webhook, with every attempt; asked for again by itself, often while something is under way. */
export function DeliveryLog({ webhook, onClose }: { readonly webhook: Webhook; readonly onClose: () => void }) {
  const say = useWebhookWords()
  const [status, setStatus] = useState('')
  const [offset, setOffset] = useState(0)
  const columns = useColumns()
  const log = useRead<Log>(pathOf`/v1/portal/webhooks/${webhook.id}/deliveries`, {
    query: { status, size: PAGE_ROWS, offset },
    keep: true,
    every: (data) =>
      (data as Log | undefined)?.items.some(isUnderWay) === true ? LOOK_MILLISECONDS : IDLE_MILLISECONDS,
  })
  return (
    <Section
      title={say('logOf', { url: webhook.webhookUrl })}
      actions={
        <Button size="small" onClick={onClose}>
          {say('close')}
        </Button>
      }
    >
      <Text>{say('logText')}</Text>
      <Toolbar>
        <Choice
          label={say('status')}
          value={status}
          all={say('all')}
          options={STATUSES.map((value) => ({ value, text: say(value) }))}
          onChoose={(value) => {
            setStatus(value)
            setOffset(0)
          }}
        />
      </Toolbar>
      <Loaded read={log}>
        {({ items, totalCount }) => (
          <>
            <Table
              label={say('log')}
              columns={columns}
              rows={items}
              keyOf={({ id }) => id}
              empty={<Empty text={say(status === '' ? 'noLog' : 'noneInState')} />}
            />
            <OffsetPager
              {...{ offset, size: PAGE_ROWS, shown: items.length, total: totalCount ?? items.length }}
              onMove={setOffset}
            />
          </>
        )}
      </Loaded>
    </Section>
  )
}

function isUnderWay({ status }: Delivery): boolean {
  return status === 'pending'
}

function useColumns(): readonly Column<Delivery>[] {
  const say = useWebhookWords()
  const { instant } = useFormat()
  return [
    { key: 'when', header: say('when'), cell: ({ createdDate }) => instant(createdDate) },
    { key: 'event', header: say('event'), cell: ({ eventName }) => eventName },
    {
      key: 'status',
      header: say('status'),
      cell: ({ status }) => <Status text={say(status)} tone={TONES[status]} />,
    },
    { key: 'attempts', header: say('attempts'), cell: ({ attempts }) => <Attempts attempts={attempts} /> },
  ]
}

function Attempts({ attempts }: Pick<Delivery, 'attempts'>) {
  const say = useWebhookWords()
  const said = useSaid()
  const { instant, number } = useFormat()
  if (attempts.length === 0) return '–'
  return attempts.map((attempt) => {
    const { responseStatus, failure, responseExcerpt } = attempt
    const facts = {
      number: number(attempt.number),
      when: instant(attempt.date),
      milliseconds: number(attempt.durationMilliseconds),
    }
    const parts = [
      say('attempt', facts),
      responseStatus === undefined ? said(failure ?? '') : say('answered', { status: responseStatus }),
      responseExcerpt,
    ]
    return <div key={attempt.number}>{parts.filter((part) => part !== undefined && part !== '').join(' · ')}</div>
  })
}
