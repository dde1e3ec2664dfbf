import { z } from 'zod'
import {
  type AccountType,
  addReseller,
  changePartner,
  listPartners,
  listResellersOf,
  loadPartner,
  onboardPartner,
  removeReseller,
} from '../../app/partners.js'
import { rotateKeys } from '../../app/rotate-keys.js'
import { LEAST_ID } from '../../core/access/least-id.js'
import { parseCurrency } from '../../core/money/currency.js'
import { accept, refuse } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { collection, foundPage, readSeekPosition } from '../paging.js'
import {
  linkedResellerSchema,
  MOST_LISTED,
  onboardedSchema,
  partnerBody,
  partnerChange,
  partnerParams,
  partnerSchema,
  partnersQuery,
  resellerParams,
  rotatedSchema,
} from '../schema/identity.js'
import { collectionOf } from '../schema/wire.js'
import { presentAdmitted, presentPartner, presentReseller, withoutEntrance } from './present-identity.js'

const GROUP = 'Partners of the provider'

const typeOf = (word: string) => word.replaceAll('_', '-') as AccountType

export const PLATFORM_PARTNER_ENDPOINTS = [
  endpoint({
    id: 'platform-list-partners',
    method: 'GET',
    path: '/v1/platform/partners',
    group: GROUP,
    summary: 'Partner accounts, searched by name, network id or domain name.',
    capability: 'platform.partner.read',
    query: partnersQuery,
    response: collectionOf(partnerSchema),
    handle: async (call) => {
      const position = readSeekPosition(call.request, 'guid')
      if (!position.ok) return position
      const { search, accountType, programStatus, size = MOST_LISTED } = call.query
      const filter = {
        search,
        accountType: accountType === undefined ? undefined : typeOf(accountType),
        programStatus,
      }
      const found = await listPartners(call, filter, position.value.after?.[0] ?? LEAST_ID, size + 1)
      return accept(foundPage(found, size, call.request, ({ partnerId }) => [partnerId], presentPartner))
    },
  }),
  endpoint({
    id: 'platform-create-partner',
    method: 'POST',
    path: '/v1/platform/partners',
    group: GROUP,
    summary: 'Onboard a partner: its ledger begins today; a first administrator is invited where one is named.',
    capability: 'platform.partner.edit',
    body: partnerBody,
    response: onboardedSchema,
    status: 201,
    redact: (answer: { administrator?: { entrance: object } }) =>
      answer.administrator === undefined ? answer : { ...answer, administrator: withoutEntrance(answer.administrator) },
    handle: async (call) => {
      const { accountType, administrator, currency: code, ...rest } = call.body
      const currency = code === undefined ? undefined : parseCurrency(code.toUpperCase())
      if (code !== undefined && currency === undefined) {
        return refuse('malformed', { what: 'currency', problem: `${code} is not known` })
      }
      const onboarded = await onboardPartner(call, {
        ...rest,
        accountType: typeOf(accountType),
        currency,
        administrator:
          administrator === undefined
            ? undefined
            : { fullName: administrator.fullName, signInName: administrator.userPrincipalName },
      })
      if (!onboarded.ok) return onboarded
      const { account, administrator: added } = onboarded.value
      const partner = presentPartner(account)
      if (added === undefined) return accept({ partner })
      const uri = `/account/users/${added.user.userId}`
      return accept({ partner, administrator: presentAdmitted(added, uri, call.authority.settings.issuer) })
    },
  }),
  endpoint({
    id: 'platform-get-partner',
    method: 'GET',
    path: '/v1/platform/partners/:partnerId',
    group: GROUP,
    summary: 'One partner account.',
    capability: 'platform.partner.read',
    params: partnerParams,
    response: partnerSchema,
    handle: async (call) => {
      const partner = await loadPartner(call, call.params.partnerId)
      return partner.ok ? accept(presentPartner(partner.value)) : partner
    },
  }),
  endpoint({
    id: 'platform-update-partner',
    method: 'PATCH',
    path: '/v1/platform/partners/:partnerId',
    group: GROUP,
    summary: 'Change a partner account; restricted and suspended ones manage what they sold, but buy nothing new.',
    capability: 'platform.partner.edit',
    params: partnerParams,
    body: partnerChange,
    response: partnerSchema,
    handle: async (call) => {
      const changed = await changePartner(call, call.params.partnerId, call.body)
      return changed.ok ? accept(presentPartner(changed.value)) : changed
    },
  }),
  endpoint({
    id: 'platform-list-resellers',
    method: 'GET',
    path: '/v1/platform/partners/:partnerId/resellers',
    group: GROUP,
    summary: 'The indirect resellers that work with an indirect provider.',
    capability: 'platform.partner.read',
    params: partnerParams,
    response: collectionOf(linkedResellerSchema),
    handle: async (call) => {
      const resellers = await listResellersOf(call, call.params.partnerId)
      return resellers.ok ? accept(collection(resellers.value.map(presentReseller), call.request.uri)) : resellers
    },
  }),
  endpoint({
    id: 'platform-link-reseller',
    method: 'PUT',
    path: '/v1/platform/partners/:partnerId/resellers/:resellerId',
    group: GROUP,
    summary: 'Let an indirect reseller work with an indirect provider.',
    capability: 'platform.partner.edit',
    params: resellerParams,
    response: partnerSchema,
    handle: async (call) => {
      const linked = await addReseller(call, call.params.partnerId, call.params.resellerId)
      return linked.ok ? accept(presentPartner(linked.value)) : linked
    },
  }),
  endpoint({
    id: 'platform-unlink-reseller',
    method: 'DELETE',
    path: '/v1/platform/partners/:partnerId/resellers/:resellerId',
    group: GROUP,
    summary: 'End that; what was sold through the reseller stays as it is.',
    capability: 'platform.partner.edit',
    params: resellerParams,
    response: null,
    status: 204,
    handle: async (call) => {
      const ended = await removeReseller(call, call.params.partnerId, call.params.resellerId)
      return ended.ok ? accept(undefined) : ended
    },
  }),
  endpoint({
    id: 'platform-rotate-keys',
    method: 'POST',
    path: '/v1/platform/signing-keys/rotate',
    group: 'Users of the provider',
    summary: 'Sign tokens with a new key from now on; what the old ones signed stays valid until it expires.',
    capability: 'platform.user.manage',
    userOnly: true,
    body: z.object({}).optional(),
    response: rotatedSchema,
    transaction: false,
    handle: async (call) => accept({ keyId: await rotateKeys(call, call.authority.keys) }),
  }),
]
