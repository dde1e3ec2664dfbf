import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histories, play } from '../../../test/support/histories.js'
import { reconLineOf, reducedBy } from '../../../test/support/recon-lines.js'
import type { Currency } from '../money/currency.js'
import { parseAmount } from '../money/format-amount.js'
import { csvCell, LINE_END } from './csv.js'
import { type ReconLine, sumOf } from './recon-line.js'
import { headerOf, type ReconSchema, rowWriterOf } from './schema.js'
import { licenseBasedSchema } from './schemas/license-based.js'
import { oneTimeSchema } from './schemas/one-time.js'

const SCHEMAS = [licenseBasedSchema, oneTimeSchema]

/** A record cell by cell, with no memory of anything. */
function plainRow(schema: ReconSchema, line: ReconLine): string {
  const parts = { ...line, line, nothing: null }
  const cells = schema.columns.map(({ dependsOn, textOf }) => (textOf as (part: unknown) => string)(parts[dependsOn]))
  return cells.map(csvCell).join(',') + LINE_END
}

const name = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('=1', '"', ',', 'a\r\nb', '-1', "'"))

/** Lines of random lives, whose customers, subscriptions and products are shared as a reader would share them. */
const files = fc
  .record({
    history: histories(),
    names: fc.array(name, { minLength: 3, maxLength: 3 }),
    order: fc.infiniteStream(fc.nat({ max: 1_000_000 })),
    discount: fc.bigInt({ min: 0n, max: 500n }),
    tax: fc.bigInt({ min: -50n, max: 500n }),
  })
  .map(({ history, names, order, discount, tax }) => {
    const lines: ReconLine[] = []
    for (const [key, { charges }] of play(history).members) {
      for (const charge of charges) {
        const availability = history.catalog.get(charge.derivation.availabilityId)!
        const template: ReconLine = reducedBy(reconLineOf(charge, availability, { tax }), discount)
        const own = {
          customer: { ...template.customer, name: names[charge.number % 3]! },
          subscription: {
            ...template.subscription,
            subscriptionId: key,
            friendlyName: charge.number % 2 ? names[0]! : null,
          },
          product: { ...template.product, skuTitle: names[1]!, isAddOn: charge.number % 3 === 0 },
        }
        // Sometimes the object of another line, which is then written out of turn.
        const other = lines[order.next().value % (lines.length + 1)]
        lines.push({
          ...template,
          ...(other === undefined ? own : { ...own, customer: other.customer, product: other.product }),
        })
      }
    }
    return lines
  })

describe('rowWriterOf', () => {
  it.each(SCHEMAS.map((schema) => [schema.kind, schema] as const))(
    'writes %s as if it remembered nothing',
    (_, schema) => {
      fc.assert(
        fc.property(files, (lines) => {
          const write = rowWriterOf(schema)
          for (const line of lines) expect(write(line)).toBe(plainRow(schema, line))
        }),
        { numRuns: 200 },
      )
    },
  )

  it.each(SCHEMAS.map((schema) => [schema.kind, schema] as const))(
    'writes %s so that a strict reader finds every cell, and the same sums',
    (_, schema) => {
      fc.assert(
        fc.property(files, (lines) => {
          const write = rowWriterOf(schema)
          const text = headerOf(schema) + lines.map(write).join('')
          const rows: Record<string, string>[] = parse(text, { columns: true, record_delimiter: LINE_END })
          expect(rows).toHaveLength(lines.length)
          if (lines.length === 0) return
          const { currency } = lines[0]!.availability
          const columns =
            schema.kind === 'one-time' ? ['Subtotal', 'TaxTotal', 'Total'] : ['Subtotal', 'Tax', 'TotalForCustomer']
          const { subtotal, tax, total } = sumOf(lines)
          expect(columns.map((column) => sum(rows, column, currency))).toEqual([subtotal, tax, total])
        }),
        { numRuns: 200 },
      )
    },
  )

  it('forgets, when it has seen too many objects, without saying anything else', () => {
    const line = (index: number, template: ReconLine): ReconLine => ({
      ...template,
      customer: { ...template.customer, name: `Customer ${index % 20_000}` },
    })
    const template = fc.sample(
      files.filter((lines) => lines.length > 0),
      { numRuns: 1, seed: 7 },
    )[0]![0]!
    const write = rowWriterOf(licenseBasedSchema)
    for (let index = 0; index < 40_000; index += 1) {
      const one = line(index, template)
      const row = write(one)
      if (index % 997 === 0) expect(row).toBe(plainRow(licenseBasedSchema, one))
    }
  })
})

function sum(rows: readonly Record<string, string>[], column: string, currency: Currency): bigint {
  return rows.reduce((total, row) => total + parseAmount(row[column]!, currency)!, 0n)
}
