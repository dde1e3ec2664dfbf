import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useAsked } from '../customers/asked.js'
import { useFormat } from '../format/format.js'
import { Pager } from '../parts/pager.js'
import { Loaded } from '../parts/states.js'
import { type Column, Table } from '../parts/table.js'
import { useChargeType } from '../subscription/charge-words.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import type { Grouping, LineFilter } from './line-filter.js'
import type { BillInFull, LineGroups } from './types.js'
import { useLineWords } from './words-lines.js'

const PAGE_ROWS = 100

type Group = LineGroups['items'][number]

/** By which part of the address a group is shown alone. */
const PARAMETERS = { customer: 'customer', subscription: 'subscription', 'charge-type': 'type' } as const

/** What the lines of a document come to by customer, subscription or kind of charge; each leads to its lines. */
export function GroupTable({
  bill,
  by,
  filter,
}: {
  readonly bill: BillInFull
  readonly by: Grouping
  readonly filter: LineFilter
}) {
  const say = useLineWords()
  const [offset, setOffset] = useState(0)
  const columns = useGroupColumns(by)
  const read = useRead<LineGroups>(pathOf`/v1/portal/invoices/${bill.id}/groups`, {
    query: { by, ...filter, size: PAGE_ROWS, offset },
    keep: true,
  })
  const titles = { customer: say('byCustomer'), subscription: say('bySubscription'), 'charge-type': say('byType') }
  return (
    <Loaded read={read}>
      {({ items, totalCount }) => (
        <>
          <Table label={titles[by]} rows={items} keyOf={({ key }) => key} columns={columns} />
          {totalCount > PAGE_ROWS && (
            <Pager
              offset={offset}
              shown={items.length}
              total={totalCount}
              onPrevious={offset === 0 ? undefined : () => setOffset(offset - PAGE_ROWS)}
              onNext={offset + items.length >= totalCount ? undefined : () => setOffset(offset + PAGE_ROWS)}
            />
          )}
        </>
      )}
    </Loaded>
  )
}

function useGroupColumns(by: Grouping): Column<Group>[] {
  const say = useLineWords()
  const typeOf = useChargeType()
  const { money, number } = useFormat()
  const { ask } = useAsked()
  const nameOf = ({ key, name }: Group) => (by === 'charge-type' ? typeOf(key, 0) : name)
  const headers = { customer: say('customer'), subscription: say('subscription'), 'charge-type': say('type') }
  const customer: Column<Group>[] =
    by === 'subscription'
      ? [{ key: 'customer', header: say('customer'), cell: ({ customerName }) => customerName }]
      : []
  return [
    ...customer,
    { key: 'name', header: headers[by], cell: nameOf },
    { key: 'lines', header: say('lineCount'), align: 'end', cell: ({ lineCount }) => number(lineCount) },
    {
      key: 'amount',
      header: say('net'),
      align: 'end',
      cell: ({ amount, currencyCode }) => money(amount, currencyCode),
    },
    {
      key: 'show',
      header: say('showLines'),
      cell: (group) => (
        <Button
          appearance="subtle"
          size="small"
          aria-label={say('showLinesOf', { name: nameOf(group) })}
          onClick={() => ask({ [PARAMETERS[by]]: group.key, group: undefined })}
        >
          {say('showLines')}
        </Button>
      ),
    },
  ]
}
