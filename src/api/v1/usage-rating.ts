import { type EarnedCreditGap, endGap, noteGap, showGaps } from '../../app/usage/earned-credit-gaps.js'
import { rateUsageNow } from '../../app/usage/rating-rounds.js'
import { listRefusedUsage } from '../../app/usage/refused-usage.js'
import { formatDay } from '../../core/calendar/day.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { collection, offsetPage } from '../paging.js'
import * as schema from '../schema/usage-rating.js'
import { wireInstant } from '../schema/wire.js'

const GROUP = 'Usage, for the provider'
const GAPS = '/v1/platform/partners/:partnerId/earnedcreditgaps'

export const USAGE_RATING_ENDPOINTS = [
  endpoint({
    id: 'platform-rate-usage',
    method: 'POST',
    path: '/v1/platform/usageratings',
    group: GROUP,
    summary: 'Adds up the usage events that wait, and rates what they changed, of one partner or of all.',
    capability: 'platform.billing.run',
    takesLong: true,
    transaction: false,
    body: schema.usageRatingBody,
    response: schema.usageRatingSchema,
    handle: async (call) => {
      const { partnerId, everything } = call.body
      const context = { database: call.database, clock: () => call.systemNow, newId: call.newId }
      const done = await rateUsageNow(context, { partnerId, everything })
      if (!done.ok) return done
      const { units: meters, events, ...rest } = done.value
      return accept({ ...rest, meters, events: Number(events), attributes: attributes('UsageRating') })
    },
  }),
  endpoint({
    id: 'platform-list-usage-refusals',
    method: 'GET',
    path: '/v1/platform/usagerefusals',
    group: GROUP,
    summary: 'Usage that cannot be rated, such as for want of a rate, and why; the oldest first.',
    capability: 'platform.usage.read',
    query: schema.usageRefusalsQuery,
    response: schema.usageRefusalsSchema,
    handle: async (call) => {
      const { partnerId, size: limit = schema.MOST_ENTRIES } = call.query
      const found = await listRefusedUsage(call, { partnerId, limit })
      if (!found.ok) return found
      const items = found.value.map(({ message: reason, since, ...one }) => ({
        ...{ ...one, reason, since: wireInstant(since) },
        attributes: attributes('UsageRefusal'),
      }))
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'platform-list-earned-credit-gaps',
    method: 'GET',
    path: GAPS,
    group: GROUP,
    summary: 'Days on which a partner had no access to what its customers used, so that it earned no credit for them.',
    capability: 'platform.usage.read',
    params: schema.gapsParams,
    query: schema.gapsQuery,
    response: schema.gapsSchema,
    handle: async (call) => {
      const { offset = 0, size = schema.MOST_ENTRIES } = call.query
      const found = await showGaps(call, call.params.partnerId, { offset, limit: size })
      if (!found.ok) return found
      const { gaps, total: totalCount } = found.value
      return accept(offsetPage(gaps.map(presentGap), { uri: call.request.uri, offset, size, totalCount }))
    },
  }),
  endpoint({
    id: 'platform-note-earned-credit-gap',
    method: 'POST',
    path: GAPS,
    group: GROUP,
    summary: 'Notes days without access, and rates the usage of invoices to come again.',
    capability: 'platform.billing.run',
    params: schema.gapsParams,
    body: schema.gapBody,
    response: schema.gapSchema,
    status: 201,
    handle: async (call) => {
      const { entitlementId = null, endsOn = null, ...rest } = call.body
      const noted = await noteGap(call, call.params.partnerId, { ...rest, entitlementId, endsOn })
      return noted.ok ? accept(presentGap(noted.value)) : noted
    },
  }),
  endpoint({
    id: 'platform-end-earned-credit-gap',
    method: 'PATCH',
    path: `${GAPS}/:gapId`,
    group: GROUP,
    summary: 'Says on which day access came back, and rates the usage of invoices to come again.',
    capability: 'platform.billing.run',
    params: schema.gapParams,
    body: schema.gapEndBody,
    response: schema.gapSchema,
    handle: async (call) => {
      const { partnerId, gapId } = call.params
      const ended = await endGap(call, partnerId, gapId, call.body.endsOn)
      return ended.ok ? accept(presentGap(ended.value)) : ended
    },
  }),
]

function presentGap({ partnerId, gapId, entitlementId, startsOn, endsOn, setAt, setBy, ...gap }: EarnedCreditGap) {
  return {
    id: gapId,
    ...gap,
    entitlementId: entitlementId ?? undefined,
    startsOn: formatDay(startsOn),
    endsOn: endsOn === null ? undefined : formatDay(endsOn),
    recordedDate: wireInstant(setAt),
    recordedBy: setBy,
    links: selfLink(`/platform/partners/${partnerId}/earnedcreditgaps/${gapId}`),
    attributes: attributes('EarnedCreditGap'),
  }
}
