import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { describeEachLedger } from '../../test/support/databases.js'
import { type Day, formatDay, parseDay } from '../core/calendar/day.js'
import {
  compareChargeKeys,
  cutOf,
  fractionOfRate,
  type TaxableCharge,
  taxOfCharge,
  taxOnTotal,
} from '../core/invoicing/distribute-tax.js'
import { modulusFor, shareTax } from '../core/invoicing/tax-histogram.js'
import { parseDecimal } from '../core/money/decimal.js'
import type { Database, Session } from './database.js'
import { sumOpenCharges } from './invoices.js'
import { findTaxCuts, sumTaxableCharges } from './tax-cuts.js'

const PARTNERS = [1, 2].map((number) => `018f0001-0000-7000-8000-00000000000${number}`)
const AS_OF: Day = parseDay('2026-03-31')!
const uuid = (kind: number, number: number) => `018f000${kind}-0000-7000-8000-${String(number).padStart(12, '0')}`

interface Row {
  readonly partner: number
  readonly date: Day
  readonly type: number
  readonly currency: string
  readonly availability: number
  readonly subscription: number
  readonly amount: number
}

const rows = array(
  record({
    partner: integer({ min: 0, max: 1 }),
    date: constantFrom(parseDay('2026-02-15')!, parseDay('2026-03-15')!),
    type: constantFrom(1, 2),
    currency: constantFrom('EUR', 'JPY'),
    availability: integer({ min: 1, max: 3 }),
    subscription: integer({ min: 1, max: 5 }),
    amount: integer({ min: -150, max: 150 }),
  }),
  { maxLength: 120 },
)
const rates = constantFrom('21', '20', '5.5', '8.1', '9.975', '0.0001', '29.9999', '0').map((text) =>
  fractionOfRate(parseDecimal(text)!),
)

describeEachLedger('cuts of taxes', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await open({ role: 'prorata_program' })
    for (const partnerId of PARTNERS) {
      await database.query(
        `insert into partner (partner_id, name, mpn_id, country, currency, billing_day, opened_on, ledger_start,
           charged_through, invoiced_through)
         values ($1, 'P', '4500100', 'NL', 'EUR', 15, '2026-01-01', '2026-01-01', '2026-03-31', '2026-01-31')`,
        [partnerId],
      )
    }
  })

  it('are those of the definition, charge by charge', async () => {
    const law = asyncProperty(rows, rates, rates, async (given, rate, other) => {
      const undone = new Error('undone')
      const compared = database.transaction(async (session) => {
        const charges = await insertCharges(session, given)
        const partners = PARTNERS.map((partnerId) => ({ partnerId, modulus: modulusFor([rate, other]) }))
        const sums = await sumTaxableCharges(session, partners, AS_OF)
        const plain = sums.map(({ residues: _, ...sum }) => sum)
        const bySum = (a: object, b: object) => (shown(a) < shown(b) ? -1 : 1)
        expect(plain.sort(bySum)).toEqual((await sumOpenCharges(session, PARTNERS, AS_OF)).sort(bySum))
        for (const fraction of [rate, other]) await compare(session, charges, sums, fraction)
        throw undone
      })
      await expect(compared).rejects.toBe(undone)
    })
    await assert(law, { numRuns: Number(process.env['PRORATA_PROPERTY_RUNS'] ?? 40) })
  }, 60_000)
})

type Charges = readonly (TaxableCharge & { readonly invoice: string; readonly availabilityId: string })[]
type Sums = Awaited<ReturnType<typeof sumTaxableCharges>>

/** Compares the taxes of availabilities and the cut of every invoice with those of the pure functions. */
async function compare(session: Session, charges: Charges, sums: Sums, rate: ReturnType<typeof fractionOfRate>) {
  for (const invoice of new Set(charges.map((charge) => charge.invoice))) {
    const members = charges.filter((charge) => charge.invoice === invoice)
    const tax = taxOnTotal(
      members.reduce((sum, { amount }) => sum + amount, 0n),
      rate,
    )
    const cut = cutOf(members, rate, tax)
    const parts = sums.filter((sum) => invoiceOf(sum) === invoice)
    const { taxes, edge } = shareTax(parts, rate, tax)
    const availabilityIds = parts.map((part) => part.availabilityId)
    const edges = edge === undefined ? [] : [{ ...parts[0]!, ...edge, denominator: rate.denominator, availabilityIds }]
    const [found] = await findTaxCuts(session, edges)
    expect(found?.cut).toEqual(cut)
    for (const [index, { availabilityId }] of parts.entries()) {
      const expected = members
        .filter((charge) => charge.availabilityId === availabilityId)
        .reduce((sum, { amount, key }) => sum + taxOfCharge(amount, rate, cut, key), 0n)
      expect(taxes[index]! + (found?.units.get(availabilityId) ?? 0n)).toBe(expected)
    }
  }
}

function invoiceOf(of: { partnerId: string; invoiceDate: Day; invoiceType: string; currency: string }): string {
  return `${of.partnerId} ${of.invoiceDate} ${of.invoiceType} ${of.currency}`
}

function shown(value: object): string {
  return JSON.stringify(value, (_, field) => (typeof field === 'bigint' ? String(field) : field))
}

async function insertCharges(session: Session, given: readonly Row[]): Promise<Charges> {
  const charges = given.map((row, index) => ({
    ...row,
    partnerId: PARTNERS[row.partner]!,
    availabilityId: uuid(4, row.availability),
    key: { subscriptionId: uuid(3, row.subscription), chargeNumber: index + 1 },
  }))
  await session.query(
    `insert into charge select partner_id, invoice_date, subscription_id, charge_number, type, currency, invoice_date, 1,
       invoice_date, invoice_date + 1, 1, amount, amount, 1, 1, amount, availability_id, null, 1, 31, 31, null
     from unnest($1::uuid[], $2::date[], $3::uuid[], $4::int[], $5::smallint[], $6::text[], $7::bigint[], $8::uuid[])
       as c (partner_id, invoice_date, subscription_id, charge_number, type, currency, amount, availability_id)`,
    [
      charges.map((charge) => charge.partnerId),
      charges.map((charge) => formatDay(charge.date)),
      charges.map((charge) => charge.key.subscriptionId),
      charges.map((charge) => charge.key.chargeNumber),
      charges.map((charge) => charge.type),
      charges.map((charge) => charge.currency),
      charges.map((charge) => charge.amount),
      charges.map((charge) => charge.availabilityId),
    ],
  )
  return charges
    .map((charge) => {
      const invoiceType = charge.type === 1 ? 'recurring' : 'one-time'
      return {
        key: charge.key,
        amount: BigInt(charge.amount),
        availabilityId: charge.availabilityId,
        invoice: invoiceOf({ ...charge, invoiceDate: charge.date, invoiceType }),
      }
    })
    .sort((a, b) => compareChargeKeys(a.key, b.key))
}
