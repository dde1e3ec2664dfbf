// Usage as it is reported, for tests of what comes of it.
import { expect } from 'vitest'
import { ingestUsage } from '../../src/app/usage/ingest-usage.js'
import { parseInstant } from '../../src/core/calendar/instant.js'
import type { Database } from '../../src/store/database.js'
import { countingIds, NOW } from '../billing/provider.js'

/** Usage: subscription, meter, quantity, time, and the resource's name. */
export type Used = readonly [subscription: string, meter: string, quantity: string, at: string, resource?: string]

let events = 0

/** Reports usage as one batch, each event under an id of its own; none may be refused. */
export async function report(database: Database, partnerId: string, ...used: readonly Used[]): Promise<void> {
  const wishes = used.map(([subscriptionId, meterId, quantity, at, name]) => {
    const resource = {
      entitlementId: 'E-1',
      entitlementName: 'Production',
      resourceGroup: 'web',
      resourceUri: `/${name}`,
      location: 'westeurope',
      tags: { team: 'a,"b"' },
    }
    const occurredAt = parseInstant(at)!
    events += 1
    return {
      id: `event-${events}`,
      subscriptionId,
      meterId,
      quantity,
      occurredAt,
      resource: name === undefined ? null : resource,
    }
  })
  await database.transaction(async (session) => {
    const actor = { type: 'job', name: 'test' } as never
    const context = { session, now: NOW, newId: countingIds(), actor }
    const done = await ingestUsage(context, partnerId, wishes, { source: 'test' })
    if (!done.ok) throw new Error(done.refusal.message)
    const refused = done.value.answers.find(({ status }) => status === 'refused')
    expect(refused).toBeUndefined()
  })
}
