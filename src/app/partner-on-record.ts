import { accept, type Outcome, refuse } from '../core/refusal.js'
import { listSaleParties } from '../store/sale-parties.js'
import type { CustomerRef } from './load-customer.js'
import type { UseCase } from './use-case.js'

/**
 * Whether a reseller may become the partner on record of a subscription: it works with the indirect provider that bills
 * it. Only the provider says so, for itself and not for the reseller that manages the customer.
 */
export async function checkPartnerOnRecord(
  { session, scope }: UseCase,
  { partnerId }: CustomerRef,
  mpnId: string,
): Promise<Outcome<undefined>> {
  if (scope.resellerMpnId !== null) {
    return refuse('partner-on-record-fixed', { reason: 'only the indirect provider may change it' })
  }
  const parties = await listSaleParties(session, partnerId, [mpnId])
  const own = parties.find((party) => party.partnerId === partnerId)
  if (own?.accountType !== 'indirect-provider') {
    return refuse('partner-on-record-fixed', { reason: 'only an indirect provider sells through resellers' })
  }
  const linked = parties.some(
    (party) => party.mpnId === mpnId && party.accountType === 'indirect-reseller' && party.linked,
  )
  return linked ? accept(undefined) : refuse('partner-on-record-unknown', { mpnId: mpnId.slice(0, 50) })
}
