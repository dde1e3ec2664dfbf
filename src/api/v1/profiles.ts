import type { Account } from '../../app/accounts.js'
import { checkResellerAgreement, findPartnerByMpnId } from '../../app/partner-profile-lookup.js'
import {
  changeLegalProfile,
  changeOrganization,
  changePartnerBilling,
  changeSupport,
  loadProfile,
  type PartnerBillingProfile,
  revealTaxId,
  type Versioned,
} from '../../app/partner-profiles.js'
import type { UseCase } from '../../app/use-case.js'
import { accept } from '../../core/refusal.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import {
  agreementStatusSchema,
  complianceQuery,
  legalProfileRequest,
  legalProfileSchema,
  legalQuery,
  mpnProfileSchema,
  mpnQuery,
  organizationRequest,
  organizationSchema,
  partnerBillingRequest,
  partnerBillingSchema,
  supportProfileRequest,
  supportProfileSchema,
} from '../schema/profile.js'
import {
  presentLegal,
  presentMpn,
  presentOrganization,
  presentPartnerBilling,
  presentSupport,
} from './present-profile.js'

const GROUP = 'Partner profiles'

/** The billing profile with its tax id for those who may see it; that it was seen goes into the activity log. */
async function showBilling(context: UseCase, account: Account, versioned: Versioned<PartnerBillingProfile>) {
  const { profile } = versioned
  const seen = profile.taxId === undefined ? '' : await revealTaxId(context, account, profile)
  return presentPartnerBilling(versioned, account, seen === undefined ? {} : { taxId: seen })
}

/** The documentation writes supportprofile, the client libraries support. */
function supportEndpoints(path: string, suffix: string): Endpoint[] {
  return [
    endpoint({
      id: `get-support-profile${suffix}`,
      method: 'GET',
      path,
      group: GROUP,
      summary: 'How the partner can be reached for support.',
      capability: 'account.read',
      userOnly: true,
      response: supportProfileSchema,
      handle: async (call) => accept(presentSupport(await loadProfile(call, call.account!, 'support'))),
    }),
    endpoint({
      id: `update-support-profile${suffix}`,
      method: 'PUT',
      path,
      group: GROUP,
      summary: 'Replaces the support profile.',
      capability: 'account.edit',
      userOnly: true,
      body: supportProfileRequest,
      response: supportProfileSchema,
      handle: async (call) => {
        const changed = await changeSupport(call, call.account!, call.body)
        return changed.ok ? accept(presentSupport(changed.value)) : changed
      },
    }),
  ]
}

export const PROFILE_ENDPOINTS = [
  endpoint({
    id: 'get-billing-profile',
    method: 'GET',
    path: '/v1/profiles/billing',
    group: GROUP,
    summary: 'The billing profile of the partner, with the ETag for changing it.',
    capability: 'account.read',
    userOnly: true,
    response: partnerBillingSchema,
    handle: async (call) =>
      accept(await showBilling(call, call.account!, await loadProfile(call, call.account!, 'billing'))),
  }),
  endpoint({
    id: 'update-billing-profile',
    method: 'PUT',
    path: '/v1/profiles/billing',
    group: GROUP,
    summary: 'Replaces the billing profile; with an ETag only if nobody changed it since.',
    capability: 'billing.edit',
    userOnly: true,
    body: partnerBillingRequest,
    response: partnerBillingSchema,
    handle: async (call) => {
      const { attributes, ...profile } = call.body
      const etag = call.request.ifMatch ?? attributes?.etag
      const changed = await changePartnerBilling(call, call.account!, profile, etag)
      return changed.ok ? accept(await showBilling(call, call.account!, changed.value)) : changed
    },
  }),
  endpoint({
    id: 'get-legal-profile',
    method: 'GET',
    path: '/v1/profiles/legalbusiness',
    group: GROUP,
    summary: 'The legal profile of the partner: as it stands, or as it was last vetted.',
    capability: 'account.read',
    query: legalQuery,
    response: legalProfileSchema,
    handle: async (call) => {
      const kind = call.query.vettingVersion === 'LastFinalized' ? 'legal-finalized' : 'legal'
      return accept(presentLegal(await loadProfile(call, call.account!, kind)))
    },
  }),
  endpoint({
    id: 'update-legal-profile',
    method: 'PUT',
    path: '/v1/profiles/legalbusiness',
    group: GROUP,
    summary: 'Replaces the legal profile, which is vetted anew.',
    capability: 'account.edit',
    userOnly: true,
    body: legalProfileRequest,
    response: legalProfileSchema,
    handle: async (call) => {
      const changed = await changeLegalProfile(call, call.account!, call.body)
      return changed.ok ? accept(presentLegal(changed.value)) : changed
    },
  }),
  endpoint({
    id: 'get-organization-profile',
    method: 'GET',
    path: '/v1/profiles/organization',
    group: GROUP,
    summary: 'The organisation of the partner.',
    capability: 'account.read',
    userOnly: true,
    response: organizationSchema,
    handle: async (call) =>
      accept(presentOrganization(await loadProfile(call, call.account!, 'organization'), call.account!)),
  }),
  endpoint({
    id: 'update-organization-profile',
    method: 'PUT',
    path: '/v1/profiles/organization',
    group: GROUP,
    summary: 'Replaces the organisation profile; tenant and domain stay.',
    capability: 'account.edit',
    userOnly: true,
    body: organizationRequest,
    response: organizationSchema,
    handle: async (call) => {
      const { attributes, ...profile } = call.body
      const etag = call.request.ifMatch ?? attributes?.etag
      const changed = await changeOrganization(call, call.account!, profile, etag)
      return changed.ok ? accept(presentOrganization(changed.value, call.account!)) : changed
    },
  }),
  ...supportEndpoints('/v1/profiles/support', ''),
  ...supportEndpoints('/v1/profiles/supportprofile', '-documented'),
  endpoint({
    id: 'get-mpn-profile',
    method: 'GET',
    path: '/v1/profiles/mpn',
    group: GROUP,
    summary: 'The network profile of the partner, or of the one with mpnId.',
    capability: 'account.read',
    userOnly: true,
    query: mpnQuery,
    response: mpnProfileSchema,
    handle: async (call) => {
      const found = await findPartnerByMpnId(call, call.query.mpnId ?? call.account!.mpnId)
      return found.ok ? accept(presentMpn(found.value)) : found
    },
  }),
  endpoint({
    id: 'mpa-status',
    method: 'GET',
    path: '/v1/compliance/csp/agreementstatus',
    group: GROUP,
    summary: 'Whether an indirect reseller, named by mpnId or tenantId, has signed the partner agreement.',
    capability: 'relationship.read',
    userOnly: true,
    query: complianceQuery,
    response: agreementStatusSchema,
    handle: async (call) => {
      const { mpnId, tenantId } = call.query
      const ids = { mpnId, tenantId: tenantId?.toLowerCase() }
      const signed = await checkResellerAgreement(call, call.account!, ids)
      return signed.ok ? accept({ isAgreementSigned: signed.value }) : signed
    },
  }),
]
