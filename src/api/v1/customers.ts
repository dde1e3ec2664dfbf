import type { z } from 'zod'
import { createCustomer } from '../../app/customer-creation.js'
import { changeBillingProfile, changeCompanyProfile } from '../../app/customer-profiles.js'
import { type CustomerFilter, listCustomers } from '../../app/customer-relationships.js'
import { deleteCustomer, endRelationship } from '../../app/customer-removal.js'
import { loadCustomerRecord } from '../../app/load-customer.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { type FilterFields, filterValue, readFilter } from '../filter.js'
import { attributes } from '../links.js'
import { readSeekPosition, seekPage } from '../paging.js'
import {
  billingProfileRequest,
  billingProfileSchema,
  companyProfileRequest,
  companyProfileSchema,
  customerChangeRequest,
  customerParams,
  customerSchema,
  customersQuery,
  customersSchema,
  newCustomerRequest,
  newCustomerSchema,
  removedCustomerSchema,
} from '../schema/customer.js'
import {
  presentBillingProfile,
  presentCompanyProfile,
  presentCustomer,
  presentListedCustomer,
} from './present-customer.js'

/** Customers on a page where the client gives no size; many never ask for a second one. */
const USUAL_PAGE = 10_000

const FILTER_FIELDS = {
  CompanyName: ['starts_with'],
  Domain: ['starts_with'],
  IndirectReseller: ['starts_with'],
  IndirectCloudSolutionProvider: ['starts_with'],
} as const satisfies FilterFields<string>

function readCustomerFilter(text: string | undefined): Outcome<CustomerFilter> {
  const conditions = readFilter<keyof typeof FILTER_FIELDS>(text, FILTER_FIELDS)
  if (!conditions.ok) return conditions
  return accept({
    companyName: filterValue(conditions.value, 'CompanyName'),
    domain: filterValue(conditions.value, 'Domain'),
    reseller: filterValue(conditions.value, 'IndirectReseller'),
    provider: filterValue(conditions.value, 'IndirectCloudSolutionProvider'),
  })
}

/** A body of a billing profile without what is not part of it. */
function readBillingProfile({ attributes, ...profile }: z.output<typeof billingProfileRequest>) {
  return { profile, etag: attributes?.etag }
}

export const CUSTOMER_ENDPOINTS = [
  endpoint({
    id: 'list-customers',
    method: 'GET',
    path: '/v1/customers',
    group: 'Customers',
    summary: 'Customers of the partner by name, a page at a time; a filter takes the beginning of a name or domain.',
    capability: 'customer.read',
    query: customersQuery,
    response: customersSchema,
    handle: async (call) => {
      const { size, offset, filter, seekOperation = 'Next' } = call.query
      if (seekOperation !== 'Next' && seekOperation !== 'First') return refuse('seek-operation-unknown')
      const wanted = readCustomerFilter(filter)
      if (!wanted.ok) return wanted
      const position = readSeekPosition(call.request)
      if (!position.ok) return position
      const [sortName, customerId, partnerId] = (seekOperation === 'Next' ? position.value.after : undefined) ?? []
      const after =
        sortName === undefined || customerId === undefined || partnerId === undefined
          ? undefined
          : { sortName, customerId, partnerId }
      const limit = Math.min(size || USUAL_PAGE, USUAL_PAGE)
      const { customers, more } = await listCustomers(call, wanted.value, { after, offset: offset ?? 0, limit })
      const last = more ? customers.at(-1) : undefined
      const key = last === undefined ? undefined : [last.sortName, last.customerId, last.partnerId]
      return accept(seekPage(customers.map(presentListedCustomer), call.request, key))
    },
  }),
  endpoint({
    id: 'create-customer',
    method: 'POST',
    path: '/v1/customers',
    group: 'Customers',
    summary: 'Creates a customer with its first administrator, whose password is in this answer only.',
    capability: 'customer.create',
    body: newCustomerRequest,
    response: newCustomerSchema,
    status: 201,
    redact: ({ userCredentials, ...kept }: z.output<typeof newCustomerSchema>) => kept,
    handle: async (call) => {
      const { companyProfile, billingProfile, ...others } = call.body
      const { profile } = readBillingProfile(billingProfile)
      const created = await createCustomer(call, call.account!, {
        ...companyProfile,
        ...others,
        billingProfile: profile,
      })
      if (!created.ok) return created
      const { customer, credentials } = created.value
      return accept({ ...presentCustomer(customer), userCredentials: credentials })
    },
  }),
  endpoint({
    id: 'get-customer',
    method: 'GET',
    path: '/v1/customers/:customerId',
    group: 'Customers',
    summary: 'One customer with its profiles.',
    capability: 'customer.read',
    params: customerParams,
    response: customerSchema,
    handle: async (call) => {
      const customer = await loadCustomerRecord(call, call.params.customerId)
      return customer.ok ? accept(presentCustomer(customer.value)) : customer
    },
  }),
  endpoint({
    id: 'remove-reseller-relationship',
    method: 'PATCH',
    path: '/v1/customers/:customerId',
    group: 'Customers',
    summary: 'Ends the relationship with a customer whose subscriptions are all suspended or cancelled.',
    capability: 'customer.remove',
    userOnly: true,
    params: customerParams,
    body: customerChangeRequest,
    response: removedCustomerSchema,
    handle: async (call) => {
      if (call.body.relationshipToPartner !== 'none') return refuse('customer-change-unknown')
      const ended = await endRelationship(call, call.params.customerId)
      return ended.ok ? accept({ relationshipToPartner: 'none', attributes: attributes('Customer') }) : ended
    },
  }),
  endpoint({
    id: 'delete-customer',
    method: 'DELETE',
    path: '/v1/customers/:customerId',
    group: 'Customers',
    summary: 'Deletes a customer of a sandbox account.',
    capability: 'customer.remove',
    params: customerParams,
    response: null,
    status: 204,
    handle: (call) => deleteCustomer(call, call.account!, call.params.customerId),
  }),
  endpoint({
    id: 'get-customer-billing-profile',
    method: 'GET',
    path: '/v1/customers/:customerId/profiles/billing',
    group: 'Customers',
    summary: 'Where the papers of a customer go, with the ETag for changing it.',
    capability: 'customer.read',
    params: customerParams,
    response: billingProfileSchema,
    handle: async (call) => {
      const customer = await loadCustomerRecord(call, call.params.customerId)
      return customer.ok ? accept(presentBillingProfile(customer.value)) : customer
    },
  }),
  endpoint({
    id: 'update-customer-billing-profile',
    method: 'PUT',
    path: '/v1/customers/:customerId/profiles/billing',
    group: 'Customers',
    summary:
      'Replaces the billing profile; with an ETag (If-Match or attributes.etag) only if nobody changed it since.',
    capability: 'customer.edit',
    params: customerParams,
    body: billingProfileRequest,
    response: billingProfileSchema,
    handle: async (call) => {
      const { profile, etag } = readBillingProfile(call.body)
      const changed = await changeBillingProfile(call, call.params.customerId, profile, call.request.ifMatch ?? etag)
      return changed.ok ? accept(presentBillingProfile(changed.value)) : changed
    },
  }),
  endpoint({
    id: 'get-customer-company-profile',
    method: 'GET',
    path: '/v1/customers/:customerId/profiles/company',
    group: 'Customers',
    summary: 'What is known of the organisation of a customer.',
    capability: 'customer.read',
    params: customerParams,
    response: companyProfileSchema,
    handle: async (call) => {
      const customer = await loadCustomerRecord(call, call.params.customerId)
      return customer.ok ? accept(presentCompanyProfile(customer.value)) : customer
    },
  }),
  endpoint({
    id: 'update-customer-company-profile',
    method: 'PUT',
    path: '/v1/customers/:customerId/profiles/company',
    group: 'Customers',
    summary: 'Changes address, e-mail and registration number of the organisation; what is left out stays.',
    capability: 'customer.edit',
    params: customerParams,
    body: companyProfileRequest,
    response: companyProfileSchema,
    handle: async (call) => {
      const { address, ...others } = call.body
      const wanted = { ...others, address: address ?? undefined }
      const changed = await changeCompanyProfile(call, call.params.customerId, wanted)
      return changed.ok ? accept(presentCompanyProfile(changed.value)) : changed
    },
  }),
]
