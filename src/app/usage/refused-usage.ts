import { accept, type Outcome } from '../../core/refusal.js'
import { listNotedRefusals, type NotedUsageRefusal } from '../../store/usage-refusals.js'
import { loadPartner } from '../partners.js'
import type { UseCase } from '../use-case.js'

export type { NotedUsageRefusal }

/** Usage that cannot be rated and why, oldest first, of every partner or of one. */
export async function listRefusedUsage(
  context: Pick<UseCase, 'session'>,
  { partnerId, limit }: { readonly partnerId?: string | undefined; readonly limit: number },
): Promise<Outcome<readonly NotedUsageRefusal[]>> {
  if (partnerId !== undefined) {
    const partner = await loadPartner(context, partnerId)
    if (!partner.ok) return partner
  }
  return accept(await listNotedRefusals(context.session, { partnerId: partnerId ?? null, limit }))
}
