import type { Day } from '../core/calendar/day.js'
import { fractionOfRate, type TaxFraction } from '../core/invoicing/distribute-tax.js'
import { type TaxClass, USUAL_TAX_CLASS } from '../core/invoicing/tax-class.js'
import { assessTax, type TaxComponent, type TaxEngine, type TaxedNet } from '../core/invoicing/tax-engine.js'
import { shareTax } from '../core/invoicing/tax-histogram.js'
import { accept, type Outcome, type Refusal } from '../core/refusal.js'
import { type AvailabilitySum, type InvoiceKey, sumOpenCharges } from '../store/invoices.js'
import {
  type ChargeEdge,
  findTaxCuts,
  type PartnerModulus,
  sumInvoiceCharges,
  sumTaxableCharges,
  type TaxableSum,
} from '../store/tax-cuts.js'
import type { InvoiceTax } from '../store/tax-invoices.js'
import { findTaxClasses } from '../store/tax-rates.js'
import { assessFor, modulusOf, type TaxStanding } from './tax-standing.js'
import type { Session } from './use-case.js'

/** Charges of an availability on an invoice to be, with the tax they bear. */
export interface TaxedSum extends AvailabilitySum {
  readonly taxClass: TaxClass
  /** Minor units; the exact sum of the taxes of its charges. */
  readonly tax: bigint
}

/** Charges with their taxes, and what is to be stored with each invoice that is made of them. */
export interface TaxedCharges {
  readonly sums: readonly TaxedSum[]
  readonly taxes: readonly InvoiceTax[]
}

/** Taxed charges of several partners. */
export interface TaxedOpenCharges extends TaxedCharges {
  /** Partners whose charges cannot be taxed, such as for want of a rate, and why; nothing of theirs is in the rest. */
  readonly refused: ReadonlyMap<string, Refusal>
}

/**
 * Sums of the charges dated up to `asOf` that partners have not been invoiced for, taxed.
 * @param standing of these partners; `undefined` where the provider is registered nowhere, so that nothing is taxed
 */
export async function taxOpenCharges(
  session: Session,
  standing: TaxStanding | undefined,
  partnerIds: readonly string[],
  asOf: Day,
  engine: TaxEngine = assessTax,
): Promise<TaxedOpenCharges> {
  if (standing === undefined) return untaxed(await sumOpenCharges(session, partnerIds, asOf))
  const moduli = partnerIds.map((partnerId) => ({ partnerId, modulus: modulusOf(standing, partnerId) }))
  return taxSums(session, standing, moduli, await sumTaxableCharges(session, moduli, asOf), engine)
}

/** Taxes the charges of an issued invoice once more, for a document that replaces it. Refused where a rate is missing. */
export async function taxChargesAgain(
  session: Session,
  standing: TaxStanding | undefined,
  invoice: InvoiceKey,
): Promise<Outcome<TaxedCharges>> {
  const { partnerId } = invoice
  const modulus = standing === undefined ? 1n : modulusOf(standing, partnerId)
  const sums = await sumInvoiceCharges(session, invoice, modulus)
  if (standing === undefined) return accept(untaxed(sums))
  const taxed = await taxSums(session, standing, [{ partnerId, modulus }], sums, assessTax)
  const refusal = taxed.refused.get(partnerId)
  return refusal === undefined ? accept(taxed) : { ok: false, refusal }
}

function untaxed(sums: readonly AvailabilitySum[]): TaxedOpenCharges {
  return { sums: sums.map((sum) => ({ ...sum, taxClass: USUAL_TAX_CLASS, tax: 0n })), taxes: [], refused: new Map() }
}

async function taxSums(
  session: Session,
  standing: TaxStanding,
  moduli: readonly PartnerModulus[],
  sums: readonly TaxableSum[],
  engine: TaxEngine,
): Promise<TaxedOpenCharges> {
  const classes = await findTaxClasses(session, [...new Set(sums.map((sum) => sum.availabilityId))])
  const modulusBy = new Map(moduli.map(({ partnerId, modulus }) => [partnerId, modulus]))
  const classed = sums.map((sum): GrowingSum => {
    const taxClass = classes.get(sum.availabilityId) ?? USUAL_TAX_CLASS
    return { ...sum, taxClass, modulus: modulusBy.get(sum.partnerId)!, tax: 0n }
  })
  const { taxes: assessed, refused } = assessInvoices(standing, classed, engine)
  const taxes = await shareOut(session, assessed)
  const kept = classed.filter(({ partnerId }) => !refused.has(partnerId))
  return { sums: kept.map(({ residues: _, modulus: __, ...sum }) => sum), taxes, refused }
}

/** A sum on its way: its tax grows with each component. */
interface GrowingSum extends TaxableSum {
  readonly taxClass: TaxClass
  readonly modulus: bigint
  tax: bigint
}

/** One tax on the sums of one class of an invoice. */
interface ClassTax {
  readonly sums: readonly GrowingSum[]
  readonly row: Omit<InvoiceTax, 'cut'>
}

function assessInvoices(
  standing: TaxStanding,
  sums: readonly GrowingSum[],
  engine: TaxEngine,
): { readonly taxes: readonly ClassTax[]; readonly refused: ReadonlyMap<string, Refusal> } {
  const taxes: ClassTax[] = []
  const refused = new Map<string, Refusal>()
  for (const invoice of groupsOf(sums, invoiceText)) {
    const { partnerId, invoiceDate, invoiceType, currency } = invoice[0]!
    const key: InvoiceKey = { partnerId, invoiceDate, invoiceType, currency }
    const members = groupsOf(invoice, ({ taxClass }) => taxClass)
    const nets = members.map((group): TaxedNet => ({ taxClass: group[0]!.taxClass, amount: totalOf(group) }))
    const assessed = assessFor(standing, partnerId, invoiceDate, nets, engine)
    if (!assessed.ok) refused.set(partnerId, refused.get(partnerId) ?? assessed.refusal)
    if (!assessed.ok || assessed.value === undefined) continue
    const { treatment, nets: answers } = assessed.value
    for (const [index, { taxClass, components }] of answers.entries()) {
      const common = { ...key, source: 'charges', taxClass, treatment } as const
      for (const [number, component] of components.entries()) {
        taxes.push({ sums: members[index]!, row: { ...common, ...component, componentNumber: number + 1 } })
      }
    }
  }
  return { taxes: taxes.filter(({ row }) => !refused.has(row.partnerId)), refused }
}

/** Shares each tax out over its sums, and finds the charges at which the units left over run out. */
async function shareOut(session: Session, taxes: readonly ClassTax[]): Promise<InvoiceTax[]> {
  const edges: { readonly tax: ClassTax; readonly edge: ChargeEdge }[] = []
  for (const tax of taxes) {
    const { sums, row } = tax
    const rate: TaxFraction = fractionOfRate(row.rate)
    if (sums[0]!.modulus % rate.denominator !== 0n)
      throw new Error(`charges were not counted for the rate of ${row.name}`)
    const shared = shareTax(sums, rate, row.tax)
    for (const [index, part] of shared.taxes.entries()) sums[index]!.tax += part
    if (shared.edge === undefined) continue
    const availabilityIds = sums.map((sum) => sum.availabilityId)
    edges.push({ tax, edge: { ...row, ...shared.edge, denominator: rate.denominator, availabilityIds } })
  }
  const cuts = await findTaxCuts(
    session,
    edges.map(({ edge }) => edge),
  )
  const found = new Map(edges.map(({ tax }, index) => [tax, cuts[index]!]))
  return taxes.map((tax) => {
    const cut = found.get(tax)
    for (const sum of tax.sums) sum.tax += cut?.units.get(sum.availabilityId) ?? 0n
    return { ...tax.row, cut: cut?.cut }
  })
}

/** Something on an invoice besides its charges: a credit or a goodwill payment. */
export interface TaxedAdjustments {
  /** Minor units for each adjustment, in their order. */
  readonly taxes: readonly bigint[]
  readonly rows: readonly InvoiceTax[]
}

/** Taxes adjustments of an invoice, each by itself; the stored rows have their sums. */
export function taxAdjustments(
  standing: TaxStanding | undefined,
  key: InvoiceKey,
  adjustments: readonly TaxedNet[],
  engine: TaxEngine = assessTax,
): Outcome<TaxedAdjustments> {
  const none: TaxedAdjustments = { taxes: adjustments.map(() => 0n), rows: [] }
  if (standing === undefined || adjustments.length === 0) return accept(none)
  const assessed = assessFor(standing, key.partnerId, key.invoiceDate, adjustments, engine)
  if (!assessed.ok) return assessed
  if (assessed.value === undefined) return accept(none)
  const { treatment, nets } = assessed.value
  const rows = groupsOf(nets, ({ taxClass }) => taxClass).flatMap((group) => {
    const { taxClass, components } = group[0]!
    const common = { ...key, source: 'adjustments', taxClass, treatment, cut: undefined } as const
    return components.map((component, index): InvoiceTax => {
      const sum = (field: 'taxable' | 'tax') => group.reduce((total, net) => total + net.components[index]![field], 0n)
      return { ...common, ...component, taxable: sum('taxable'), tax: sum('tax'), componentNumber: index + 1 }
    })
  })
  return accept({ taxes: nets.map(({ components }) => taxOf(components)), rows })
}

function taxOf(components: readonly TaxComponent[]): bigint {
  return components.reduce((sum, { tax }) => sum + tax, 0n)
}

function totalOf(sums: readonly AvailabilitySum[]): bigint {
  return sums.reduce((sum, { amount }) => sum + amount, 0n)
}

function invoiceText({ partnerId, invoiceDate, invoiceType, currency }: InvoiceKey): string {
  return `${partnerId}|${invoiceDate}|${invoiceType}|${currency}`
}

/** Groups in order of their first member. */
function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups.values()]
}
