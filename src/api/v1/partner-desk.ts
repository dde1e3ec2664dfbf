import { z } from 'zod'
import { publishAgreement } from '../../app/agreement-edition.js'
import {
  giveValidationCode,
  noteDirectSignature,
  notePartnerAgreement,
  vetPartner,
} from '../../app/partner-profile-desk.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import {
  agreementMetaDataSchema,
  directSignStatusSchema,
  newAgreementRequest,
  signatureRequest,
} from '../schema/agreement.js'
import { validationCodeRequest, validationCodeSchema } from '../schema/customer.js'
import { agreementStatusSchema, legalProfileSchema, vettingRequest } from '../schema/profile.js'
import { guid } from '../schema/wire.js'
import { agreementLink } from './agreements.js'
import { presentValidationCode } from './present-customer.js'
import { presentLegal } from './present-profile.js'

const GROUP = 'Platform: partners'
const partnerParams = z.object({ partnerId: guid })

/** What the provider's staff decides about partners and their customers. */
export const PARTNER_DESK_ENDPOINTS = [
  endpoint({
    id: 'platform-vet-partner',
    method: 'PUT',
    path: '/v1/platform/partners/:partnerId/vetting',
    group: GROUP,
    summary: 'Ends the vetting of a partner that changed its legal profile.',
    capability: 'platform.partner.edit',
    params: partnerParams,
    body: vettingRequest,
    response: legalProfileSchema,
    handle: async (call) => {
      const vetted = await vetPartner(call, call.params.partnerId, call.body.vettingStatus)
      return vetted.ok ? accept(presentLegal(vetted.value)) : vetted
    },
  }),
  endpoint({
    id: 'platform-note-partner-agreement',
    method: 'PUT',
    path: '/v1/platform/partners/:partnerId/agreement',
    group: GROUP,
    summary: 'Notes whether a partner has signed the partner agreement, without which it sells nothing.',
    capability: 'platform.partner.edit',
    params: partnerParams,
    body: agreementStatusSchema,
    response: agreementStatusSchema,
    handle: async (call) => {
      const noted = await notePartnerAgreement(call, call.params.partnerId, call.body.isAgreementSigned)
      return noted.ok ? accept({ isAgreementSigned: call.body.isAgreementSigned }) : noted
    },
  }),
  endpoint({
    id: 'platform-give-validation-code',
    method: 'POST',
    path: '/v1/platform/partners/:partnerId/validations',
    group: GROUP,
    summary: 'Gives a partner a code with which it may qualify customers as governments.',
    capability: 'platform.partner.edit',
    params: partnerParams,
    body: validationCodeRequest,
    response: validationCodeSchema,
    status: 201,
    handle: async (call) => {
      const { validationId, organizationName, maxCreates } = call.body
      const { partnerId } = call.params
      const code = { partnerId, validationId, organizationName, maximumCustomers: maxCreates }
      const given = await giveValidationCode(call, code)
      return given.ok ? accept(presentValidationCode(given.value)) : given
    },
  }),
  endpoint({
    id: 'platform-note-direct-signature',
    method: 'PUT',
    path: '/v1/platform/partners/:partnerId/customers/:customerId/signature',
    group: GROUP,
    summary: 'Notes that a customer signed the customer agreement with the provider itself.',
    capability: 'platform.partner.edit',
    params: partnerParams.extend({ customerId: guid }),
    body: signatureRequest,
    response: directSignStatusSchema,
    handle: async (call) => {
      const noted = await noteDirectSignature(call, call.params.partnerId, call.params.customerId)
      return noted.ok ? accept({ isSigned: true }) : noted
    },
  }),
  endpoint({
    id: 'platform-publish-agreement',
    method: 'POST',
    path: '/v1/platform/agreements',
    group: 'Platform: agreements',
    summary: 'Publishes a new version of an agreement with its texts.',
    capability: 'platform.partner.edit',
    body: newAgreementRequest,
    response: agreementMetaDataSchema,
    status: 201,
    handle: async (call) => {
      const { agreementType, documents } = call.body
      const texts = documents.map(({ country = '', ...text }) => ({ ...text, country: country.toUpperCase() }))
      const published = await publishAgreement(call, agreementType, texts)
      if (!published.ok) return published
      const { templateId, type, versionRank } = published.value
      const link = agreementLink(call.request.origin, templateId)
      return accept({ templateId, agreementType: type, agreementLink: link, versionRank })
    },
  }),
]
