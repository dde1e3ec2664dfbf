import { accept, type Outcome } from '../core/refusal.js'
import { listRebillMarkets, putRebillMarket, type RebillMarket } from '../store/amendments.js'
import { recordChange } from './audit.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'

export { listRebillMarkets, type RebillMarket }

/** Decides whether invoices of partners in a country are voided and billed again, or only credited. */
export async function decideRebillMarket(
  context: UseCase,
  country: string,
  isOffered: boolean,
): Promise<Outcome<RebillMarket>> {
  const { session, now: changedAt, actor } = context
  const before = (await listRebillMarkets(session)).find((market) => market.country === country)
  const market: RebillMarket = { country, isOffered, changedAt, changedBy: actor.name }
  await putRebillMarket(session, market)
  await recordChange(context, {
    partnerId: PLATFORM_ID,
    customer: null,
    resourceType: 'undefined',
    operationType: 'undefined',
    before: { country, rebill: before?.isOffered ?? true },
    after: { country, rebill: isOffered },
    data: { action: 'decide_rebill_market' },
  })
  return accept(market)
}
