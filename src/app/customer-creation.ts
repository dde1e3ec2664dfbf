import { type CustomerRequest, judgeCustomer } from '../core/ordering/customer.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type CustomerRecord,
  countCreatedCustomers,
  insertCustomerRecord,
  isDomainTaken,
  lockWord,
} from '../store/customer-profiles.js'
import { findReseller } from '../store/relationships.js'
import type { Account } from './accounts.js'
import { recordChange } from './audit.js'
import { createFirstCustomerUser } from './customer-users.js'
import type { UseCase } from './use-case.js'

/** Customers a sandbox account may create; those it came with are not counted. */
const SANDBOX_CUSTOMERS = 75

export interface NewCustomer extends CustomerRequest {
  /** Account id or network id of the indirect reseller that brought the customer. */
  readonly associatedPartnerId?: string | undefined
  readonly allowDelegatedAccess?: boolean | undefined
}

export interface CreatedCustomer {
  readonly customer: CustomerRecord
  /** Of its first administrator; the password can be shown once only. */
  readonly credentials: { readonly userName: string; readonly password: string }
}

/** Takes on a customer: its tenant, the relationship with the partner, and its first administrator. */
export async function createCustomer(
  context: UseCase,
  account: Account,
  wanted: NewCustomer,
): Promise<Outcome<CreatedCustomer>> {
  const judged = judgeCustomer(wanted, account)
  if (!judged.ok) return judged
  const resellerMpnId = await resellerOf(context, account, wanted.associatedPartnerId)
  if (!resellerMpnId.ok) return resellerMpnId
  const free = await claimPlace(context, account, judged.value.domain)
  if (!free.ok) return free
  const { domain, organizationRegistrationNumber, billingProfile } = judged.value
  const customer: CustomerRecord = {
    partnerId: account.partnerId,
    customerId: context.newId(),
    commerceId: context.newId(),
    name: billingProfile.companyName,
    domainName: domain,
    country: billingProfile.defaultAddress.country,
    resellerMpnId: resellerMpnId.value,
    status: 'active',
    segments: ['commercial'],
    createdAt: context.now,
    billingProfile,
    companyProfile: organizationRegistrationNumber === undefined ? {} : { organizationRegistrationNumber },
    qualifications: [],
    customDomains: [domain],
    allowDelegatedAccess: wanted.allowDelegatedAccess ?? true,
    directSignedAt: null,
    version: 1,
  }
  await insertCustomerRecord(context.session, customer)
  await recordChange(context, {
    partnerId: customer.partnerId,
    customer,
    resourceType: 'customer',
    operationType: 'add_customer',
    before: null,
    after: { customerId: customer.customerId, domain, billingProfile, associatedPartnerId: customer.resellerMpnId },
  })
  const { firstName = '', lastName = '' } = billingProfile.defaultAddress
  const credentials = await createFirstCustomerUser(context, customer, { firstName, lastName })
  return credentials.ok ? accept({ customer, credentials: credentials.value }) : credentials
}

/** Network id of the reseller a customer is created for; `null` where it is none. */
async function resellerOf(
  { session, actor }: UseCase,
  { partnerId }: Account,
  wanted: string | undefined,
): Promise<Outcome<string | null>> {
  if (wanted === undefined) return accept(null)
  if (actor.kind !== 'user') return refuse('user-token-needed')
  const reseller = await findReseller(session, partnerId, wanted)
  return reseller === undefined ? refuse('reseller-not-linked', { reseller: wanted }) : accept(reseller.mpnId)
}

/** Sees that the domain is free and the account has room, and that both stay so until the transaction ends. */
async function claimPlace({ session }: UseCase, account: Account, domain: string): Promise<Outcome<undefined>> {
  if (account.isSandbox) {
    await lockWord(session, `customers of ${account.partnerId}`)
    const full = (await countCreatedCustomers(session, account.partnerId)) >= SANDBOX_CUSTOMERS
    if (full) return refuse('sandbox-full', { limit: SANDBOX_CUSTOMERS, what: 'customers' })
  }
  // A domain is unique among the customers of all partners, so no key of a partner's table can guard it.
  await lockWord(session, `domain ${domain}`)
  return (await isDomainTaken(session, domain)) ? refuse('domain-taken', { domain }) : accept(undefined)
}
