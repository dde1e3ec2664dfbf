import type { z } from 'zod'
import type { cartReviewSchema, cartSchema, checkoutSchema } from '../../api/schema/cart.js'

export type Cart = z.output<typeof cartSchema>
export type Line = Cart['lineItems'][number]
export type AddOnLine = NonNullable<Line['addonItems']>[number]
/** A line as it is asked for. */
export type NewLine = Partial<Omit<AddOnLine, 'error' | 'orderGroup'>> &
  Pick<AddOnLine, 'catalogItemId' | 'quantity'> & { readonly addonItems?: readonly NewLine[] | undefined }
/** What replaces a cart. */
export interface CartContent {
  readonly lineItems: readonly NewLine[]
  readonly partnerOnRecordAttestationAccepted?: boolean
}
export type Review = z.output<typeof cartReviewSchema>
export type Checkout = z.output<typeof checkoutSchema>

const RESELLER = 'transaction_reseller'

/** What is in a cart, as it is sent to replace it. */
export function contentOf({ lineItems, partnerOnRecordAttestationAccepted }: Cart): CartContent {
  return {
    lineItems: lineItems.map(({ addonItems, ...line }) => ({
      ...wishOf(line),
      ...(addonItems === undefined ? {} : { addonItems: addonItems.map(wishOf) }),
    })),
    ...(partnerOnRecordAttestationAccepted === undefined ? {} : { partnerOnRecordAttestationAccepted }),
  }
}

/** A line without what the server found out about it. */
function wishOf(line: AddOnLine): NewLine {
  const { error: _, orderGroup: __, billingCycle, currencyCode, ...wish } = line
  return {
    ...wish,
    ...(currencyCode === '' ? {} : { currencyCode }),
    ...(billingCycle === 'unknown' ? {} : { billingCycle }),
  }
}

/** Changes a line or an add-on wherever it is. */
export function withLine(content: CartContent, id: number, change: Partial<NewLine>): CartContent {
  const changed = <T extends { readonly id?: number }>(line: T): T => (line.id === id ? { ...line, ...change } : line)
  return {
    ...content,
    lineItems: content.lineItems.map((line) => {
      const own = changed(line)
      return own.addonItems === undefined ? own : { ...own, addonItems: own.addonItems.map(changed) }
    }),
  }
}

/** Takes a line, with its add-ons, or an add-on out. */
export function withoutLine(content: CartContent, id: number): CartContent {
  return {
    ...content,
    lineItems: content.lineItems
      .filter((line) => line.id !== id)
      .map((line) =>
        line.addonItems === undefined
          ? line
          : { ...line, addonItems: line.addonItems.filter((addOn) => addOn.id !== id) },
      ),
  }
}

/** Names who brought the sale, on every line; nobody where it is left out. */
export function withReseller(content: CartContent, mpnId: string | undefined, attested: boolean): CartContent {
  const participants = mpnId === undefined ? [] : [{ key: RESELLER, value: mpnId }]
  return {
    lineItems: content.lineItems.map((line) => ({
      ...line,
      participants,
      ...(line.addonItems === undefined
        ? {}
        : { addonItems: line.addonItems.map((addOn) => ({ ...addOn, participants })) }),
    })),
    ...(mpnId === undefined ? {} : { partnerOnRecordAttestationAccepted: attested }),
  }
}

/** Network id of the reseller a cart names. */
export function resellerOf({ lineItems }: Cart): string | undefined {
  return lineItems.flatMap(({ participants = [] }) => participants).find(({ key }) => key.toLowerCase() === RESELLER)
    ?.value
}

/** Lines with their add-ons, each line before its own. */
export function allLines({ lineItems }: Cart): readonly AddOnLine[] {
  return lineItems.flatMap((line) => [line, ...(line.addonItems ?? [])])
}

/** Why a line cannot be ordered as it is: its own fault, or the first of its add-ons. */
export function faultOf(line: Line): AddOnLine['error'] {
  return [line, ...(line.addonItems ?? [])].find(({ error }) => error !== undefined)?.error
}

/** The lines of an ordered cart that were not ordered: those with a fault, and those that share an order with one. */
export function linesLeft({ lineItems }: Cart): readonly Line[] {
  const groups = new Set(lineItems.filter((line) => faultOf(line) !== undefined).map(({ orderGroup }) => orderGroup))
  return lineItems.filter(({ orderGroup }) => groups.has(orderGroup))
}

/** The lines that can be ordered no more, or again, since the cart was checked: it is to be checked anew, which groups it anew. */
export function outdatedLines(cart: Cart, review: Review): readonly number[] {
  const ordered = new Set(review.lineItems.map(({ id }) => id))
  return cart.lineItems.filter((line) => (faultOf(line) === undefined) !== ordered.has(line.id)).map(({ id }) => id)
}

/** What two reviews must have in common for the money to be the same. */
export function moneyOf({ lineItems, totals }: Review): string {
  return JSON.stringify([
    lineItems.map(({ id, quantity, charges, nextChargeDate }) => [
      id,
      quantity,
      nextChargeDate,
      charges.map(({ amount, chargeStartDate, chargeEndDate }) => [amount, chargeStartDate, chargeEndDate]),
    ]),
    totals,
  ])
}
