import type { Instant } from '../calendar/day.js'
import type { Refusal } from '../refusal.js'

/** Somebody who takes part in a sale, such as `transaction_reseller` with its network id. */
export interface Participant {
  readonly key: string
  readonly value: string
}

/** What is to be bought, as it was asked for; `null` where nothing was said. */
export interface CartLine {
  /** Number that stays with the line for as long as the cart lives. */
  readonly id: number
  /** `product:sku:availability`, or the GUID of a legacy offer. */
  readonly item: string
  readonly quantity: number
  readonly friendlyName: string | null
  readonly currency: string | null
  readonly billingCycle: string | null
  readonly term: string | null
  readonly promotionId: string | null
  readonly participants: readonly Participant[]
  readonly provisioning: Readonly<Record<string, string>>
  readonly attested: boolean | null
  /** Term of the renewal. */
  readonly renewsTo: string | null
  readonly customTermEnd: string | null
  readonly addOns: readonly CartLine[]
}

/** A line as it was found when the cart was last written. */
export interface CheckedLine extends CartLine {
  /** What it stands for; `null` where the catalogue has nothing that fits. */
  readonly availabilityId: string | null
  /** Lines of one group become orders together, or not at all. */
  readonly orderGroup: string
  readonly fault: Refusal | null
  readonly addOns: readonly CheckedLine[]
}

export type CartStatus = 'active' | 'ordered' | 'expired'

export interface Cart {
  readonly partnerId: string
  readonly customerId: string
  readonly cartId: string
  readonly status: CartStatus
  readonly lines: readonly CheckedLine[]
  /** Whether the provider attests that the reseller on the lines brought this sale; `null` where nobody said. */
  readonly attested: boolean | null
  readonly createdAt: Instant
  readonly modifiedAt: Instant
  /** Id of the user or program that wrote it last. */
  readonly modifiedBy: string
  readonly expiresAt: Instant
}

/** How many add-ons one line may carry, and how many lines a cart, with add-ons. */
export const MOST_ADD_ONS = 50
export const MOST_LINES = 200
/** Most licenses anything can be ordered with. */
export const MOST_LICENSES = 10_000_000

/** Lines with their add-ons, each line before its own. */
export function flatten<Line extends CartLine & { readonly addOns: readonly Line[] }>(lines: readonly Line[]): Line[] {
  return lines.flatMap((line) => [line, ...flatten(line.addOns)])
}

/** The existing subscription an add-on is for; clients spell the name in any case. */
export function parentSubscriptionOf(line: Pick<CartLine, 'provisioning'>): string | null {
  for (const [name, value] of Object.entries(line.provisioning)) {
    if (name.toLowerCase() === 'parentsubscriptionid' && value !== '') return value.toLowerCase()
  }
  return null
}

const RESELLER_KEYS: ReadonlySet<string> = new Set(['transactionreseller', 'transaction_reseller'])

/** Network id of the reseller a line is sold through, or `null`. */
export function resellerOf(line: Pick<CartLine, 'participants'>): string | null {
  return line.participants.find(({ key }) => RESELLER_KEYS.has(key.toLowerCase()))?.value ?? null
}
