import { Text } from '@fluentui/react-components'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Page } from '../parts/page.js'
import { Facts, Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useRead } from '../wire/read.js'
import { customerPath, useCustomer, useIds } from './customer.js'
import { ORDER_TONES, type Order } from './orders-tab.js'
import { cycleInWords, termInWords } from './terms.js'
import { useCustomerWords } from './words.js'
import { useSalesWords } from './words-sales.js'

type Line = Order['lineItems'][number]

/** One order with its lines. */
export function OrderPage() {
  const { customerId, orderId } = useIds()
  const order = useRead<Order>(`${customerPath(customerId)}/orders/${encodeURIComponent(orderId)}`, {
    query: { include_price: true },
  })
  return <Loaded read={order}>{(data) => <OrderView customerId={customerId} order={data} />}</Loaded>
}

function OrderView({ customerId, order }: { readonly customerId: string; readonly order: Order }) {
  const say = useSalesWords()
  const ofCustomers = useCustomerWords()
  const { instant, money } = useFormat()
  const customer = useCustomer(customerId)
  const columns = useColumns(customerId, order.currencyCode)
  return (
    <Page
      title={say('orderNumber', { id: order.id })}
      beside={<Status text={say(order.status)} tone={ORDER_TONES[order.status]} />}
      crumbs={[
        { text: ofCustomers('customers'), to: '/customers' },
        { text: customer.data?.companyProfile.companyName ?? '…', to: `/customers/${customerId}` },
      ]}
    >
      <Section title={say('order')}>
        <Facts
          facts={[
            [say('ordered'), instant(order.creationDate)],
            [say('billingCycle'), cycleInWords(order.billingCycle, say)],
            [say('currency'), order.currencyCode],
            [
              say('total'),
              order.totalPrice === undefined ? undefined : (
                <strong key="total">{money(order.totalPrice, order.currencyCode)}</strong>
              ),
            ],
          ]}
        />
      </Section>
      <Section title={say('lines')}>
        <Table
          label={say('lines')}
          columns={columns}
          rows={order.lineItems}
          keyOf={({ lineItemNumber }) => String(lineItemNumber)}
        />
        {order.lineItems.some(({ pricing }) => pricing !== undefined) && <Text size={200}>{say('atOrder')}</Text>}
      </Section>
    </Page>
  )
}

function useColumns(customerId: string, currency: string): readonly Column<Line>[] {
  const say = useSalesWords()
  const { money, number, price } = useFormat()
  return [
    {
      key: 'what',
      header: say('subscription'),
      cell: ({ friendlyName, subscriptionId }) =>
        subscriptionId === undefined ? (
          friendlyName
        ) : (
          <AppLink to={`/customers/${customerId}/subscriptions/${subscriptionId}`}>{friendlyName}</AppLink>
        ),
    },
    { key: 'term', header: say('termLength'), cell: ({ termDuration }) => termInWords(termDuration, say) || '–' },
    { key: 'reseller', header: say('partnerOnRecord'), cell: ({ partnerIdOnRecord }) => partnerIdOnRecord ?? '–' },
    { key: 'quantity', header: say('quantity'), align: 'end', cell: ({ quantity }) => number(quantity) },
    {
      key: 'price',
      header: say('unitPrice'),
      align: 'end',
      cell: ({ pricing }) => (pricing === undefined ? '–' : price(pricing.price, currency)),
    },
    {
      key: 'total',
      header: say('firstCharge'),
      align: 'end',
      cell: ({ pricing }) => (pricing === undefined ? '–' : money(pricing.extendedPrice, currency)),
    },
  ]
}
