// Usage as it comes to a partner in tests of the API: reported, added up and rated, by the very functions that do it in a ledger.
import { expect } from 'vitest'
import { newId } from '../../src/app/new-id.js'
import { ingestUsage } from '../../src/app/usage/ingest-usage.js'
import { rollUpAndRate } from '../../src/app/usage/rate-open-usage.js'
import type { UsageEventWish } from '../../src/app/usage/usage-event.js'
import { PLATFORM_ID } from '../../src/app/use-case.js'
import { parseInstant } from '../../src/core/calendar/instant.js'
import type { ApiTest } from './api.js'

const SYSTEM = { kind: 'system', id: PLATFORM_ID, name: 'system', applicationId: null, roles: [] } as const

/** Usage of a virtual machine; `time` as `03-05T10:30`, of 2026. */
export function used(
  subscriptionId: string,
  meterId: string,
  quantity: string,
  time: string,
  name = 'vm1',
): UsageEventWish {
  const resource = {
    ...{ entitlementId: 'e1', entitlementName: 'Production', resourceGroup: 'rg1', location: 'westeurope' },
    resourceUri: `/subscriptions/e1/resourceGroups/rg1/providers/compute/vm/${name}`,
    tags: { env: 'prod' },
    additionalInfo: { size: 'B2' },
  }
  return { id: newId(), subscriptionId, meterId, quantity, occurredAt: parseInstant(`2026-${time}:00Z`)!, resource }
}

/** Reports usage of a partner; all of it must be taken. */
export function reportUsage(api: ApiTest, partnerId: string, events: readonly UsageEventWish[]): Promise<void> {
  return api.database().transaction(async (session) => {
    const context = { session, now: api.now(), newId, actor: SYSTEM }
    const ingested = await ingestUsage(context, partnerId, events, { source: 'http' })
    expect(ingested.ok && ingested.value.refused).toBe(0)
  })
}

/** Adds up and rates what was reported. */
export async function rateReported(api: ApiTest, partnerId: string): Promise<void> {
  await api.database().transaction((session) => rollUpAndRate(session, partnerId, api.now()))
}
