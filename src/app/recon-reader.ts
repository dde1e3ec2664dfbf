import type { Day } from '../core/calendar/day.js'
import { type Availability, isOpenEnded, termEndAfter } from '../core/catalog/availability.js'
import type { Charge } from '../core/charging/charge.js'
import { atListPrice } from '../core/charging/list-price.js'
import type { Meter } from '../core/rating/meter.js'
import type { ReconInvoice, ReconLine, ReconProduct, ReconSubscription, UsageDetail } from '../core/recon/recon-line.js'
import type { StoredCatalog } from '../store/catalog.js'
import type { Session } from '../store/database.js'
import { loadReconCustomers, loadReconPartner, type StoredUsage, type SubscriptionTitle } from '../store/recon-lines.js'
import { discountOn } from './current-catalog.js'
import type { LineTax } from './line-taxes.js'

/** Whose lines are read: the partner and customers as files name them. */
export interface ReconOwner {
  readonly partner: ReconLine['partner']
  readonly customers: ReadonlyMap<string, ReconLine['customer']>
}

/** The owner with all its customers, or with those named. */
export async function loadReconOwner(
  session: Session,
  partnerId: string,
  customerIds?: readonly string[],
): Promise<ReconOwner> {
  return {
    partner: await loadReconPartner(session, partnerId),
    customers: await loadReconCustomers(session, partnerId, customerIds),
  }
}

type Products = ReadonlyMap<string, Readonly<Record<'paid' | 'trial', ReconProduct>>>

const knownProducts = new WeakMap<StoredCatalog, Products>()

/** What lines say of the products of a catalogue, made once for each version of it. */
function productsOf(catalog: StoredCatalog): Products {
  const known = knownProducts.get(catalog)
  if (known !== undefined) return known
  const products = new Map(
    [...catalog.titles].map(([id, { productTitle, skuTitle, publisherName, publisherId, unitType, isAddOn }]) => {
      const product = { productTitle, skuTitle, publisherName, publisherId, unitType, isAddOn }
      return [id, { paid: { ...product, isTrial: false }, trial: { ...product, isTrial: true } }]
    }),
  )
  knownProducts.set(catalog, products)
  return products
}

/** What a line says besides its charge. */
export interface LineFacts<Source> {
  /** Asked when the subscription is another than that of the line before. */
  readonly title: (source: Source) => SubscriptionTitle
  readonly usage: (source: Source) => UsageDetail | null
}

/** Reads usage with the meters it names. */
export function usageReader<Source>(
  readStored: (source: Source) => StoredUsage | null,
  meters: ReadonlyMap<string, Meter>,
): (source: Source) => UsageDetail | null {
  return (source) => {
    const stored = readStored(source)
    return stored === null ? null : { meter: meters.get(stored.meterId)!, rated: stored.rated, daily: null }
  }
}

/**
 * Makes lines of charges, for files and for pages alike. Neighbouring lines share their objects, so that a writer can
 * keep the text of what repeats.
 *
 * @param read how the rest of a line is read from where its charge comes from
 */
export function reconLineReader<Source>(
  invoice: ReconInvoice,
  { partner, customers }: ReconOwner,
  catalog: StoredCatalog,
  read: LineFacts<Source>,
  taxOf: LineTax,
): (charge: Charge, subscriptionId: string, source: Source) => ReconLine {
  const products = productsOf(catalog)
  let last: { readonly subscription: ReconSubscription; readonly customerId: string; readonly key: string } | undefined
  return (charge, subscriptionId, source) => {
    const availability = catalog.availabilities.get(charge.derivation.availabilityId)!
    const isConversion = charge.type === 'convert'
    const key = `${subscriptionId} ${isConversion} ${availability.id}`
    if (last?.key !== key || !isWithin(last.subscription, charge)) {
      const { customerId, orderId, orderedOn, anchor, ...title } = read.title(source)
      const subscription: ReconSubscription = {
        subscriptionId,
        orderId,
        orderDate: orderedOn,
        friendlyName: title.friendlyName,
        parentSubscriptionId: title.parentSubscriptionId,
        sourceSubscriptionId: title.sourceSubscriptionId,
        ...termOf(availability, anchor, charge),
        referenceId: title.sourceSubscriptionId ?? (isConversion ? subscriptionId : null),
      }
      last = { subscription, customerId, key }
    }
    const kind = charge.derivation.priceFrom === null ? 'trial' : 'paid'
    const product = products.get(availability.id)![kind]
    const { subscription, customerId } = last
    const customer = customers.get(customerId)!
    const tax = taxOf(charge, subscriptionId)
    const discount = discountOn(charge, catalog) ?? null
    const listed = atListPrice(charge, availability)
    const usage = read.usage(source)
    return { partner, customer, subscription, availability, product, charge, listed, invoice, tax, discount, usage }
  }
}

/** Whether a charge lies in the same term as the charge before: a line is the same, whichever it comes after. */
function isWithin({ startDate, endDate }: ReconSubscription, { chargeStart }: Charge): boolean {
  return endDate === null || (chargeStart < endDate && chargeStart >= startDate)
}

/** The term a charge lies in, counted from the anchor it was founded with: the same whatever happens to the subscription later. */
function termOf(
  availability: Availability,
  anchor: Day,
  { chargeStart }: Charge,
): { readonly startDate: Day; readonly endDate: Day | null } {
  if (isOpenEnded(availability)) return { startDate: anchor, endDate: null }
  let startDate = anchor
  let endDate = termEndAfter(availability, anchor, startDate)
  while (endDate <= chargeStart) {
    startDate = endDate
    endDate = termEndAfter(availability, anchor, startDate)
  }
  return { startDate, endDate }
}
