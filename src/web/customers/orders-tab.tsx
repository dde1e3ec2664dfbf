import type { z } from 'zod'
import type { orderListSchema } from '../../api/schema/order.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Pager } from '../parts/pager.js'
import { Panel } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status, type Tone } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useRead } from '../wire/read.js'
import { useAsked } from './asked.js'
import { customerPath } from './customer.js'
import type { TabProps } from './tab-props.js'
import { cycleInWords } from './terms.js'
import { useSalesWords } from './words-sales.js'

type Orders = z.output<typeof orderListSchema>
export type Order = Orders['items'][number]

export const ORDER_TONES: Readonly<Record<Order['status'], Tone>> = {
  completed: 'good',
  pending: 'waiting',
  cancelled: 'over',
}

const PAGE_ROWS = 50
const SHOWN_LINES = 2

/** The orders of a customer, newest first. */
export function OrdersTab({ customer }: TabProps) {
  const say = useSalesWords()
  const { askedNumber, ask } = useAsked()
  const offset = askedNumber('offset')
  const orders = useRead<Orders>(`${customerPath(customer.id)}/orders`, {
    query: { size: PAGE_ROWS, offset, include_price: true },
    keep: true,
  })
  const columns = useColumns(customer.id)
  return (
    <Panel>
      <Loaded read={orders}>
        {({ items, totalCount }) => (
          <>
            <Table
              label={say('orders')}
              columns={columns}
              rows={items}
              keyOf={({ id }) => id}
              empty={<Empty text={say('noOrders')} />}
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
    </Panel>
  )
}

function useColumns(customerId: string): readonly Column<Order>[] {
  const say = useSalesWords()
  const { day, money } = useFormat()
  const contentOf = ({ lineItems }: Order) => {
    const named = lineItems.slice(0, SHOWN_LINES).map(({ friendlyName, quantity }) => `${quantity} × ${friendlyName}`)
    const more = lineItems.length - named.length
    return [...named, ...(more > 0 ? [say('more', { count: more })] : [])].join(', ')
  }
  return [
    {
      key: 'id',
      header: say('order'),
      cell: ({ id }) => <AppLink to={`/customers/${customerId}/orders/${id}`}>{id}</AppLink>,
    },
    { key: 'date', header: say('ordered'), cell: ({ creationDate }) => day(creationDate) },
    { key: 'what', header: say('what'), cell: contentOf },
    {
      key: 'status',
      header: say('status'),
      cell: ({ status }) => <Status text={say(status)} tone={ORDER_TONES[status]} />,
    },
    { key: 'cycle', header: say('billingCycle'), cell: ({ billingCycle }) => cycleInWords(billingCycle, say) },
    {
      key: 'total',
      header: say('total'),
      align: 'end',
      cell: ({ totalPrice, currencyCode }) => (totalPrice === undefined ? '–' : money(totalPrice, currencyCode)),
    },
  ]
}
