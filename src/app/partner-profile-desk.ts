import { accept, type Outcome, refuse } from '../core/refusal.js'
import { setDirectSignature } from '../store/customer-agreements.js'
import { setAgreementSigned } from '../store/partner-profiles.js'
import { insertValidationCode, type ValidationCode } from '../store/validation-codes.js'
import { recordChange } from './audit.js'
import { loadCustomer } from './load-customer.js'
import { finishVetting, type LegalProfile, type Versioned } from './partner-profiles.js'
import { loadPartner } from './partners.js'
import type { UseCase } from './use-case.js'

// What the provider's staff decides about partners and their customers.

/** Ends the vetting of a partner's legal profile. */
export async function vetPartner(
  context: UseCase,
  partnerId: string,
  found: 'authorized' | 'rejected',
): Promise<Outcome<Versioned<LegalProfile>>> {
  const account = await loadPartner(context, partnerId)
  return account.ok ? finishVetting(context, account.value, found) : account
}

/** Notes whether a partner has signed the partner agreement of its region, without which nothing is sold through it. */
export async function notePartnerAgreement(
  context: UseCase,
  partnerId: string,
  isSigned: boolean,
): Promise<Outcome<undefined>> {
  const account = await loadPartner(context, partnerId)
  if (!account.ok) return account
  await setAgreementSigned(context.session, partnerId, isSigned)
  await recordChange(context, {
    partnerId,
    customer: null,
    resourceType: 'agreement',
    operationType: 'update_company_info',
    before: null,
    after: { isAgreementSigned: isSigned },
  })
  return accept(undefined)
}

/** Gives a partner a code with which it may qualify so many customers as governments. */
export async function giveValidationCode(
  context: UseCase,
  code: Omit<ValidationCode, 'version' | 'remainingCustomers'>,
): Promise<Outcome<ValidationCode>> {
  const account = await loadPartner(context, code.partnerId)
  if (!account.ok) return account
  const given: ValidationCode = { ...code, remainingCustomers: code.maximumCustomers, version: 1 }
  const isNew = await insertValidationCode(context.session, given)
  if (!isNew) return refuse('malformed', { what: 'validationId', problem: 'the partner has this code already' })
  await recordChange(context, {
    partnerId: code.partnerId,
    customer: null,
    resourceType: 'policy',
    operationType: 'policy_created',
    before: null,
    after: { organizationName: code.organizationName, maxCreates: code.maximumCustomers },
  })
  return accept(given)
}

/** Notes that a customer signed the customer agreement with the provider itself. */
export async function noteDirectSignature(
  context: UseCase,
  partnerId: string,
  customerId: string,
): Promise<Outcome<undefined>> {
  const scope = { accountId: partnerId, partnerIds: [partnerId], resellerMpnId: null }
  const customer = await loadCustomer({ session: context.session, scope }, customerId)
  if (!customer.ok) return customer
  await setDirectSignature(context.session, customer.value, context.now)
  await recordChange(context, {
    partnerId,
    customer: customer.value,
    resourceType: 'agreement',
    operationType: 'create_agreement',
    before: null,
    after: { isSigned: true, type: 'MicrosoftCustomerAgreement' },
  })
  return accept(undefined)
}
