import { findStandingAgreement } from '../store/customer-agreements.js'
import type { CustomerRef } from './load-customer.js'
import type { UseCase } from './use-case.js'

/**
 * Whether a customer may buy: somebody of it accepted the customer agreement, as its partner attested, or it signed the
 * agreement itself.
 */
export function hasConfirmedAgreement(
  { session }: Pick<UseCase, 'session'>,
  { partnerId, customerId }: Pick<CustomerRef, 'partnerId' | 'customerId'>,
): Promise<boolean> {
  return findStandingAgreement(session, { partnerId, customerId })
}
