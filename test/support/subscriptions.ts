// Subscriptions for tests of the API, bought by the use cases themselves without a cart.
import { bill } from '../../src/app/bill.js'
import { changeFamily, lockLedger, newFamily, openFamily } from '../../src/app/change-family.js'
import { currentCatalog } from '../../src/app/current-catalog.js'
import { findCatalogItem } from '../../src/app/find-catalog-item.js'
import type { UseCase } from '../../src/app/use-case.js'
import { PLATFORM_ID } from '../../src/app/use-case.js'
import { writeFamilies } from '../../src/app/write-families.js'
import type { Outcome } from '../../src/core/refusal.js'
import { moveCatalogVersion } from '../../src/store/catalog-version.js'
import type { Session } from '../../src/store/database.js'
import { asOwner, countingIds, dayOfText, NOW } from '../billing/provider.js'
import { type ApiCall, type ApiTest, CUSTOMER, DIRECT } from './api.js'

const ids = countingIds()
/** Ids that do not meet those the server makes in the same test. */
export const newId = () => ids().replace('018f0009', '018f00f0')

export function contextOf(api: ApiTest, session: Session): UseCase {
  return {
    session,
    now: api.now(),
    newId,
    actor: { kind: 'system', id: PLATFORM_ID, name: 'test', applicationId: null, roles: [] },
    scope: { accountId: DIRECT, partnerIds: [DIRECT], resellerMpnId: null },
    correlationId: newId(),
  }
}

export interface Bought {
  /** Such as `MAIL`; its SKU is 0001. */
  readonly product: string
  readonly quantity: number
  readonly term?: string
  readonly billingCycle?: string
  readonly currency?: string
  readonly partnerId?: string
  readonly customerId?: string
  readonly partnerOnRecord?: string
  /** Base subscription of an add-on. */
  readonly base?: string
}

/** Buys now, and says the id of the subscription. */
export async function buy(api: ApiTest, bought: Bought): Promise<string> {
  const { product, quantity, term = 'P1Y', billingCycle = 'monthly', currency = 'EUR' } = bought
  const { partnerId = DIRECT, customerId = CUSTOMER } = bought
  const subscriptionId = newId()
  await api.database().transaction(async (session) => {
    const context = contextOf(api, session)
    const catalog = await currentCatalog(session)
    const sale = catalog.salesOf.get(`${product}:0001`)!.find((one) => one.currency === currency)!
    const place = { currency, country: sale.market || 'NL', segments: ['commercial'] }
    const wanted = { item: `${product}:0001:${sale.code}`, term, billingCycle }
    const { availability } = must(findCatalogItem(catalog, wanted, place))
    const partner = await lockLedger(session, partnerId)
    const open =
      bought.base === undefined ? newFamily(partner) : must(await openFamily(session, partner, bought.base, catalog))
    const command = { availabilityId: availability.id, quantity }
    const changed = must(
      changeFamily(
        open,
        bought.base === undefined
          ? { key: subscriptionId, command: { type: 'purchase', ...command } }
          : { key: bought.base, newKey: subscriptionId, command: { type: 'purchaseAddOn', ...command } },
        context.now,
        catalog,
      ),
    )
    const founding = {
      customerId,
      orderId: `O${subscriptionId.slice(-6)}`,
      friendlyName: `My ${product}`,
      partnerOnRecord: bought.partnerOnRecord ?? null,
      activation: 'not-needed' as const,
    }
    await writeFamilies(context, [changed], new Map([[subscriptionId, founding]]), catalog)
  })
  return subscriptionId
}

/** Changes the catalogue in SQL, as an operator would. */
export async function changeCatalog(api: ApiTest, sql: string): Promise<void> {
  await asOwner(api.database(), sql)
  await api.database().transaction((session) => moveCatalogVersion(session, newId()))
}

export function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.refusal.message)
  return outcome.value
}

/** Path of a subscription of the direct partner's customer. */
export function pathOf(subscriptionId: string, customerId = CUSTOMER): string {
  return `/v1/customers/${customerId}/subscriptions/${subscriptionId}`
}

/** Reads a subscription and sends it back with something changed, as clients do. */
export async function patch(api: ApiTest, subscriptionId: string, change: object, options: ApiCall = {}) {
  const { customerId = CUSTOMER, ...as } = options as ApiCall & { customerId?: string }
  const read = await api.call(pathOf(subscriptionId, customerId), as)
  return api.call(pathOf(subscriptionId, customerId), { ...as, method: 'PATCH', body: { ...read.body, ...change } })
}

/** What a subscription was charged so far: `2026-03-10 Cycle fee 2026-03-10..2026-04-09 5 20`. */
export async function chargedTo(api: ApiTest, subscriptionId: string): Promise<string[]> {
  const { body } = await api.call(`${pathOf(subscriptionId)}/charges`)
  return body.items.flatMap((entry: { charges: Wire[] }) => entry.charges.map(textOf))
}

interface Wire {
  readonly registeredOn: string
  readonly chargeType: string
  readonly chargeStartDate: string
  readonly chargeEndDate: string
  readonly quantity: number
  readonly amount: number
}

function textOf({ registeredOn, chargeType, chargeStartDate, chargeEndDate, quantity, amount }: Wire): string {
  return `${registeredOn} ${chargeType} ${chargeStartDate}..${chargeEndDate} ${quantity} ${amount}`
}

/** Bills up to a day, with ids that do not meet those of the server. */
export async function billThrough(api: ApiTest, day: string): Promise<void> {
  must(await bill(api.database(), { asOf: dayOfText(day), now: () => NOW, newId }))
}
