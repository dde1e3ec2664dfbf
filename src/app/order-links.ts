import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type ReadOrder, readOrder } from './orders.js'
import type { UseCase } from './use-case.js'

/** Where a customer configures what a line of an order is for. */
export interface ActivationLink {
  readonly line: number
  readonly url: string
}

/**
 * The publishers' pages where what was ordered is configured.
 * @param number of a line; left out: of all
 */
export async function readActivationLinks(
  context: UseCase,
  customerId: string,
  orderId: string,
  number?: number,
): Promise<Outcome<{ readonly read: ReadOrder; readonly links: readonly ActivationLink[] }>> {
  const read = await readOrder(context, customerId, orderId)
  if (!read.ok) return read
  const { order, catalog } = read.value
  const lines = order.lines.filter((line) => number === undefined || line.number === number)
  if (lines.length === 0) return refuse('not-found', { what: 'line', id: number ?? 0 })
  const links = lines.flatMap((line): ActivationLink[] => {
    const { setupUrl, needsActivation } = catalog.skus.get(catalog.sales.get(line.availabilityId)!.sku)!
    if (!needsActivation || setupUrl === null) return []
    const id = encodeURIComponent(line.subscriptionId)
    return [{ line: line.number, url: setupUrl.replaceAll('{subscription}', id) }]
  })
  return accept({ read: read.value, links })
}
