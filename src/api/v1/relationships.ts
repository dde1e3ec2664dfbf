import { z } from 'zod'
import {
  addQualification,
  listValidationCodes,
  type QualificationRequest,
  replaceQualifications,
} from '../../app/customer-qualification.js'
import {
  listCustomerResellers,
  listRelatedPartners,
  relationshipRequestPath,
} from '../../app/customer-relationships.js'
import { loadCustomerRecord } from '../../app/load-customer.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { type FilterFields, filterValue, readFilter } from '../filter.js'
import { attributes } from '../links.js'
import { collection } from '../paging.js'
import {
  customerParams,
  QUALIFICATION_WORDS,
  qualificationQuery,
  qualificationRequest,
  qualificationSchema,
  relationshipRequestSchema,
  relationshipSchema,
  relationshipsQuery,
  validationCodeSchema,
  validationStatusSchema,
} from '../schema/customer.js'
import { collectionOf, maybe, NO_DATE, wireEnum, wireInstant } from '../schema/wire.js'
import { presentQualification, presentRelationship, presentValidationCode } from './present-customer.js'

const NAME_ONLY = { Name: ['substring'] } as const satisfies FilterFields<string>

/** The kind of request a word asks for; `undefined` for none. */
function wantedOf(
  { qualification, ...grounds }: z.output<typeof qualificationRequest>,
  code: string | undefined,
): QualificationRequest | undefined {
  if (qualification === 'none') return undefined
  return { ...grounds, qualification, validationCode: grounds.validationCode ?? code }
}

export const RELATIONSHIP_ENDPOINTS = [
  endpoint({
    id: 'get-customer-relationships',
    method: 'GET',
    path: '/v1/customers/:customerId/relationships',
    group: 'Customers',
    summary: 'The indirect resellers of a customer.',
    capability: 'relationship.read',
    userOnly: true,
    params: customerParams,
    response: collectionOf(relationshipSchema),
    handle: async (call) => {
      const resellers = await listCustomerResellers(call, call.params.customerId)
      if (!resellers.ok) return resellers
      const items = resellers.value.map((one) => presentRelationship(one, 'is_indirect_cloud_solution_provider_of'))
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'list-indirect-resellers',
    method: 'GET',
    path: '/v1/relationships',
    group: 'Customers',
    summary: 'The indirect resellers of a provider, or the providers of a reseller.',
    capability: 'relationship.read',
    userOnly: true,
    query: relationshipsQuery,
    response: collectionOf(relationshipSchema),
    handle: async (call) => {
      const filter = readFilter<keyof typeof NAME_ONLY>(call.query.filter, NAME_ONLY)
      if (!filter.ok) return filter
      const account = call.account!
      const isReseller = account.accountType === 'indirect-reseller'
      const usual = isReseller ? 'is_indirect_reseller_of' : 'is_indirect_cloud_solution_provider_of'
      const type = call.query.relationship_type ?? usual
      const partners = await listRelatedPartners(call, account, type, filterValue(filter.value, 'Name'))
      const items = partners.map((partner) => presentRelationship(partner, type))
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'get-relationship-request',
    method: 'GET',
    path: '/v1/customers/relationshiprequests',
    group: 'Customers',
    summary: 'The address to which a partner sends those who are to become its customers.',
    capability: 'customer.create',
    userOnly: true,
    response: relationshipRequestSchema,
    handle: async (call) => {
      const path = relationshipRequestPath(call.account!)
      if (!path.ok) return path
      const url = `${call.request.origin}${path.value}`
      return accept({ url, attributes: attributes('CustomerRelationshipRequest') })
    },
  }),
  endpoint({
    id: 'get-qualifications',
    method: 'GET',
    path: '/v1/customers/:customerId/qualifications',
    group: 'Customers',
    summary: 'What a customer was found to be, which opens parts of the catalogue.',
    capability: 'customer.read',
    params: customerParams,
    response: z.array(qualificationSchema),
    handle: async (call) => {
      const customer = await loadCustomerRecord(call, call.params.customerId)
      return customer.ok ? accept(customer.value.qualifications.map(presentQualification)) : customer
    },
  }),
  endpoint({
    id: 'create-qualification',
    method: 'POST',
    path: '/v1/customers/:customerId/qualifications',
    group: 'Customers',
    summary: 'Adds a qualification; none takes all away. Governments need a validation code.',
    capability: 'customer.edit',
    userOnly: true,
    params: customerParams,
    query: qualificationQuery,
    body: qualificationRequest,
    response: qualificationSchema,
    status: 201,
    handle: async (call) => {
      const { customerId } = call.params
      const wanted = wantedOf(call.body, call.query.code)
      const changed =
        wanted === undefined
          ? await replaceQualifications(call, customerId, undefined)
          : await addQualification(call, customerId, wanted)
      if (!changed.ok) return changed
      const added = changed.value.qualifications.at(-1)
      return accept(
        added === undefined ? { qualification: 'none', vettingStatus: 'approved' } : presentQualification(added),
      )
    },
  }),
  endpoint({
    id: 'get-qualification-legacy',
    method: 'GET',
    path: '/v1/customers/:customerId/qualification',
    group: 'Customers',
    summary: 'The first qualification of a customer as one word.',
    capability: 'customer.read',
    params: customerParams,
    response: z.enum(QUALIFICATION_WORDS),
    handle: async (call) => {
      const customer = await loadCustomerRecord(call, call.params.customerId)
      return customer.ok ? accept(customer.value.qualifications[0]?.qualification ?? 'none') : customer
    },
  }),
  endpoint({
    id: 'update-qualification-legacy',
    method: 'PUT',
    path: '/v1/customers/:customerId/qualification',
    group: 'Customers',
    summary: 'Makes one qualification the only one of a customer.',
    capability: 'customer.edit',
    userOnly: true,
    params: customerParams,
    query: qualificationQuery,
    body: wireEnum(QUALIFICATION_WORDS),
    response: z.enum(QUALIFICATION_WORDS),
    handle: async (call) => {
      const nothing = { educationSegment: undefined, website: undefined, validationCode: undefined }
      const wanted = wantedOf({ ...nothing, qualification: call.body }, call.query.code)
      const changed = await replaceQualifications(call, call.params.customerId, wanted)
      return changed.ok ? accept(call.body) : changed
    },
  }),
  endpoint({
    id: 'validation-codes',
    method: 'GET',
    path: '/v1/customers/all/validations',
    group: 'Customers',
    summary: 'The codes with which the partner may qualify customers as governments.',
    capability: 'customer.read',
    response: z.array(validationCodeSchema),
    handle: async (call) => accept((await listValidationCodes(call)).map(presentValidationCode)),
  }),
  endpoint({
    id: 'validation-status',
    method: 'GET',
    path: '/v1/customers/:customerId/validationStatus',
    group: 'Customers',
    summary: 'How far the vetting of a customer is: who could be created has been vetted.',
    capability: 'customer.read',
    params: customerParams,
    query: z.object({ type: maybe(wireEnum(['account'])) }),
    response: validationStatusSchema,
    handle: async (call) => {
      const customer = await loadCustomerRecord(call, call.params.customerId)
      if (!customer.ok) return customer
      const { createdAt } = customer.value
      return accept({
        type: 'account',
        status: 'completed',
        lastUpdateDateTime: createdAt === null ? NO_DATE : wireInstant(createdAt),
      })
    },
  }),
]
