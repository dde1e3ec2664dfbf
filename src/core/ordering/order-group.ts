import type { Availability } from '../catalog/availability.js'

/** What lines must have in common to share an order: currency, kind of invoice, profile and billing cycle. */
export function groupKeyOf({ currency, profile, billingCycle }: Availability): string {
  return [currency, profile.invoiceType, profile.id, billingCycle].join(' ')
}

/**
 * The order group of each line, numbered from 0 in order of first appearance.
 * @param keys `null` for a line that stands alone, because it cannot be ordered as it is
 */
export function orderGroupsOf(keys: readonly (string | null)[]): string[] {
  const known = new Map<string, string>()
  let count = 0
  return keys.map((key) => {
    const group = key === null ? undefined : known.get(key)
    if (group !== undefined) return group
    const next = String(count)
    count += 1
    if (key !== null) known.set(key, next)
    return next
  })
}

/** Things by what they have in common, each in its order, parts in order of first appearance. */
export function partition<T>(things: readonly T[], keyOf: (thing: T) => string): ReadonlyMap<string, readonly T[]> {
  const parts = new Map<string, T[]>()
  for (const thing of things) {
    const key = keyOf(thing)
    const part = parts.get(key)
    if (part === undefined) parts.set(key, [thing])
    else part.push(thing)
  }
  return parts
}
