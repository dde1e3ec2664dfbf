import { type Day, FIRST_DAY } from '../core/calendar/day.js'
import { fractionOfRate } from '../core/invoicing/distribute-tax.js'
import {
  assessTax,
  type TaxAssessment,
  type TaxEngine,
  type TaxExemption,
  type TaxedNet,
  type TaxQuestion,
  type TaxRate,
} from '../core/invoicing/tax-engine.js'
import { modulusFor } from '../core/invoicing/tax-histogram.js'
import { placeName, type TaxPlace, taxPlaceOf } from '../core/invoicing/tax-territory.js'
import { decideTreatment, type TaxIdState, type TaxRegistration } from '../core/invoicing/tax-treatment.js'
import { writtenTaxId } from '../core/ordering/vat-id.js'
import type { Outcome } from '../core/refusal.js'
import { listExemptions } from '../store/tax-claims.js'
import {
  listPartnerCountries,
  listTaxIdValidations,
  listTaxProfiles,
  type TaxIdValidation,
  type TaxProfile,
} from '../store/tax-profiles.js'
import { listRegistrations, listTaxRates } from '../store/tax-rates.js'
import { OFFLINE_VALIDATOR } from './tax-ids.js'
import type { Session } from './use-case.js'

/** Everything dated that decides about the taxes of some partners. */
export interface TaxStanding {
  readonly registrations: readonly TaxRegistration[]
  readonly rates: readonly TaxRate[]
  readonly buyers: ReadonlyMap<string, BuyerStanding>
}

/** What is known of a partner: histories, newest first, and approved exemptions. */
export interface BuyerStanding {
  readonly country: string
  readonly profiles: readonly TaxProfile[]
  readonly validations: readonly TaxIdValidation[]
  readonly exemptions: readonly TaxExemption[]
}

/** Most exemptions of the partners of one chunk; there are a few of each at most. */
const MOST_EXEMPTIONS = 1_000_000

/** Loads what decides about the taxes of partners; `undefined` where the provider never registered for any tax. */
export async function loadTaxStanding(
  session: Session,
  partnerIds: readonly string[],
): Promise<TaxStanding | undefined> {
  const registrations = await listRegistrations(session)
  if (registrations.length === 0) return undefined
  return { registrations, rates: await listTaxRates(session), buyers: await loadBuyers(session, partnerIds) }
}

/** What is known of partners. */
export async function loadBuyers(
  session: Session,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, BuyerStanding>> {
  const countries = await listPartnerCountries(session, partnerIds)
  // Ids may have been stored before prefixes were added.
  const written = (partnerId: string, taxId: string) => writtenTaxId(countries.get(partnerId) ?? '', taxId)
  const profiles = grouped(
    (await listTaxProfiles(session, partnerIds)).map((profile) => {
      const { country, taxId } = profile
      return { ...profile, taxId: taxId === null ? null : writtenTaxId(country, taxId) }
    }),
  )
  const validations = grouped(
    (await listTaxIdValidations(session, partnerIds)).map((check) => {
      return { ...check, taxId: written(check.partnerId, check.taxId) }
    }),
  )
  const approved = { partnerIds, states: ['approved'], limit: MOST_EXEMPTIONS } as const
  const exemptions = grouped(await listExemptions(session, approved))
  return new Map(
    [...countries].map(([partnerId, country]) => {
      const of = <T>(rows: ReadonlyMap<string, T[]>) => rows.get(partnerId) ?? []
      return [
        partnerId,
        { country, profiles: of(profiles), validations: of(validations), exemptions: of(exemptions) },
      ] as const
    }),
  )
}

function grouped<T extends { readonly partnerId: string }>(rows: readonly T[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.partnerId)
    if (group === undefined) groups.set(row.partnerId, [row])
    else group.push(row)
  }
  return groups
}

/** The version of a partner's profile that holds on a day; `undefined` where it has said nothing by then. */
export function profileOn({ profiles }: BuyerStanding, day: Day): TaxProfile | undefined {
  return profiles.find(({ validFrom }) => validFrom <= day)
}

/**
 * What was known on a day of a tax id: the last check up to it, whatever was found later. Check digits tell nothing about
 * an id that somebody has looked up.
 */
export function taxIdStateOn({ validations }: BuyerStanding, taxId: string, day: Day): TaxIdState {
  const checks = validations.filter((check) => check.taxId === taxId && check.checkedOn <= day)
  const lookedUp = checks.find(({ validator }) => validator !== OFFLINE_VALIDATOR.name)
  return (lookedUp ?? checks[0])?.state ?? 'unchecked'
}

/** What is known of partners now, as if it had been known always: so documents that replace others are taxed. */
export function asKnownNow(buyers: ReadonlyMap<string, BuyerStanding>): ReadonlyMap<string, BuyerStanding> {
  return new Map(
    [...buyers].map(([partnerId, buyer]) => {
      const profiles = buyer.profiles.slice(0, 1).map((profile) => ({ ...profile, validFrom: FIRST_DAY }))
      const validations = buyer.validations.map((check) => ({ ...check, checkedOn: FIRST_DAY }))
      return [partnerId, { ...buyer, profiles, validations }]
    }),
  )
}

/** Everything an engine is told of a partner and a day, but the amounts. */
function questionOf(standing: TaxStanding, partnerId: string, day: Day): Omit<TaxQuestion, 'nets'> {
  const buyer = standing.buyers.get(partnerId)
  if (buyer === undefined) throw new Error(`the taxes of ${partnerId} were not loaded`)
  const profile = profileOn(buyer, day)
  const taxId = profile?.taxId ?? undefined
  return {
    day,
    registrations: standing.registrations,
    rates: standing.rates,
    exemptions: buyer.exemptions,
    buyer: {
      country: profile?.country ?? buyer.country,
      region: profile?.region ?? '',
      taxId,
      taxIdState: taxId === undefined ? 'unchecked' : taxIdStateOn(buyer, taxId, day),
    },
  }
}

/** The tax of a partner on net amounts on a day; `undefined` where the provider has no registration on it. */
export function assessFor(
  standing: TaxStanding,
  partnerId: string,
  day: Day,
  nets: readonly TaxedNet[],
  engine: TaxEngine = assessTax,
): Outcome<TaxAssessment | undefined> {
  return engine({ ...questionOf(standing, partnerId, day), nets })
}

/** The registration by which a partner is taxed on a day; `undefined` where there is none. */
export function registrationFor(standing: TaxStanding, partnerId: string, day: Day): TaxRegistration | undefined {
  return decideTreatment(standing.registrations, questionOf(standing, partnerId, day).buyer, day)?.registration
}

/** What the amounts of a partner's charges are divided by, so that their residues do for every rate it may be charged. */
export function modulusOf({ rates, registrations, buyers }: TaxStanding, partnerId: string): bigint {
  const buyer = buyers.get(partnerId)!
  const places: readonly TaxPlace[] = [{ country: buyer.country, region: '' }, ...buyer.profiles, ...registrations]
  // Where a region has no rates of its own, those of its country hold.
  const taxed = new Set(places.map(taxPlaceOf).flatMap((place) => [placeName(place), place.country]))
  const relevant = rates.filter((rate) => taxed.has(placeName(rate)))
  return modulusFor(relevant.map(({ rate }) => fractionOfRate(rate)))
}
