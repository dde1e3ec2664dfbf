import { Button, useRestoreFocusTarget } from '@fluentui/react-components'
import { QuestionCircleRegular } from '@fluentui/react-icons'
import { useMemo, useState } from 'react'
import { type Format, useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Empty } from '../parts/states.js'
import { type Column, LongTable } from '../parts/table.js'
import { useCommonWords } from '../parts/words.js'
import { useChargeType } from '../subscription/charge-words.js'
import type { Query } from '../wire/call.js'
import { LineWhy } from './line-why.js'
import type { BillLine } from './types.js'
import { useLineWords } from './words-lines.js'

export interface LineTableProps {
  readonly label: string
  /** The document, or `unbilled`. */
  readonly invoiceId: string
  /** Which invoice to come, for `unbilled`. */
  readonly coming?: Query
  readonly lines: readonly BillLine[]
  readonly total: number | undefined
  readonly onEnd: () => void
  readonly empty: string
  /** What is not invoiced yet bears no tax. */
  readonly untaxed?: boolean
}

/** Lines of a document, each with the way to its explanation; only those in sight are in the page. */
export function LineTable(props: LineTableProps) {
  const { label, invoiceId, coming, lines, total, onEnd, empty, untaxed = false } = props
  const say = useLineWords()
  const format = useFormat()
  const typeOf = useChargeType()
  const [asked, setAsked] = useState<BillLine | undefined>(undefined)
  const columns = useMemo(
    () => [...mainColumns(say, format, typeOf), ...amountColumns(say, format, untaxed, setAsked)],
    [say, format, typeOf, untaxed],
  )
  return (
    <>
      <LongTable
        label={label}
        columns={columns}
        rows={lines}
        total={total ?? lines.length + 1}
        keyOf={({ subscriptionId, chargeNumber }) => `${subscriptionId} ${chargeNumber}`}
        onEnd={onEnd}
        minWidth={untaxed ? 980 : 1190}
        empty={<Empty text={empty} />}
      />
      {asked !== undefined && (
        <LineWhy line={asked} invoiceId={invoiceId} coming={coming} onClose={() => setAsked(undefined)} />
      )}
    </>
  )
}

type Say = ReturnType<typeof useLineWords>

function mainColumns(say: Say, { day, number }: Format, typeOf: ReturnType<typeof useChargeType>): Column<BillLine>[] {
  return [
    {
      key: 'customer',
      header: say('customer'),
      width: 'minmax(0, 1.2fr)',
      cell: ({ customerId, customerName }) => (
        <span title={customerName}>
          <AppLink to={`/customers/${customerId}`}>{customerName}</AppLink>
        </span>
      ),
    },
    {
      key: 'subscription',
      header: say('subscription'),
      width: 'minmax(0, 1.6fr)',
      cell: ({ customerId, subscriptionId, subscriptionName, offer }) => (
        <span title={offer}>
          <AppLink to={`/customers/${customerId}/subscriptions/${subscriptionId}`}>{subscriptionName}</AppLink>
        </span>
      ),
    },
    {
      key: 'type',
      header: say('type'),
      width: 'minmax(0, 1.5fr)',
      cell: ({ chargeType, meter, subtotal }) => {
        const type = typeOf(chargeType, subtotal)
        const text = meter === undefined ? type : `${type}: ${meter}`
        return <span title={text}>{text}</span>
      },
    },
    {
      key: 'days',
      header: say('days'),
      width: '196px',
      cell: ({ startDate, endDate }) =>
        startDate === endDate ? day(startDate) : `${day(startDate)} – ${day(endDate)}`,
    },
    {
      key: 'quantity',
      header: say('quantity'),
      width: '84px',
      align: 'end',
      cell: ({ quantity, unit }) =>
        unit === undefined ? (
          number(quantity)
        ) : (
          <span
            title={say('usageQuantity', { quantity: number(quantity), unit })}
          >{`${number(quantity)} × ${unit}`}</span>
        ),
    },
  ]
}

function amountColumns(
  say: Say,
  { money, price }: Format,
  untaxed: boolean,
  ask: (line: BillLine) => void,
): Column<BillLine>[] {
  const amount = (key: 'subtotal' | 'tax' | 'total', header: string): Column<BillLine> => ({
    key,
    header,
    width: '100px',
    align: 'end',
    cell: (line) => money(line[key], line.currencyCode),
  })
  return [
    {
      key: 'price',
      header: say('price'),
      width: '88px',
      align: 'end',
      cell: ({ unitPrice, currencyCode }) => price(unitPrice, currencyCode),
    },
    amount('subtotal', say('net')),
    { key: 'why', header: say('explanation'), width: '116px', cell: (line) => <WhyButton line={line} onAsk={ask} /> },
    ...(untaxed ? [] : [amount('tax', say('tax')), amount('total', say('total'))]),
  ]
}

function WhyButton({ line, onAsk }: { readonly line: BillLine; readonly onAsk: (line: BillLine) => void }) {
  const say = useLineWords()
  const common = useCommonWords()
  const { money } = useFormat()
  const backHere = useRestoreFocusTarget()
  const what = say('whyWhat', {
    amount: money(line.subtotal, line.currencyCode),
    subscription: line.subscriptionName,
  })
  return (
    <Button
      {...backHere}
      appearance="subtle"
      size="small"
      icon={<QuestionCircleRegular />}
      aria-label={common('whyOf', { what })}
      onClick={() => onAsk(line)}
    >
      {common('why')}
    </Button>
  )
}
