import type { RenewalEffect } from '../../app/price-list-effect.js'
import type { ListEntry, StoredPriceList } from '../../app/price-list-resolve.js'
import { type Day, formatDay } from '../../core/calendar/day.js'
import { formatTerm } from '../../core/calendar/term.js'
import { formatListMonth } from '../../core/catalog/price-list-dates.js'
import { type ListedPrice, percentChange, priceListStateOf } from '../../core/catalog/price-list-version.js'
import { type Currency, parseCurrency } from '../../core/money/currency.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { formatUnitPrice } from '../../core/money/unit-price.js'
import { attributes, link, selfLink } from '../links.js'
import { wireInstant } from '../schema/wire.js'

/** What is shown of price lists, as the wire has it. */

/** @param root path of the lists: the provider's or the partners' */
export function presentPriceList(list: StoredPriceList, today: Day, root: string) {
  const uri = `${root}/${list.priceListId}`
  return {
    id: list.priceListId,
    month: formatListMonth(list.month),
    market: list.market,
    currency: list.currency,
    segment: list.segment,
    state: priceListStateOf(list, list.currentMonth, today),
    lineCount: list.lineCount,
    importedDate: wireInstant(list.importedAt),
    importedBy: list.importerName,
    ...(list.decidedAt === null ? {} : { decidedDate: wireInstant(list.decidedAt) }),
    ...(list.deciderName === null ? {} : { decidedBy: list.deciderName }),
    links: { ...selfLink(uri), rows: link(`${uri}/rows`) },
    attributes: attributes('PriceList'),
  }
}

/** A price as a JSON number, made of its exact text. */
function priceNumber(price: bigint): number {
  return Number(formatUnitPrice(price, 0))
}

export function amountNumber(amount: bigint, currency: string): number {
  return Number(formatAmount(amount, parseCurrency(currency) as Currency))
}

function presentPrice({ unitPrice, erpPrice, validFrom, validTo }: ListedPrice) {
  return {
    unitPrice: priceNumber(unitPrice),
    ...(erpPrice === null ? {} : { erpPrice: priceNumber(erpPrice) }),
    validFrom: formatDay(validFrom),
    ...(validTo === null ? {} : { validTo: formatDay((validTo - 1) as Day) }),
  }
}

export function presentRow(entry: Omit<ListEntry, 'availability' | 'rows' | 'newRows'>) {
  const { sku, term, billingCycle, pricePer, flag, before, after } = entry
  const percent =
    before === undefined || after === undefined ? undefined : percentChange(before.unitPrice, after.unitPrice)
  return {
    productId: sku.productId,
    skuId: sku.skuId,
    ...(sku.offerId === null ? {} : { offerId: sku.offerId.toUpperCase() }),
    title: sku.title,
    termDuration: term,
    billingCycle,
    pricePer,
    billingType: sku.profile.hasFee ? ('license' as const) : ('usage' as const),
    change: flag,
    ...(before === undefined ? {} : { before: presentPrice(before) }),
    ...(after === undefined ? {} : { price: presentPrice(after) }),
    ...(percent === undefined ? {} : { changePercent: Number(percent) }),
  }
}

export function presentAffected(effect: RenewalEffect) {
  const { availability, price, amount, renewsOn } = effect
  const { currency } = availability
  const money = (value: bigint) => amountNumber(value, currency)
  const renewed =
    price.renewed === null || amount.renewed === null
      ? {}
      : {
          newPrice: priceNumber(price.renewed),
          newPerCycle: money(amount.renewed),
          difference: money(amount.renewed - amount.paid),
        }
  return {
    partnerId: effect.partnerId,
    partnerName: effect.partnerName,
    customerId: effect.customerId,
    customerName: effect.customerName,
    subscriptionId: effect.subscriptionId,
    friendlyName: effect.friendlyName,
    productId: availability.productId,
    skuId: availability.skuId,
    title: availability.title,
    termDuration: formatTerm(availability.term),
    billingCycle: availability.billingCycle,
    renewalDate: formatDay(renewsOn),
    quantity: effect.quantity,
    currency,
    paidPrice: priceNumber(price.paid),
    listedPrice: priceNumber(price.listed),
    paidPerCycle: money(amount.paid),
    listedPerCycle: money(amount.listed),
    ...renewed,
  }
}
