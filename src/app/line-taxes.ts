import type { Charge } from '../core/charging/charge.js'
import { type ChargesTax, chargeTaxer } from '../core/invoicing/charge-tax.js'
import type { TaxClass } from '../core/invoicing/tax-class.js'
import type { StoredCatalog } from '../store/catalog.js'
import type { InvoiceKey } from '../store/invoices.js'
import { listInvoiceTaxes, listLineTaxClasses } from '../store/tax-invoices.js'
import type { Session } from './use-case.js'

/** The tax a charge bears on its invoice, in minor units. */
export type LineTax = (charge: Charge, subscriptionId: string) => bigint

/** What is on no invoice yet, or on one that is not taxed, bears no tax. */
export const UNTAXED: LineTax = () => 0n

/**
 * How the charges of an issued invoice are taxed: by what was stored when it was issued, whatever rates and classes have
 * become since.
 */
export async function loadLineTax(session: Session, invoice: InvoiceKey, catalog: StoredCatalog): Promise<LineTax> {
  const taxes = await listInvoiceTaxes(session, [invoice])
  if (taxes.length === 0) return UNTAXED
  return lineTaxOf(taxes, await listLineTaxClasses(session, invoice), catalog)
}

/** What all charges of an issued invoice bear together: its tax without that of adjustments, which stand in no file. */
export async function loadChargesTax(session: Session, invoice: InvoiceKey): Promise<bigint> {
  const taxes = await listInvoiceTaxes(session, [invoice])
  return taxes.reduce((sum, { source, tax }) => (source === 'charges' ? sum + tax : sum), 0n)
}

/** Like `loadLineTax` from what is known already: the taxes of a document, and its tax classes by SKU (`product:sku`). */
export function lineTaxOf(
  taxes: readonly ChargesTax[],
  bySku: ReadonlyMap<string, TaxClass>,
  catalog: StoredCatalog,
): LineTax {
  const byAvailability = new Map<string, TaxClass>()
  for (const [availabilityId, { productId, skuId }] of catalog.titles) {
    const taxClass = bySku.get(`${productId}:${skuId}`)
    if (taxClass !== undefined) byAvailability.set(availabilityId, taxClass)
  }
  const taxOf = chargeTaxer(taxes)
  return ({ amount, number: chargeNumber, derivation }, subscriptionId) =>
    taxOf(byAvailability.get(derivation.availabilityId)!, amount, { subscriptionId, chargeNumber })
}
