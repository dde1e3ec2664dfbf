import { parseTerm, type Term } from '../core/calendar/term.js'
import type { CommerceProfile } from '../core/catalog/commerce-profile.js'
import type { SaleRules } from '../core/ordering/eligibility.js'
import type { Publisher } from './publishers.js'
import type { Sku } from './skus.js'

type Kept = Omit<Sku, 'profileId' | 'trialTerm' | 'limitKind' | 'limitCount' | keyof SaleRules>

/** A SKU with everything that decides how it is sold. */
export interface SkuForSale extends SaleRules, Kept {
  /** Whether the publisher is the provider itself. */
  readonly isOfProvider: boolean
  /** Where a customer configures it; `{subscription}` stands for the id of the subscription. */
  readonly setupUrl: string | null
  readonly profile: CommerceProfile
  /** A free first stretch. */
  readonly trial: Term | null
}

/**
 * A SKU as it is sold, put together with its publisher, where that is listed, its profile, and the segments for which it
 * has prices. Throws where the row says something this program does not understand.
 */
export function skuForSale(
  stored: Sku,
  publisher: Publisher | undefined,
  profiles: ReadonlyMap<string, CommerceProfile>,
  segments: readonly string[],
): SkuForSale {
  const { profileId, trialTerm, limitKind, limitCount, ...rest } = stored
  const sku = `${stored.productId}:${stored.skuId}`
  const profile = profiles.get(profileId)
  if (profile === undefined) throw new RangeError(`the SKU ${sku} has the profile ${profileId}, which does not exist`)
  const trial = trialTerm === null ? null : parseTerm(trialTerm)
  if (trial === undefined) throw new RangeError(`the SKU ${sku} has the trial ${trialTerm}, which is no length`)
  return {
    ...rest,
    sku,
    title: stored.skuTitle,
    segments,
    limit: limitKind === 'none' || limitCount === null ? null : { kind: limitKind, count: limitCount },
    profile,
    trial,
    channelExcluded: stored.channelExcluded || publisher?.channelExcluded === true,
    publisherCountries: publisher?.countries ?? null,
    isOfProvider: publisher?.isProvider ?? false,
    setupUrl: publisher?.setupUrl ?? null,
  }
}
