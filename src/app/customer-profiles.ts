import type { Address } from '../core/ordering/address.js'
import { findCountry } from '../core/ordering/countries.js'
import {
  type BillingProfile,
  judgeAddress,
  judgeBillingProfile,
  judgeRegistrationNumber,
} from '../core/ordering/customer.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type CompanyProfile, updateBillingProfile, updateCompanyProfile } from '../store/customer-profiles.js'
import { recordChange } from './audit.js'
import { type CustomerRecord, loadCustomerRecord } from './load-customer.js'
import type { UseCase } from './use-case.js'

/**
 * Replaces the billing profile of a customer.
 * @param etag what the profile is expected to be; `undefined` for whatever it is
 */
export async function changeBillingProfile(
  context: UseCase,
  customerId: string,
  wanted: BillingProfile,
  etag: string | undefined,
): Promise<Outcome<CustomerRecord>> {
  const loaded = await loadCustomerRecord(context, customerId, 'lock')
  if (!loaded.ok) return loaded
  const customer = loaded.value
  if (etag !== undefined && etag !== billingEtag(customer)) return refuse('stale-etag', { what: 'billing profile' })
  const judged = judgeBillingProfile(wanted)
  if (!judged.ok) return judged
  const profile = judged.value
  const { country } = profile.defaultAddress
  if (country !== customer.country) return refuse('customer-country-fixed', { country: customer.country })
  await updateBillingProfile(context.session, customer, profile)
  await recordChange(context, {
    partnerId: customer.partnerId,
    customer,
    resourceType: 'customer',
    operationType: 'update_customer_billing_profile',
    before: customer.billingProfile,
    after: profile,
  })
  return accept({ ...customer, billingProfile: profile, name: profile.companyName, version: customer.version + 1 })
}

/** The ETag of a customer's billing profile: a number, as clients expect. */
export function billingEtag({ version }: Pick<CustomerRecord, 'version'>): string {
  return String(version)
}

/** What of a company profile can be changed; what is left out stays. */
export interface CompanyChange {
  readonly organizationRegistrationNumber?: string | undefined
  readonly address?: Address | undefined
  readonly email?: string | undefined
}

/** Changes what is noted of a customer's organisation. */
export async function changeCompanyProfile(
  context: UseCase,
  customerId: string,
  wanted: CompanyChange,
): Promise<Outcome<CustomerRecord>> {
  const loaded = await loadCustomerRecord(context, customerId, 'lock')
  if (!loaded.ok) return loaded
  const customer = loaded.value
  const judged = judgeCompanyProfile(customer, wanted)
  if (!judged.ok) return judged
  const companyProfile = judged.value
  await updateCompanyProfile(context.session, customer, companyProfile)
  await recordChange(context, {
    partnerId: customer.partnerId,
    customer,
    resourceType: 'customer',
    operationType: 'update_company_info',
    before: customer.companyProfile,
    after: companyProfile,
  })
  return accept({ ...customer, companyProfile })
}

function judgeCompanyProfile(customer: CustomerRecord, wanted: CompanyChange): Outcome<CompanyProfile> {
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  const profile: CompanyProfile = { ...customer.companyProfile, ...given }
  const address = profile.address === undefined ? undefined : judgeAddress(profile.address)
  if (address !== undefined && !address.ok) return address
  if (address !== undefined && address.value.country !== customer.country) {
    return refuse('customer-country-fixed', { country: customer.country })
  }
  const country = findCountry(customer.country)
  if (country === undefined) return refuse('country-unknown', { country: customer.country })
  const phoneNumber = address?.value.phoneNumber ?? customer.billingProfile.defaultAddress?.phoneNumber
  const number = judgeRegistrationNumber(profile.organizationRegistrationNumber, { phoneNumber }, country)
  if (!number.ok) return number
  return accept({
    ...profile,
    ...(address === undefined ? {} : { address: address.value }),
    ...(number.value === undefined ? {} : { organizationRegistrationNumber: number.value }),
  })
}
