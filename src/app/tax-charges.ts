import type { Day } from '../core/calendar/day.js'
import { fractionOfRate, type TaxFraction } from '../core/invoicing/distribute-tax.js'
import { type TaxClass, USUAL_TAX_CLASS } from '../core/invoicing/tax-class.js'
import { assessTax, type TaxComponent, type TaxEngine, type TaxedNet } from '../core/invoicing/tax-engine.js'
import { shareTax } from '../core/invoicing/tax-histogram.js'
import { accept, type Outcome } from '../core/refusal.js'
import { type AvailabilitySum, type InvoiceKey, sumOpenCharges } from '../store/invoices.js'
import { type ChargeEdge, findTaxCuts, sumTaxableCharges, type TaxableSum } from '../store/tax-cuts.js'
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

/** Open charges with their taxes, and what is to be stored with each invoice that is made of them. */
export interface TaxedCharges {
  readonly sums: readonly TaxedSum[]
  readonly taxes: readonly InvoiceTax[]
}

/**
 * Sums of the charges dated up to `asOf` that partners have not been invoiced for, taxed. Refused where a rate is
 * missing.
 * @param standing of these partners; `undefined` where the provider is registered nowhere, so that nothing is taxed
 */
export async function taxOpenCharges(
  session: Session,
  standing: TaxStanding | undefined,
  partnerIds: readonly string[],
  asOf: Day,
  engine: TaxEngine = assessTax,
): Promise<Outcome<TaxedCharges>> {
  if (standing === undefined) {
    const sums = await sumOpenCharges(session, partnerIds, asOf)
    return accept({ sums: sums.map((sum) => ({ ...sum, taxClass: USUAL_TAX_CLASS, tax: 0n })), taxes: [] })
  }
  const moduli = partnerIds.map((partnerId) => ({ partnerId, modulus: modulusOf(standing, partnerId) }))
  const sums = await sumTaxableCharges(session, moduli, asOf)
  const classes = await findTaxClasses(session, [...new Set(sums.map((sum) => sum.availabilityId))])
  const modulusBy = new Map(moduli.map(({ partnerId, modulus }) => [partnerId, modulus]))
  const classed = sums.map((sum): GrowingSum => {
    const taxClass = classes.get(sum.availabilityId) ?? USUAL_TAX_CLASS
    return { ...sum, taxClass, modulus: modulusBy.get(sum.partnerId)!, tax: 0n }
  })
  const assessed = assessInvoices(standing, classed, engine)
  if (!assessed.ok) return assessed
  const taxes = await shareOut(session, assessed.value)
  return accept({ sums: classed.map(({ residues: _, modulus: __, ...sum }) => sum), taxes })
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
): Outcome<readonly ClassTax[]> {
  const taxes: ClassTax[] = []
  for (const invoice of groupsOf(sums, invoiceText)) {
    const { partnerId, invoiceDate, invoiceType, currency } = invoice[0]!
    const key: InvoiceKey = { partnerId, invoiceDate, invoiceType, currency }
    const members = groupsOf(invoice, ({ taxClass }) => taxClass)
    const nets = members.map((group): TaxedNet => ({ taxClass: group[0]!.taxClass, amount: totalOf(group) }))
    const assessed = assessFor(standing, partnerId, invoiceDate, nets, engine)
    if (!assessed.ok) return assessed
    if (assessed.value === undefined) continue
    const { treatment, nets: answers } = assessed.value
    for (const [index, { taxClass, components }] of answers.entries()) {
      const common = { ...key, source: 'charges', taxClass, treatment } as const
      for (const [number, component] of components.entries()) {
        taxes.push({ sums: members[index]!, row: { ...common, ...component, componentNumber: number + 1 } })
      }
    }
  }
  return accept(taxes)
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
  const untaxed: TaxedAdjustments = { taxes: adjustments.map(() => 0n), rows: [] }
  if (standing === undefined || adjustments.length === 0) return accept(untaxed)
  const assessed = assessFor(standing, key.partnerId, key.invoiceDate, adjustments, engine)
  if (!assessed.ok) return assessed
  if (assessed.value === undefined) return accept(untaxed)
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
