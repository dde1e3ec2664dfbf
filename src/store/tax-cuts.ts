import type { Day } from '../core/calendar/day.js'
import type { TaxCut } from '../core/invoicing/distribute-tax.js'
import type { ResidueCount, TaxEdge } from '../core/invoicing/tax-histogram.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import type { AvailabilitySum, InvoiceKey } from './invoices.js'
import { INVOICE_TYPES } from './numbers.js'
import { chargesToInvoice } from './partner-billing.js'

/** Charges that are on no invoice yet, added up by invoice and availability, with the residues of their amounts. */
export interface TaxableSum extends AvailabilitySum {
  /** By the modulus of the partner. */
  readonly residues: readonly ResidueCount[]
}

/** A partner, and what the amounts of its charges are divided by; 1 where its invoices are not taxed. */
export interface PartnerModulus {
  readonly partnerId: string
  readonly modulus: bigint
}

type SumRow = Omit<TaxableSum, 'invoiceType' | 'residues'> & {
  readonly type: number
  readonly residues: readonly bigint[]
  readonly counts: readonly bigint[]
}

/**
 * Sums of the charges dated up to `asOf` that partners have not been invoiced for: what `sumOpenCharges` gives, and how
 * many charges leave which residue. Counting needs no order, so that it costs little more than adding up.
 */
export async function sumTaxableCharges(
  session: Session,
  partners: readonly PartnerModulus[],
  asOf: Day,
): Promise<TaxableSum[]> {
  const { rows } = await session.query<SumRow>(
    `select partner_id as "partnerId", invoice_date as "invoiceDate", invoice_type as type, currency,
       availability_id as "availabilityId", sum(count)::bigint as "chargeCount", sum(amount)::bigint as amount,
       array_agg(residue) as residues, array_agg(count) as counts
     from (
       select c.partner_id, c.invoice_date, c.invoice_type, c.currency, c.availability_id,
         mod(mod(c.amount, m.modulus) + m.modulus, m.modulus) as residue, count(*) as count, sum(c.amount) as amount
       from unnest($1::uuid[], $2::bigint[]) as m (partner_id, modulus)
       join partner p on p.partner_id = m.partner_id
       join charge c on c.partner_id = p.partner_id and ${chargesToInvoice(asOf)}
       group by c.partner_id, c.invoice_date, c.invoice_type, c.currency, c.availability_id, residue
     ) as counted
     group by partner_id, invoice_date, invoice_type, currency, availability_id`,
    [partners.map(({ partnerId }) => partnerId), partners.map(({ modulus }) => modulus)],
  )
  return rows.map(sumOf)
}

/** Likewise for the charges of one invoice, issued or not. */
export async function sumInvoiceCharges(
  session: Session,
  { partnerId, invoiceDate, invoiceType, currency }: InvoiceKey,
  modulus: bigint,
): Promise<TaxableSum[]> {
  const type = INVOICE_TYPES.numberOf(invoiceType)
  const { rows } = await session.query<
    Pick<SumRow, 'availabilityId' | 'chargeCount' | 'amount' | 'residues' | 'counts'>
  >(
    `select availability_id as "availabilityId", sum(count)::bigint as "chargeCount", sum(amount)::bigint as amount,
       array_agg(residue) as residues, array_agg(count) as counts
     from (
       select availability_id, mod(mod(amount, $5) + $5, $5) as residue, count(*) as count, sum(amount) as amount
       from charge where partner_id = $1 and invoice_date = $2 and invoice_type = $3 and currency = $4
       group by availability_id, residue
     ) as counted
     group by availability_id`,
    [partnerId, dayParameter(invoiceDate), type, currency, modulus],
  )
  return rows.map((row) => sumOf({ partnerId, invoiceDate, type, currency, ...row }))
}

function sumOf({ type, residues, counts, ...row }: SumRow): TaxableSum {
  return {
    ...row,
    invoiceType: INVOICE_TYPES.wordOf(type),
    residues: residues.map((residue, index) => ({ residue, count: counts[index]! })),
  }
}

/** Where the units left over of one tax on one class of an invoice run out. */
export interface ChargeEdge extends InvoiceKey, TaxEdge {
  /** What is sold under them is of the class. */
  readonly availabilityIds: readonly string[]
  /** Of the rate in lowest terms. */
  readonly denominator: bigint
}

/** The charge an edge ends with, and how many units it gave to which availability. */
export interface FoundCut {
  readonly cut: TaxCut
  readonly units: ReadonlyMap<string, bigint>
}

interface CutRow {
  readonly edge: number
  readonly availabilityId: string
  readonly units: bigint
  readonly subscriptionId: string | null
  readonly chargeNumber: number | null
}

/**
 * Finds the cuts of edges, in the same order. The primary key of charges has the order of the keys within an invoice, so
 * that each is one walk through the invoice that ends with the last unit.
 */
export async function findTaxCuts(session: Session, edges: readonly ChargeEdge[]): Promise<FoundCut[]> {
  if (edges.length === 0) return []
  const { rows } = await session.query<CutRow>(
    `select e.edge, f.availability_id as "availabilityId", count(*) as units,
       max(f.subscription_id::text) filter (where f.rank = e.units) as "subscriptionId",
       max(f.charge_number) filter (where f.rank = e.units) as "chargeNumber"
     from unnest($1::uuid[], $2::date[], $3::smallint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[])
       with ordinality as e (partner_id, invoice_date, invoice_type, currency, denominator, residue, units, members, edge)
     cross join lateral (
       select c.availability_id, c.subscription_id, c.charge_number,
         row_number() over (order by c.subscription_id, c.charge_number) as rank
       from charge c
       where c.partner_id = e.partner_id and c.invoice_date = e.invoice_date and c.invoice_type = e.invoice_type
         and c.currency = e.currency and mod(mod(c.amount, e.denominator) + e.denominator, e.denominator) = e.residue
         and c.availability_id = any(e.members::uuid[])
       order by c.subscription_id, c.charge_number
       limit e.units
     ) as f
     group by e.edge, f.availability_id`,
    [
      edges.map((edge) => edge.partnerId),
      edges.map((edge) => dayParameter(edge.invoiceDate)),
      edges.map((edge) => INVOICE_TYPES.numberOf(edge.invoiceType)),
      edges.map((edge) => edge.currency),
      edges.map((edge) => edge.denominator),
      edges.map((edge) => edge.residue),
      edges.map((edge) => edge.units),
      edges.map((edge) => `{${edge.availabilityIds.join(',')}}`),
    ],
  )
  return foundCuts(edges, rows)
}

function foundCuts(edges: readonly ChargeEdge[], rows: readonly CutRow[]): FoundCut[] {
  const found = edges.map(() => ({ last: undefined as TaxCut['last'] | undefined, units: new Map<string, bigint>() }))
  for (const { edge, availabilityId, units, subscriptionId, chargeNumber } of rows) {
    const entry = found[Number(edge) - 1]!
    entry.units.set(availabilityId, units)
    if (subscriptionId !== null && chargeNumber !== null) entry.last = { subscriptionId, chargeNumber }
  }
  return edges.map(({ remainder, partnerId, invoiceDate }, index) => {
    const { last, units } = found[index]!
    if (last === undefined) throw new Error(`charges of ${partnerId} on ${invoiceDate} are not those that were counted`)
    return { cut: { remainder, last }, units }
  })
}
