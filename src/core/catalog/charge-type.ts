/**
 * Charge types as the reconciliation files print them (docs/billing-rules.md, charge types), each with the number it is stored
 * under. Numbers are never reused.
 */
export const CHARGE_TYPES = {
  'Cycle fee': 1,
  'Prorate fees when purchase': 2,
  'Renew fee': 3,
  'Cycle instance prorate': 4,
  'Cancel fee': 5,
  'Cancel instance prorate': 6,
  'Prorate fees when convert away from current offering': 7,
  'Prorate fees when convert to a new offering': 8,
  'Offset a line item': 9,
  new: 20,
  renew: 21,
  cycleCharge: 22,
  addQuantity: 23,
  removeQuantity: 24,
  cancelImmediate: 25,
  convert: 26,
  changeBillingPlan: 27,
  customerCredit: 28,
  'Assess usage fee for current cycle': 40,
  'Assess usage fee when cancel': 41,
} as const

export type ChargeType = keyof typeof CHARGE_TYPES

const BY_NUMBER = new Map(Object.entries(CHARGE_TYPES).map(([type, number]) => [number, type as ChargeType]))

export function chargeTypeNumber(type: ChargeType): number {
  return CHARGE_TYPES[type]
}

/** The charge type stored under a number, or `undefined`. */
export function findChargeType(number: number): ChargeType | undefined {
  return BY_NUMBER.get(number as (typeof CHARGE_TYPES)[ChargeType])
}
