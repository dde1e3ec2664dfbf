import { Text } from '@fluentui/react-components'
import { useFormat } from '../format/format.js'
import { Empty, Loading, Problem } from '../parts/states.js'
import { Status, type Tone } from '../parts/status.js'
import { type Column, LongTable } from '../parts/table.js'
import { Choice } from '../provider/ui/choice.js'
import { SearchField } from '../provider/ui/search-field.js'
import { CHANGES, type Change, type PriceRow, type useRows } from './rows.js'
import { usePricingWords } from './words.js'

const TONES: Readonly<Record<Change, Tone>> = { ADD: 'good', CHG: 'waiting', DEL: 'bad', UNC: 'over' }
const NARROWEST = 1_180

export interface PriceTableProps {
  readonly label: string
  readonly loaded: ReturnType<typeof useRows>
  /** Of rows that name none. */
  readonly currency: string
  readonly empty: string
}

/** Prices of a month: thousands of them, each with what it was before. */
export function PriceTable({ label, loaded, currency, empty }: PriceTableProps) {
  const say = usePricingWords()
  const { number } = useFormat()
  const columns = useColumns(currency)
  if (loaded.fault !== null) return <Problem fault={loaded.fault} retry={loaded.retry} />
  if (loaded.first === undefined) return <Loading />
  const total = loaded.first.totalCount
  return (
    <>
      <Text aria-live="polite">{say('count', { count: total, shown: number(total) })}</Text>
      <LongTable
        label={label}
        columns={columns}
        rows={loaded.rows}
        total={total}
        onEnd={loaded.more}
        minWidth={NARROWEST}
        keyOf={(row) =>
          [row.productId, row.skuId, row.termDuration, row.billingCycle, row.currency, row.market].join(':')
        }
        empty={<Empty text={empty} />}
      />
    </>
  )
}

function useColumns(listCurrency: string): readonly Column<PriceRow>[] {
  const say = usePricingWords()
  const { price, day } = useFormat()
  const currencyOf = (row: PriceRow) => row.currency ?? listCurrency
  // What costs only what is used has no price of its own: its meters have.
  const priceOf = (row: PriceRow, unitPrice: number | undefined) => {
    if (unitPrice === undefined) return '–'
    return row.billingType === 'usage' && unitPrice === 0 ? say('byUsage') : price(unitPrice, currencyOf(row))
  }
  return [
    { key: 'title', header: say('product'), width: 'minmax(200px, 2fr)', cell: ({ title }) => title },
    { key: 'id', header: say('id'), width: '120px', cell: ({ productId, skuId }) => `${productId}:${skuId}` },
    { key: 'term', header: say('termAndBilling'), width: '170px', cell: (row) => <TermAndBilling row={row} /> },
    {
      key: 'before',
      header: say('before'),
      width: '130px',
      align: 'end',
      cell: (row) => priceOf(row, row.before?.unitPrice),
    },
    {
      key: 'price',
      header: say('price'),
      width: '130px',
      align: 'end',
      cell: (row) => <strong>{priceOf(row, row.price?.unitPrice)}</strong>,
    },
    { key: 'per', header: say('per'), width: '90px', cell: ({ pricePer }) => say(lengthWord(pricePer)) },
    { key: 'change', header: say('change'), width: '150px', cell: (row) => <ChangeOf row={row} /> },
    {
      key: 'erp',
      header: say('suggested'),
      width: '120px',
      align: 'end',
      cell: ({ price: now, ...row }) => (now?.erpPrice === undefined ? '–' : price(now.erpPrice, currencyOf(row))),
    },
    {
      key: 'from',
      header: say('holdsFrom'),
      width: '110px',
      cell: (row) => day((row.price ?? row.before!).validFrom),
    },
  ]
}

const LENGTHS = { P1M: 'oneMonth', P1Y: 'year', P3Y: 'threeYears' } as const

function lengthWord(length: string) {
  return LENGTHS[length as keyof typeof LENGTHS] ?? 'oneTime'
}

function TermAndBilling({ row: { termDuration, billingCycle } }: { readonly row: PriceRow }) {
  const say = usePricingWords()
  const cycles = { monthly: 'monthly', annual: 'annual', upfront: 'upfront', 'one-time': 'oneTime' } as const
  const cycle = cycles[billingCycle as keyof typeof cycles]
  return `${say(lengthWord(termDuration))}, ${cycle === undefined ? billingCycle : say(cycle)}`
}

function ChangeOf({ row: { change, changePercent } }: { readonly row: PriceRow }) {
  const say = usePricingWords()
  const { number } = useFormat()
  const percent =
    changePercent === undefined || change !== 'CHG' ? '' : ` ${sign(changePercent)}${number(changePercent)}%`
  return <Status text={`${say(change)}${percent}`} tone={TONES[change]} />
}

function sign(value: number): string {
  return value > 0 ? '+' : ''
}

export interface RowFilterProps {
  readonly search: string
  readonly change: string
  readonly onChange: (change: { readonly search?: string; readonly change?: string }) => void
}

/** Narrows prices by a text and by how they change. */
export function RowFilter({ search, change, onChange }: RowFilterProps) {
  const say = usePricingWords()
  return (
    <>
      <SearchField
        label={say('find')}
        placeholder={say('findHint')}
        value={search}
        onSearch={(text) => onChange({ search: text })}
      />
      <Choice
        label={say('change')}
        value={change}
        all={say('allChanges')}
        options={CHANGES.map((key) => ({ value: key, text: say(key) }))}
        onChoose={(chosen) => onChange({ change: chosen })}
      />
    </>
  )
}
