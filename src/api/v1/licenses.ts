import {
  availableIn,
  changeLicenses,
  type LicensePool,
  type LicenseSku,
  listSubscribedSkus,
  listUserLicenses,
  overAssignedIn,
  type UserLicense,
} from '../../app/licenses.js'
import { accept, refuse } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes } from '../links.js'
import { collection } from '../paging.js'
import { customerParams, userParams } from '../schema/customer-user.js'
import { licensesQuery, licenseUpdate, licenseUpdateBody, subscribedSkus, userLicenses } from '../schema/license.js'

const GROUP = 'Users, roles and licenses'

export const LICENSE_ENDPOINTS = [
  endpoint({
    id: 'subscribed-skus',
    method: 'GET',
    path: '/v1/customers/:customerId/subscribedskus',
    group: GROUP,
    summary: 'License pools of a customer: the seats of its subscriptions, and how many are assigned.',
    capability: 'customer-user.read',
    userOnly: true,
    params: customerParams,
    query: licensesQuery,
    response: subscribedSkus,
    handle: async (call) => {
      const pools = await listSubscribedSkus(call, call.params.customerId)
      if (!pools.ok) return pools
      const items = inGroups(pools.value, call.query.licenseGroupIds).map(presentPool)
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'user-licenses',
    method: 'GET',
    path: '/v1/customers/:customerId/users/:userId/licenses',
    group: GROUP,
    summary: 'Licenses of a user.',
    capability: 'customer-user.read',
    userOnly: true,
    params: userParams,
    query: licensesQuery,
    response: userLicenses,
    handle: async (call) => {
      const licenses = await listUserLicenses(call, call.params.customerId, call.params.userId)
      if (!licenses.ok) return licenses
      const items = inGroups(licenses.value, call.query.licenseGroupIds).map(presentLicense)
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'assign-licenses',
    method: 'POST',
    path: '/v1/customers/:customerId/users/:userId/licenseupdates',
    group: GROUP,
    summary: 'Gives a user licenses and takes others away, all or nothing.',
    capability: 'customer-user.manage',
    userOnly: true,
    params: userParams,
    body: licenseUpdateBody,
    response: licenseUpdate,
    status: 201,
    handle: async (call) => {
      const { params, body } = call
      const remove = body.licensesToRemove ?? []
      const assign = (body.licensesToAssign ?? []).map((one) => ({ ...one, excludedPlans: one.excludedPlans ?? [] }))
      const twice = assign.some((one, index) => assign.findIndex((other) => other.skuId === one.skuId) !== index)
      if (twice || assign.some((one) => remove.includes(one.skuId))) {
        return refuse('malformed', { what: 'licensesToAssign', problem: 'a SKU is named twice' })
      }
      if (assign.length + remove.length === 0) {
        return refuse('malformed', { what: 'licensesToAssign', problem: 'name licenses to assign or to remove' })
      }
      const changed = await changeLicenses(call, params.customerId, params.userId, { assign, remove })
      if (!changed.ok) return changed
      return accept({
        licensesToAssign: assign,
        licensesToRemove: remove,
        licenseWarnings: changed.value.map(({ code, message, plans }) => ({ code, message, servicePlans: plans })),
        attributes: attributes('LicenseUpdate'),
      })
    },
  }),
]

/** Those of the groups asked for; all where no group is. */
function inGroups<T extends { readonly sku: LicenseSku }>(
  items: readonly T[],
  groups: readonly string[] | undefined,
): readonly T[] {
  const wanted = (groups ?? []).filter((group) => group !== 'none')
  return wanted.length === 0 ? items : items.filter(({ sku }) => wanted.includes(sku.group))
}

function presentPool(pool: LicensePool) {
  const { sku, active, suspended, consumed } = pool
  const capabilityStatus = active > 0 ? 'Enabled' : suspended > 0 ? 'Suspended' : 'Deleted'
  return {
    availableUnits: availableIn(pool),
    activeUnits: active,
    consumedUnits: consumed,
    suspendedUnits: suspended,
    totalUnits: active + suspended,
    warningUnits: overAssignedIn(pool),
    productSku: presentSku(sku),
    servicePlans: presentPlans(sku, () => capabilityStatus),
    capabilityStatus,
    attributes: attributes('SubscribedSku'),
  }
}

function presentLicense({ sku, excludedPlans }: UserLicense) {
  return {
    servicePlans: presentPlans(sku, (id) => (excludedPlans.includes(id) ? 'Disabled' : 'Enabled')),
    productSku: presentSku(sku),
    attributes: attributes('License'),
  }
}

function presentSku({ id, name, partNumber, group }: LicenseSku) {
  return { id, name, skuPartNumber: partNumber, targetType: 'User', licenseGroupId: group }
}

function presentPlans({ plans }: LicenseSku, statusOf: (planId: string) => string) {
  return plans.map(({ id, displayName, serviceName }) => ({
    ...{ displayName, serviceName, id },
    capabilityStatus: statusOf(id),
    targetType: 'User',
  }))
}
