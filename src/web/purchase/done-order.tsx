import { Link, Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { activationLinksSchema } from '../../api/schema/order.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Section } from '../parts/section.js'
import { Status, type Tone } from '../parts/status.js'
import { Table } from '../parts/table.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import type { Checkout, Review } from './cart-content.js'
import { useCartWords } from './cart-words.js'
import { type Offer, offerOfItem } from './offers.js'

type Order = Checkout['orders'][number]
type OrderLine = Order['lineItems'][number]

const TONES: Readonly<Record<Order['status'], Tone>> = { completed: 'good', pending: 'waiting', cancelled: 'over' }

export interface DoneOrderProps {
  readonly customerId: string
  readonly order: Order
  readonly offers: readonly Offer[]
  readonly review: Review
}

/** An order that was placed: its subscriptions with what they cost at once, and where they are set up. */
export function DoneOrder({ customerId, order, offers, review }: DoneOrderProps) {
  const say = useCartWords()
  const { number, money, day } = useFormat()
  const titleOf = ({ offerId }: OrderLine) => offerOfItem(offers, offerId)?.title ?? offerId
  const rows = reviewedLines(order, review)
  return (
    <Section
      title={say('order', { number: order.id })}
      actions={<Status tone={TONES[order.status]} text={say(order.status)} />}
    >
      <Table
        label={say('order', { number: order.id })}
        rows={rows}
        keyOf={({ line }) => String(line.lineItemNumber)}
        columns={[
          {
            key: 'product',
            header: say('product'),
            cell: ({ line }) =>
              line.subscriptionId === undefined ? (
                titleOf(line)
              ) : (
                <AppLink to={`/customers/${customerId}/subscriptions/${line.subscriptionId}`}>{titleOf(line)}</AppLink>
              ),
          },
          {
            key: 'quantity',
            header: say('quantityLabel'),
            align: 'end',
            cell: ({ line }) => number(line.quantity),
          },
          {
            key: 'amount',
            header: say('amount'),
            align: 'end',
            cell: ({ reviewed }) =>
              reviewed === undefined || reviewed.awaitsActivation ? '–' : money(reviewed.amount, reviewed.currencyCode),
          },
          {
            key: 'next',
            header: say('nextColumn'),
            align: 'end',
            cell: ({ reviewed }) => (reviewed?.nextChargeDate === undefined ? '–' : day(reviewed.nextChargeDate)),
          },
        ]}
      />
      <Activation {...{ customerId, order, offers }} />
    </Section>
  )
}

/** The lines of an order with what was computed for each before it was placed. */
function reviewedLines(order: Order, review: Review) {
  const left = [...review.lineItems]
  return order.lineItems.map((line) => {
    const index = left.findIndex(
      ({ catalogItemId, quantity, billingCycle }) =>
        catalogItemId.toLowerCase() === line.offerId.toLowerCase() &&
        quantity === line.quantity &&
        billingCycle === order.billingCycle,
    )
    return { line, reviewed: index < 0 ? undefined : left.splice(index, 1)[0] }
  })
}

/** Where the customer sets up what publishers activate themselves. */
function Activation({ customerId, order, offers }: Omit<DoneOrderProps, 'review'>) {
  const say = useCartWords()
  const needed = order.lineItems.filter(({ links }) => links.activationLinks !== undefined)
  const { data } = useRead<z.output<typeof activationLinksSchema>>(
    pathOf`/v1/customers/${customerId}/orders/${order.id}/activationlinks`,
    { enabled: needed.length > 0 },
  )
  if (data === undefined || data.items.length === 0) return null
  return (
    <>
      <Text>{say('activateText')}</Text>
      {data.items.map(({ lineItemNumber, link }) => {
        const line = needed.find((one) => one.lineItemNumber === lineItemNumber)
        const offer = line === undefined ? undefined : offerOfItem(offers, line.offerId)
        return (
          <Link key={lineItemNumber} href={link.uri} target="_blank" rel="noreferrer">
            {say('activate', { offer: offer?.title ?? '', publisher: offer?.publisherName ?? '' })}
          </Link>
        )
      })}
    </>
  )
}
