import type { Account } from '../../app/accounts.js'
import type { PartnerEntry } from '../../app/partner-profile-lookup.js'
import {
  type Contact,
  type LegalProfile,
  type OrganizationProfile,
  type PartnerBillingProfile,
  profileEtag,
  type SupportProfile,
  type Versioned,
} from '../../app/partner-profiles.js'
import type { Address } from '../../core/ordering/address.js'
import { attributes, selfLink } from '../links.js'
import { presentAddress } from './present-customer.js'

// Texts that were never given are empty, because clients read them without looking.

function presentPlace(address: Address) {
  return { ...presentAddress(address), addressLine2: address.addressLine2 ?? '' }
}

function presentContact({ firstName = '', lastName = '', email = '', phoneNumber = '' }: Contact) {
  return { firstName, lastName, email, phoneNumber }
}

/** @param taxId as far as the caller may see it */
export function presentPartnerBilling(
  versioned: Versioned<PartnerBillingProfile>,
  { currency, billingDay }: Account,
  taxId: { readonly taxId?: string },
) {
  const { companyName, address, primaryContact, purchaseOrderNumber = '' } = versioned.profile
  const { city = '', state = '', addressLine1 = '', addressLine2 = '', postalCode = '' } = address
  const { firstName = '', lastName = '', phoneNumber = '', email } = primaryContact
  return {
    companyName,
    address: { ...address, city, state, addressLine1, addressLine2, postalCode },
    primaryContact: { firstName, lastName, phoneNumber, ...(email === undefined ? {} : { email }) },
    purchaseOrderNumber,
    ...taxId,
    billingDay,
    billingCurrency: currency,
    profileType: 'billing_profile' as const,
    links: selfLink('/profiles/billing'),
    attributes: attributes('PartnerBillingProfile', profileEtag(versioned)),
  }
}

export function presentLegal({ profile }: Versioned<LegalProfile>) {
  const { address, primaryContact, companyApproverAddress, companyApproverEmail = '', ...others } = profile
  return {
    ...others,
    address: presentPlace(address),
    primaryContact: presentContact(primaryContact),
    companyApproverAddress: presentPlace(companyApproverAddress),
    companyApproverEmail,
    profileType: 'legal_business_profile' as const,
    links: selfLink('/profiles/legalbusiness'),
    attributes: attributes('PartnerLegalBusinessProfile'),
  }
}

export function presentOrganization(versioned: Versioned<OrganizationProfile>, { partnerId, domainName }: Account) {
  const { defaultAddress, email = '', ...others } = versioned.profile
  return {
    ...others,
    id: partnerId,
    tenantId: partnerId,
    domain: domainName,
    defaultAddress: presentPlace(defaultAddress),
    email,
    profileType: 'organization_profile' as const,
    links: selfLink('/profiles/organization'),
    attributes: attributes('OrganizationProfile', profileEtag(versioned)),
  }
}

export function presentSupport({ profile }: Versioned<SupportProfile>) {
  const { email = '', telephone = '', website = '' } = profile
  return {
    email,
    telephone,
    website,
    profileType: 'support_profile' as const,
    links: selfLink('/profiles/support'),
    attributes: attributes('PartnerSupportProfile'),
  }
}

export function presentMpn({ mpnId, name }: Pick<PartnerEntry, 'mpnId' | 'name'>) {
  return {
    mpnId,
    partnerName: name,
    profileType: 'mpn_profile' as const,
    links: selfLink('/profiles/mpn'),
    attributes: attributes('MpnProfile'),
  }
}
