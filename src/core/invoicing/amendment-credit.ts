import type { Currency } from '../money/currency.js'
import { formatAmount } from '../money/format-amount.js'
import { accept, type Outcome, refuse } from '../refusal.js'
import { type ChargeKey, cutOf, type TaxFraction, taxOfCharge } from './distribute-tax.js'
import type { TaxClass } from './tax-class.js'

/** A charge of an issued document, and what of it has been taken back. Everything in minor units. */
export interface CreditableCharge {
  readonly key: ChargeKey
  /** Line of the document it is on. */
  readonly lineNumber: number
  readonly taxClass: TaxClass
  /** As charged, before tax; negative for a credit. */
  readonly amount: bigint
  /** As charged, by component of its tax class. */
  readonly taxes: readonly bigint[]
  /** What earlier credit notes left of it; with the sign of `amount`, and never more. */
  readonly rest: bigint
  readonly restTaxes: readonly bigint[]
}

/** What is to be taken back. Left out: all that is left. */
export type CreditWish =
  | { readonly charge: ChargeKey; readonly amount: bigint | undefined }
  | { readonly lineNumber: number; readonly amount: bigint | undefined; readonly percent: TaxFraction | undefined }

/** What is taken back of a charge, with the sign of what was charged. */
export interface ChargeCredit {
  readonly charge: CreditableCharge
  readonly amount: bigint
  readonly taxes: readonly bigint[]
}

/**
 * What credits take back: of each charge at most what is left of it, of a line and of the document at most what is left of
 * them, and of the tax its share, so that the taxes of a charge that is credited whole are exactly its taxes. Refused as a
 * whole where one of the wishes goes too far.
 * @param wishes none takes everything back
 */
export function planCredit(
  charges: readonly CreditableCharge[],
  wishes: readonly CreditWish[],
  currency: Currency,
): Outcome<readonly ChargeCredit[]> {
  const amounts = new Map<CreditableCharge, bigint>()
  if (wishes.length === 0) for (const charge of charges) amounts.set(charge, charge.rest)
  for (const wish of wishes) {
    const taken = 'charge' in wish ? creditCharge(charges, wish, currency) : creditLine(charges, wish, currency)
    if (!taken.ok) return taken
    for (const [charge, amount] of taken.value) {
      if (amounts.has(charge))
        return refuse('malformed', { what: 'credits', problem: `${nameOf(charge)} is named twice` })
      amounts.set(charge, amount)
    }
  }
  const credits = [...amounts].filter(([, amount]) => amount !== 0n)
  const bounded = boundLines(charges, amounts, currency)
  if (!bounded.ok) return bounded
  return accept(withTaxes(credits.map(([charge, amount]) => ({ charge, amount }))))
}

type Taken = readonly (readonly [CreditableCharge, bigint])[]

function creditCharge(
  charges: readonly CreditableCharge[],
  { charge: key, amount }: Extract<CreditWish, { readonly charge: ChargeKey }>,
  currency: Currency,
): Outcome<Taken> {
  const charge = charges.find((one) => sameKey(one.key, key))
  if (charge === undefined) {
    return refuse('not-found', { what: 'charge of the document', id: `${key.subscriptionId}:${key.chargeNumber}` })
  }
  const { rest } = charge
  const asked = amount === undefined ? rest : rest < 0n ? -amount : amount
  const isPart = asked !== 0n && (rest < 0n ? asked >= rest : asked <= rest)
  return isPart ? accept([[charge, asked]]) : tooMuch(nameOf(charge), rest, currency)
}

function creditLine(
  charges: readonly CreditableCharge[],
  { lineNumber, amount, percent }: Extract<CreditWish, { readonly lineNumber: number }>,
  currency: Currency,
): Outcome<Taken> {
  const own = charges.filter((charge) => charge.lineNumber === lineNumber)
  if (own.length === 0) return refuse('credit-line-without-charges', { line: lineNumber })
  const rest = sumOf(own.map((charge) => charge.rest))
  if (amount === undefined && percent === undefined) return accept(own.map((charge) => [charge, charge.rest]))
  const asked = amount ?? shareOf(sumOf(own.map((charge) => charge.amount)), percent!)
  if (asked <= 0n || asked > rest) return tooMuch(`line ${lineNumber}`, rest, currency)
  return accept(shareOut(own, asked, rest))
}

/** Shares an amount out over what is left of charges: exact shares rounded down, units left over to the largest remainders. */
function shareOut(charges: readonly CreditableCharge[], amount: bigint, rest: bigint): Taken {
  const share: TaxFraction = { numerator: amount, denominator: rest }
  const parts = charges.map((charge) => ({ key: charge.key, amount: charge.rest }))
  const cut = cutOf(parts, share, amount)
  return charges.map((charge) => [charge, taxOfCharge(charge.rest, share, cut, charge.key)])
}

/** A percentage of an amount, rounded half up to the minor unit. */
function shareOf(amount: bigint, { numerator, denominator }: TaxFraction): bigint {
  return (2n * amount * numerator + denominator) / (2n * denominator)
}

/** Credits that are kept back must not make a line, or the document, give back more than it charged. */
function boundLines(
  charges: readonly CreditableCharge[],
  amounts: ReadonlyMap<CreditableCharge, bigint>,
  currency: Currency,
): Outcome<undefined> {
  const lines = new Map<number, CreditableCharge[]>()
  for (const charge of charges) {
    const line = lines.get(charge.lineNumber)
    if (line === undefined) lines.set(charge.lineNumber, [charge])
    else line.push(charge)
  }
  const groups = [...lines].map(([number, own]) => [`line ${number}`, own] as const)
  for (const [what, own] of [...groups, ['the document', charges] as const]) {
    const rest = sumOf(own.map((charge) => charge.rest))
    const taken = sumOf(own.map((charge) => amounts.get(charge) ?? 0n))
    const isPart = taken === rest || (rest < 0n ? taken >= rest && taken <= 0n : taken <= rest && taken >= 0n)
    if (!isPart) return tooMuch(what, rest, currency)
  }
  return accept(undefined)
}

function tooMuch(what: string, rest: bigint, currency: Currency): Outcome<never> {
  return refuse('credit-exceeds-charge', { what, rest: `${formatAmount(rest, currency)} ${currency}` })
}

/** Fine enough that equal shares of a minor unit are told apart from different ones. */
const SCALE = 2n ** 64n

/**
 * Taxes of credits, component by component of each tax class: what is left of the tax of a charge, in proportion to what is
 * taken of what is left of it. They are rounded together, so that they add up to the proportion of the whole.
 */
function withTaxes(credits: readonly { readonly charge: CreditableCharge; readonly amount: bigint }[]): ChargeCredit[] {
  const taxes = credits.map(({ charge }) => charge.restTaxes.map(() => 0n))
  const classes = new Set(credits.map(({ charge }) => charge.taxClass))
  for (const taxClass of classes) {
    const members = [...credits.entries()].filter(([, { charge }]) => charge.taxClass === taxClass)
    const components = members[0]![1].charge.restTaxes.length
    for (let component = 0; component < components; component += 1) {
      const shares = members.map(([, { charge, amount }]) => exactShare(charge, amount, component))
      const units = (sumOf(shares.map(({ remainder }) => remainder)) + SCALE / 2n) / SCALE
      const winners = new Set(
        [...shares.keys()]
          .sort((a, b) => compareRemainders(shares[a]!.remainder, shares[b]!.remainder) || a - b)
          .slice(0, Number(units)),
      )
      for (const [place, [index]] of members.entries()) {
        taxes[index]![component] = shares[place]!.whole + (winners.has(place) ? 1n : 0n)
      }
    }
  }
  return credits.map((credit, index) => ({ ...credit, taxes: taxes[index]! }))
}

/** The exact share of a tax: whole minor units rounded down, and what is left over in 1/SCALE. */
function exactShare({ rest, restTaxes }: CreditableCharge, amount: bigint, component: number) {
  const tax = restTaxes[component]!
  if (amount === rest) return { whole: tax, remainder: 0n }
  const scaled = (tax * amount * SCALE) / rest
  const whole = scaled >= 0n || scaled % SCALE === 0n ? scaled / SCALE : scaled / SCALE - 1n
  return { whole, remainder: scaled - whole * SCALE }
}

function compareRemainders(left: bigint, right: bigint): number {
  return left === right ? 0 : left > right ? -1 : 1
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n)
}

function sameKey(left: ChargeKey, right: ChargeKey): boolean {
  return left.subscriptionId === right.subscriptionId && left.chargeNumber === right.chargeNumber
}

function nameOf({ key }: CreditableCharge): string {
  return `charge ${key.chargeNumber} of ${key.subscriptionId}`
}
