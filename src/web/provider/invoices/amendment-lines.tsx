import { useFormat } from '../../format/format.js'
import { type Column, Table } from '../../parts/table.js'
import { useSaid } from '../../words/said.js'
import type { Amended } from './document.js'
import { useDocumentWords } from './words.js'

type Shown = Amended['amendments'][number]

/** Lines and taxes of what amends an invoice. */
export function AmendmentLines({ amendment }: { readonly amendment: Pick<Shown, 'lines' | 'taxes' | 'currencyCode'> }) {
  const say = useDocumentWords()
  const said = useSaid()
  const { money, number } = useFormat()
  const { lines, taxes, currencyCode } = amendment
  const lineColumns: readonly Column<Shown['lines'][number]>[] = [
    { key: 'line', header: say('line'), cell: ({ lineNumber }) => number(lineNumber) },
    { key: 'product', header: say('product'), cell: ({ description }) => description },
    { key: 'amount', header: say('beforeTax'), align: 'end', cell: ({ amount }) => money(amount, currencyCode) },
    { key: 'tax', header: say('tax'), align: 'end', cell: ({ tax }) => money(tax, currencyCode) },
  ]
  const taxColumns: readonly Column<Shown['taxes'][number]>[] = [
    { key: 'name', header: say('tax'), cell: ({ name }) => said(name) },
    { key: 'rate', header: say('rate'), align: 'end', cell: ({ rate }) => `${number(rate)} %` },
    { key: 'taxable', header: say('beforeTax'), align: 'end', cell: ({ taxable }) => money(taxable, currencyCode) },
    { key: 'tax', header: say('tax'), align: 'end', cell: ({ tax }) => money(tax, currencyCode) },
    { key: 'why', header: say('why'), cell: ({ why }) => said(why) },
  ]
  return (
    <>
      <Table
        label={say('lines')}
        columns={lineColumns}
        rows={lines}
        keyOf={({ lineNumber, kind }) => `${lineNumber} ${kind}`}
      />
      {taxes.length > 0 && (
        <Table
          label={say('taxes')}
          columns={taxColumns}
          rows={taxes}
          keyOf={({ name, taxClass, rate }) => `${name} ${taxClass} ${rate}`}
        />
      )}
    </>
  )
}
