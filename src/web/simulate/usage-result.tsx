import { Subtitle2 } from '@fluentui/react-components'
import type { PresentedUsageLine } from '../../core/scenario/simulate-usage.js'
import { useFormat } from '../format/format.js'
import { type Column, Table } from '../parts/table.js'
import { Why } from '../parts/why.js'
import type { Played } from './play.js'
import { useSimulateWords } from './words.js'

/** The lines of metered usage, invoice by invoice. */
export function UsageResult({ played }: { readonly played: Extract<Played, { kind: 'usage' }> }) {
  const say = useSimulateWords()
  const { number } = useFormat()
  const columns = useColumns(played.currency)
  return played.bills.map(({ lines }, index) => {
    const title = say('bill', { number: number(index + 1) })
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: an invoice is known by its number
      <div key={index}>
        <Subtitle2 as="h3">{title}</Subtitle2>
        <Table
          label={title}
          columns={columns}
          rows={lines}
          keyOf={({ start, end, tier, earnedCredit }) => `${start} ${end} ${tier} ${earnedCredit}`}
        />
      </div>
    )
  })
}

function useColumns(currency: string): readonly Column<PresentedUsageLine>[] {
  const say = useSimulateWords()
  const { day, money, number } = useFormat()
  return [
    { key: 'days', header: say('days'), cell: ({ start, end }) => `${day(start)} – ${day(end)}` },
    { key: 'tier', header: say('tier'), align: 'end', cell: ({ tier }) => number(tier) },
    { key: 'consumed', header: say('consumed'), align: 'end', cell: ({ consumed }) => number(consumed) },
    { key: 'included', header: say('included'), align: 'end', cell: ({ included }) => number(included) },
    { key: 'quantity', header: say('quantity'), align: 'end', cell: ({ quantity }) => number(quantity) },
    { key: 'price', header: say('price'), align: 'end', cell: ({ unitPrice }) => number(unitPrice) },
    { key: 'amount', header: say('amount'), align: 'end', cell: ({ amount }) => money(amount, currency) },
    {
      key: 'why',
      header: say('why'),
      cell: ({ amount, explanation, steps }) => (
        <Why what={money(amount, currency)} explanation={{ sentence: explanation, steps }} />
      ),
    },
  ]
}
