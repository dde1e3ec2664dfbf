import type { NewLine } from './cart-content.js'
import { addOnsFor, isQuantityOf, type Offer, planKeyOf } from './offers.js'
import type { Subscription } from './use-bases.js'

/** How an offer is to be bought, as it was typed. */
export interface Wish {
  readonly plan: string
  readonly quantity: string
  readonly nickname: string
  readonly attested: boolean
  /** The existing subscription an add-on is for; empty where none is. */
  readonly base: string
  /** Quantities of the add-ons that are bought with it, by item id. */
  readonly addOns: Readonly<Record<string, string>>
}

/** What is proposed: the usual plan; for a subscription, as many licenses as that has. */
export function newWish(offer: Offer, withAddOn?: Offer, base?: Pick<Subscription, 'id' | 'quantity'>): Wish {
  const [usual] = offer.terms
  const ofBase = String(base?.quantity ?? '')
  return {
    plan: usual === undefined ? '' : planKeyOf(usual),
    quantity: isQuantityOf(offer, ofBase) ? ofBase : String(offer.minimumQuantity),
    nickname: '',
    attested: false,
    base: base?.id ?? '',
    addOns: withAddOn === undefined ? {} : { [withAddOn.catalogItemId]: String(withAddOn.minimumQuantity) },
  }
}

/** What has to be put right before it can go into the cart. */
export function wrongOf(offer: Offer, wish: Wish, offers: readonly Offer[]): readonly string[] {
  const addOns = addOnsFor(offer, offers).filter(({ catalogItemId }) => wish.addOns[catalogItemId] !== undefined)
  return [
    ...(isQuantityOf(offer, wish.quantity) ? [] : ['quantity']),
    ...(offer.attestationRequired && !wish.attested ? ['attestation'] : []),
    ...(offer.isAddOn && offer.addOnOf.length > 0 && wish.base === '' ? ['base'] : []),
    ...addOns
      .filter((addOn) => !isQuantityOf(addOn, wish.addOns[addOn.catalogItemId]!))
      .map(({ catalogItemId }) => catalogItemId),
  ]
}

/** The line of a cart that asks for it. An add-on with its base has the base's plan, which the server sees to. */
export function lineOf(offer: Offer, wish: Wish): NewLine {
  const [termDuration, billingCycle] = wish.plan.split(' ')
  const name = wish.nickname.trim()
  return {
    catalogItemId: offer.catalogItemId,
    quantity: Number(wish.quantity),
    ...planOf(termDuration, billingCycle),
    ...(name === '' ? {} : { friendlyName: name }),
    ...(offer.attestationRequired ? { attestationAccepted: wish.attested } : {}),
    ...(wish.base === '' ? {} : { provisioningContext: { parentSubscriptionId: wish.base } }),
    ...(Object.keys(wish.addOns).length === 0
      ? {}
      : {
          addonItems: Object.entries(wish.addOns).map(([catalogItemId, quantity]) => ({
            catalogItemId,
            quantity: Number(quantity),
          })),
        }),
  }
}

/** A plan as lines name it. */
export function planOf(termDuration: string | undefined, billingCycle: string | undefined): Partial<NewLine> {
  if (termDuration === undefined || billingCycle === undefined) return {}
  return { termDuration, billingCycle }
}
