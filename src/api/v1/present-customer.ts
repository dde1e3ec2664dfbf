import { billingEtag } from '../../app/customer-profiles.js'
import type { GrantedQualification, ValidationCode } from '../../app/customer-qualification.js'
import type { ListedCustomer, RelatedPartner, RelationshipType } from '../../app/customer-relationships.js'
import type { CustomerRecord } from '../../app/load-customer.js'
import type { Address } from '../../core/ordering/address.js'
import { attributes, selfLink } from '../links.js'

/** What all answers show of a customer, and all that lists show. */
export function presentListedCustomer(customer: ListedCustomer | CustomerRecord) {
  const { customerId, resellerMpnId } = customer
  return {
    id: customerId,
    companyProfile: presentCompany(customer),
    relationshipToPartner: 'reseller' as const,
    ...(resellerMpnId === null ? {} : { associatedPartnerId: resellerMpnId }),
    links: selfLink(`/customers/${customerId}`),
    attributes: attributes('Customer'),
  }
}

/** A customer with its profiles. */
export function presentCustomer(customer: CustomerRecord) {
  return {
    ...presentListedCustomer(customer),
    commerceId: customer.commerceId,
    companyProfile: presentCompanyProfile(customer),
    billingProfile: presentBillingProfile(customer),
    allowDelegatedAccess: customer.allowDelegatedAccess,
    customDomains: customer.customDomains.length === 0 ? [customer.domainName] : customer.customDomains,
  }
}

function presentCompany({ customerId, domainName, name }: ListedCustomer | CustomerRecord) {
  return {
    tenantId: customerId,
    domain: domainName,
    companyName: name,
    links: selfLink(`/customers/${customerId}/profiles/company`),
    attributes: attributes('CustomerCompanyProfile'),
  }
}

/** The company profile; what was never noted follows from the billing profile. */
export function presentCompanyProfile(customer: CustomerRecord) {
  const { companyProfile, billingProfile, country } = customer
  const { organizationRegistrationNumber } = companyProfile
  const address = companyProfile.address ?? billingProfile.defaultAddress ?? { country }
  const { firstName, middleName, lastName, ...place } = address
  return {
    ...presentCompany(customer),
    ...(organizationRegistrationNumber === undefined ? {} : { organizationRegistrationNumber }),
    address: {
      ...place,
      region: place.region ?? place.state ?? '',
      city: place.city ?? '',
      addressLine1: place.addressLine1 ?? '',
      postalCode: place.postalCode ?? '',
      phoneNumber: place.phoneNumber ?? '',
    },
    email: companyProfile.email ?? billingProfile.email ?? '',
  }
}

/** The billing profile; texts that were never given are empty, because clients read them without looking. */
export function presentBillingProfile(customer: CustomerRecord) {
  const { customerId, commerceId, name, country, billingProfile } = customer
  const address = billingProfile.defaultAddress ?? { country }
  return {
    id: commerceId,
    firstName: billingProfile.firstName ?? address.firstName ?? '',
    lastName: billingProfile.lastName ?? address.lastName ?? '',
    email: billingProfile.email ?? '',
    culture: billingProfile.culture ?? 'en-US',
    language: billingProfile.language ?? 'en',
    companyName: name,
    defaultAddress: presentAddress(address),
    links: selfLink(`/customers/${customerId}/profiles/billing`),
    attributes: attributes('CustomerBillingProfile', billingEtag(customer)),
  }
}

/** An address with every line clients expect, empty where there is none. */
export function presentAddress(address: Address) {
  return {
    ...address,
    city: address.city ?? '',
    state: address.state ?? '',
    addressLine1: address.addressLine1 ?? '',
    postalCode: address.postalCode ?? '',
    firstName: address.firstName ?? '',
    lastName: address.lastName ?? '',
    phoneNumber: address.phoneNumber ?? '',
  }
}

/** A partner on the other side of a relationship. */
export function presentRelationship(partner: RelatedPartner, relationshipType: RelationshipType) {
  return {
    id: partner.partnerId,
    name: partner.name,
    relationshipType,
    mpnId: partner.mpnId,
    location: partner.country,
    state: partner.state,
    attributes: attributes('PartnerRelationship'),
  }
}

export function presentQualification({ qualification, grantedAt }: GrantedQualification) {
  return { qualification, vettingStatus: 'approved' as const, vettingCreateDate: grantedAt }
}

export function presentValidationCode(code: ValidationCode) {
  return {
    partnerId: code.partnerId,
    organizationName: code.organizationName,
    validationId: code.validationId,
    maxCreates: code.maximumCustomers,
    remainingCreates: code.remainingCustomers,
    eTag: String(code.version),
  }
}
