import { dayOfInstant } from '../core/calendar/instant.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { deleteUsersOfCustomer, updateCustomerStatus } from '../store/customer-profiles.js'
import type { CustomerKey } from '../store/customers.js'
import { listPendingActivations } from '../store/pending-activations.js'
import { listSubscriptions } from '../store/subscription-reading.js'
import type { Account } from './accounts.js'
import { recordChange } from './audit.js'
import { lockLedger, standingOn } from './change-family.js'
import { currentCatalog } from './current-catalog.js'
import { type CustomerRecord, loadCustomerRecord } from './load-customer.js'
import type { UseCase } from './use-case.js'

/**
 * Ends the relationship with a customer. Everything it bought must be suspended or cancelled before, software included,
 * and so must what waits for its activation;
 * what was charged stays in the ledger, and the customer leaves the list.
 */
export async function endRelationship(context: UseCase, customerId: string): Promise<Outcome<CustomerRecord>> {
  const loaded = await loadIdleCustomer(context, customerId)
  if (!loaded.ok) return loaded
  await updateCustomerStatus(context.session, loaded.value, 'removed')
  await recordChange(context, {
    partnerId: loaded.value.partnerId,
    customer: loaded.value,
    resourceType: 'partner_customer_relationship',
    operationType: 'remove_partner_customer_relationship',
    before: { relationshipToPartner: 'reseller' },
    after: { relationshipToPartner: 'none' },
  })
  return loaded
}

/** Deletes a customer of a sandbox account, as if it had never been: its domain is free again. */
export async function deleteCustomer(
  context: UseCase,
  account: Account,
  customerId: string,
): Promise<Outcome<undefined>> {
  if (!account.isSandbox) return refuse('only-in-sandbox', { what: 'delete customers' })
  const loaded = await loadIdleCustomer(context, customerId)
  if (!loaded.ok) return loaded
  await updateCustomerStatus(context.session, loaded.value, 'deleted')
  await deleteUsersOfCustomer(context.session, loaded.value)
  await recordChange(context, {
    partnerId: loaded.value.partnerId,
    customer: loaded.value,
    resourceType: 'customer',
    operationType: 'delete_customer',
    before: { customerId, domain: loaded.value.domainName },
    after: null,
  })
  return accept(undefined)
}

/** A customer without anything active, or that would become it. Locked, with the ledger, so that nothing is bought meanwhile. */
async function loadIdleCustomer(context: UseCase, customerId: string): Promise<Outcome<CustomerRecord>> {
  const found = await loadCustomerRecord(context, customerId)
  if (!found.ok) return found
  await lockLedger(context.session, found.value.partnerId)
  const customer = await loadCustomerRecord(context, customerId, 'lock')
  if (!customer.ok) return customer
  const count = await countActive(context, customer.value)
  return count === 0 ? customer : refuse('customer-has-subscriptions', { count })
}

async function countActive({ session, now }: UseCase, customer: CustomerKey): Promise<number> {
  const catalog = await currentCatalog(session)
  const subscriptions = await listSubscriptions(session, customer, {}, catalog.availabilities)
  const active = subscriptions.filter((stored) => {
    const standing = standingOn(stored, dayOfInstant(now), catalog)
    return (standing.ok ? standing.value : stored.state).status === 'active'
  })
  const ordered = await listPendingActivations(session, customer, {})
  return active.length + ordered.filter(({ status }) => status === 'pending').length
}
