/**
 * Every way the core says no. A refusal is an expected answer, not a fault: it is returned, never thrown.
 * The text is a template; `{name}` stands for a value of the refusal's data.
 */
export const REFUSALS = {
  'already-cancelled': 'The subscription is {status}; nothing can be changed any more.',
  'already-purchased': 'The subscription exists already; a second purchase needs a subscription of its own.',
  'already-suspended': 'The subscription is suspended already.',
  'auto-renew-fixed': 'Subscriptions of the profile {profile} always renew; cancel instead.',
  'base-inactive': 'An add-on needs an active base subscription; this one is {status}.',
  'billing-run-unfinished':
    'The billing run as of {asOf} for {partner} is not finished; bill that day again to finish it.',
  'billing-cycle-mismatch': 'The billing cycle {billingCycle} does not go with {expected}.',
  'cancellation-window-closed':
    'Cancellation was possible until {until}. Switch off auto-renew to end the subscription on {termEnd}.',
  'conversion-too-large': 'Only {quantity} licenses can be converted, {asked} were asked for.',
  'currency-mismatch': 'The subscription is billed in {expected}, the offer in {currency}.',
  malformed: '{what}: {problem}',
  'no-quantity-change': 'The quantity is {quantity} already.',
  'not-purchased': 'There is no subscription yet; the first event must be a purchase.',
  'not-suspended': 'The subscription is {status}, not suspended; there is nothing to reactivate.',
  'one-time-fixed': 'A one-time purchase cannot be changed; cancel it, or order again.',
  'out-of-order': 'The event of {at} comes before {after}, which has been charged already.',
  'price-not-found': 'No price of {offer} is valid on {day}.',
  'profile-mismatch': 'The subscription is sold under {expected}, the offer under {profile}.',
  'quantity-out-of-range': 'The quantity {quantity} is outside {minimum} to {maximum}.',
  'quantity-reduction-window-closed':
    'Licenses can be removed within {hours} hours of their purchase or at the renewal on {termEnd}; {removable} can be removed now.',
  'quantity-while-suspended': 'The quantity of a suspended subscription cannot be changed; reactivate it first.',
  'reactivation-too-late': 'The subscription could be reactivated until {until}.',
  'same-offer': 'The subscription has this offer already.',
  suspended: 'The subscription is suspended; reactivate it first.',
  'too-many-changes': 'The subscription has {changes} changes in this cycle; the limit is {limit}.',
  'unknown-partner': 'There is no partner {partner}.',
  'unknown-offer': 'The offer {offer} is not in the catalogue.',
  'not-found': 'There is no {what} {id}.',
  'customer-not-found': 'There is no customer {customer}.',
  'subscription-not-found': 'There is no subscription {subscription}.',
  'token-missing': 'The request needs a bearer token in the Authorization header.',
  'token-invalid': 'The token cannot be used: {problem}.',
  'token-audience': 'The token is for {audience}, not for this API.',
  'role-insufficient': 'None of the roles {roles} may {what}.',
  'user-token-needed': 'This operation needs a token of a user; the one sent is of an application alone.',
  'stale-etag': 'The {what} has changed since it was read; read it again and repeat the change.',
  'continuation-token-invalid': 'The continuation token does not belong to this list; start from its first page.',
  'filter-unsupported': 'The filter cannot be used: {problem}.',
} as const

export type RefusalCode = keyof typeof REFUSALS

/** One refusal: its code for programs, its data, and a sentence for people. */
export interface Refusal {
  readonly code: RefusalCode
  readonly data: Readonly<Record<string, string | number>>
  readonly message: string
}

/** What a decision gives: a value, or the reason why not. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

/** A refusal with its sentence filled in from `data`. */
export function refuse(
  code: RefusalCode,
  data: Refusal['data'] = {},
): { readonly ok: false; readonly refusal: Refusal } {
  const message = REFUSALS[code].replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? `{${name}}`))
  return { ok: false, refusal: { code, data, message } }
}
