import type { Refusal, RefusalCode } from '../core/refusal.js'

/** How a refusal leaves the API: HTTP status and the contract's code. */
export interface Fault {
  readonly status: number
  readonly code: number
}

const fault = (status: number, code: number): Fault => ({ status, code })

/** Every refusal has its line here; a code that is missing does not compile. */
export const FAULTS: Readonly<Record<RefusalCode, Fault>> = {
  'already-cancelled': fault(400, 2011),
  'already-purchased': fault(400, 4018),
  'already-suspended': fault(400, 800096),
  'auto-renew-fixed': fault(400, 800093),
  'base-inactive': fault(409, 27009),
  'billing-cycle-mismatch': fault(400, 6001),
  'billing-run-unfinished': fault(409, 900278),
  'cancellation-window-closed': fault(400, 900117),
  'conversion-too-large': fault(400, 2002),
  'currency-mismatch': fault(400, 800042),
  malformed: fault(400, 3000),
  'no-quantity-change': fault(400, 800095),
  'not-purchased': fault(404, 20003),
  'not-suspended': fault(400, 800096),
  'one-time-fixed': fault(400, 2006),
  'out-of-order': fault(409, 900278),
  'price-not-found': fault(400, 800010),
  'profile-mismatch': fault(400, 800042),
  'quantity-out-of-range': fault(400, 2002),
  'quantity-reduction-window-closed': fault(400, 800090),
  'quantity-while-suspended': fault(400, 2001),
  'reactivation-too-late': fault(400, 2011),
  'same-offer': fault(400, 800042),
  suspended: fault(400, 800091),
  'too-many-changes': fault(400, 900311),
  'unknown-partner': fault(404, 1000),
  'unknown-offer': fault(400, 800004),
  'not-found': fault(404, 1000),
  'customer-not-found': fault(404, 60003),
  'subscription-not-found': fault(404, 20003),
  'token-missing': fault(401, 400),
  'token-invalid': fault(401, 400),
  'token-audience': fault(401, 900420),
  'role-insufficient': fault(403, 900150),
  'user-token-needed': fault(403, 900329),
  'stale-etag': fault(400, 2055),
  'continuation-token-invalid': fault(400, 2000),
  'filter-unsupported': fault(400, 2000),
}

/** The contract's body of an error. `refusal` is ours: the word and data behind the number. */
export interface FaultBody {
  readonly code: number
  readonly description: string
  readonly data: readonly unknown[]
  readonly source: string
  readonly refusal?: { readonly code: string; readonly data: Refusal['data'] }
}

const LONGEST_DESCRIPTION = 1024

/** The body of an error; the description is cut to the contract's 1,024 characters. */
export function faultBody(code: number, description: string, refusal?: Refusal): FaultBody {
  return {
    code,
    description: description.slice(0, LONGEST_DESCRIPTION),
    data: [],
    source: 'prorata',
    ...(refusal === undefined ? {} : { refusal: { code: refusal.code, data: refusal.data } }),
  }
}
