import { Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { serviceCostLinesSchema, serviceCostsSchema } from '../../api/schema/invoice.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Facts, Section, Sections } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { type Column, LongTable } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { useChargeType } from '../subscription/charge-words.js'
import { useRead } from '../wire/read.js'
import { customerPath } from './customer.js'
import type { TabProps } from './tab-props.js'
import { useSalesWords } from './words-sales.js'

type Costs = z.output<typeof serviceCostsSchema>
type Lines = z.output<typeof serviceCostLinesSchema>
type Line = Lines['items'][number]

/** What a customer cost on the latest invoices. */
export function SpendTab({ customer }: TabProps) {
  const say = useSalesWords()
  const { day } = useFormat()
  const path = `${customerPath(customer.id)}/servicecosts/MostRecent`
  const costs = useRead<Costs>(path)
  const lines = useRead<Lines>(`${path}/lineitems`)
  const columns = useColumns(customer.id)
  const may = useMay()
  return (
    <Loaded read={costs}>
      {(data) => (
        <>
          <Text>{say('spendText', { from: day(data.billingStartDate), to: day(data.billingEndDate) })}</Text>
          {may('charge.read') && <AppLink to={`/usage/${customer.id}`}>{say('toUsage')}</AppLink>}
          {data.details.length > 0 && (
            <Sections>
              {data.details.map(({ invoiceType, summary }) => (
                <Section
                  key={`${invoiceType} ${summary.currencyCode}`}
                  title={say(invoiceType === 'Recurring' ? 'recurring' : 'oneTime')}
                >
                  <Sums sums={summary} />
                </Section>
              ))}
            </Sections>
          )}
          <Section title={say('chargeLines')}>
            <Loaded read={lines}>
              {({ items }) => (
                <LongTable
                  label={say('chargeLines')}
                  columns={columns}
                  rows={items}
                  keyOf={lineKeys(items)}
                  minWidth={940}
                  empty={<Empty text={say('noSpend')} />}
                />
              )}
            </Loaded>
          </Section>
        </>
      )}
    </Loaded>
  )
}

/** Lines have no ids of their own: they are told apart by where they stand. */
function lineKeys(lines: readonly Line[]): (line: Line) => string {
  const places = new Map(lines.map((line, place) => [line, String(place)]))
  return (line) => places.get(line)!
}

type Summary = Pick<Costs, 'pretaxTotal' | 'tax' | 'afterTaxTotal' | 'currencyCode'>

function Sums({ sums: { pretaxTotal, tax, afterTaxTotal, currencyCode } }: { readonly sums: Summary }) {
  const say = useSalesWords()
  const { money } = useFormat()
  return (
    <Facts
      facts={[
        [say('beforeTax'), money(pretaxTotal, currencyCode)],
        [say('tax'), money(tax, currencyCode)],
        [say('withTax'), <strong key="total">{money(afterTaxTotal, currencyCode)}</strong>],
      ]}
    />
  )
}

function useColumns(customerId: string): readonly Column<Line>[] {
  const say = useSalesWords()
  const chargeName = useChargeType()
  const { day, money, number, price } = useFormat()
  return [
    {
      key: 'subscription',
      header: say('subscription'),
      width: 'minmax(120px, 1fr)',
      cell: ({ subscriptionId, subscriptionFriendlyName, offerName, productName }) => {
        const name = subscriptionFriendlyName || offerName || productName
        return subscriptionId === '' ? (
          name
        ) : (
          <AppLink to={`/customers/${customerId}/subscriptions/${subscriptionId}`}>{name}</AppLink>
        )
      },
    },
    {
      key: 'charge',
      header: say('charge'),
      width: 'minmax(190px, 1.5fr)',
      cell: ({ chargeType, pretaxTotal }) => chargeName(chargeType, pretaxTotal),
    },
    {
      key: 'period',
      header: say('period'),
      width: '195px',
      cell: ({ startDate, endDate }) => `${day(startDate)} – ${day(endDate)}`,
    },
    { key: 'quantity', header: say('quantity'), align: 'end', width: '80px', cell: ({ quantity }) => number(quantity) },
    {
      key: 'price',
      header: say('unitPrice'),
      align: 'end',
      width: '120px',
      cell: ({ unitPrice, currencyCode }) => price(unitPrice, currencyCode),
    },
    {
      key: 'amount',
      header: say('beforeTax'),
      align: 'end',
      width: '110px',
      cell: ({ pretaxTotal, currencyCode }) => money(pretaxTotal, currencyCode),
    },
    {
      key: 'invoice',
      header: say('invoice'),
      width: '140px',
      cell: ({ invoiceNumber }) =>
        invoiceNumber === '' ? '–' : <AppLink to={`/billing/invoices/${invoiceNumber}`}>{invoiceNumber}</AppLink>,
    },
  ]
}
