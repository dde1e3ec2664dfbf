import { mayBuy } from '../core/access/program-status.js'
import { accept, type Outcome } from '../core/refusal.js'
import type { CustomerFilter, CustomerPage, ListedCustomer } from '../store/customer-lists.js'
import { listCustomers as listPage } from '../store/customer-lists.js'
import { isDomainTaken } from '../store/customer-profiles.js'
import { findReseller, listProviders, listResellers, type RelatedPartner } from '../store/relationships.js'
import type { Account } from './accounts.js'
import { loadCustomer } from './load-customer.js'
import type { UseCase } from './use-case.js'

export type { CustomerFilter, CustomerPage, ListedCustomer, RelatedPartner }

/** A page of the customers in scope, by name, and whether there are more. */
export async function listCustomers(
  { session, scope }: Pick<UseCase, 'session' | 'scope'>,
  filter: CustomerFilter,
  page: CustomerPage,
): Promise<{ readonly customers: readonly ListedCustomer[]; readonly more: boolean }> {
  const found = await listPage(session, scope, filter, { ...page, limit: page.limit + 1 })
  return { customers: found.slice(0, page.limit), more: found.length > page.limit }
}

/** Whether a domain is taken, by whomever. */
export function findDomain({ session }: Pick<UseCase, 'session'>, domain: string): Promise<boolean> {
  return isDomainTaken(session, domain)
}

/** The indirect resellers of a customer: at most the one that brought it. */
export async function listCustomerResellers(context: UseCase, customerId: string): Promise<Outcome<RelatedPartner[]>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const { partnerId, resellerMpnId } = customer.value
  if (resellerMpnId === null) return accept([])
  const reseller = await findReseller(context.session, partnerId, resellerMpnId)
  return accept(reseller === undefined ? [] : [reseller])
}

/** Which side of a relationship the partner is on. */
export const RELATIONSHIP_TYPES = ['is_indirect_cloud_solution_provider_of', 'is_indirect_reseller_of'] as const
export type RelationshipType = (typeof RELATIONSHIP_TYPES)[number]

/** The resellers of a provider or the providers of a reseller, by name. */
export function listRelatedPartners(
  { session }: Pick<UseCase, 'session'>,
  { partnerId }: Account,
  type: RelationshipType,
  nameHolds: string | undefined,
): Promise<RelatedPartner[]> {
  const list = type === 'is_indirect_reseller_of' ? listProviders : listResellers
  return list(session, partnerId, nameHolds)
}

/** Path of the page on which a customer accepts the partner as its reseller. */
export function relationshipRequestPath(account: Account): Outcome<string> {
  const allowed = mayBuy(account)
  if (!allowed.ok) return allowed
  return accept(`/partner-invitation?invType=ResellerRelationship&partnerId=${account.partnerId}`)
}
