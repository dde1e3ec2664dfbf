import { recurringInvoiceDate } from '../core/calendar/billing-calendar.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { TaxAssessment, TaxedNet } from '../core/invoicing/tax-engine.js'
import type { TaxIdState } from '../core/invoicing/tax-treatment.js'
import { findCountry } from '../core/ordering/countries.js'
import { writtenTaxId } from '../core/ordering/vat-id.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  insertTaxIdValidation,
  insertTaxProfile,
  lockLastInvoiceDay,
  type TaxIdValidation,
  type TaxProfile,
} from '../store/tax-profiles.js'
import type { Account } from './accounts.js'
import { recordChange } from './audit.js'
import { noteTaxIdSeen } from './note-tax-id-seen.js'
import { loadPartner } from './partners.js'
import type { TaxIdFinding } from './tax-id-validator.js'
import { OFFLINE_VALIDATOR } from './tax-ids.js'
import { assessFor, type BuyerStanding, loadBuyers, loadTaxStanding, profileOn, taxIdStateOn } from './tax-standing.js'
import type { UseCase } from './use-case.js'

export type { TaxIdValidation, TaxProfile }

/** What a partner says of itself that decides about its taxes. */
export interface TaxFacts {
  /** State or province; empty where there is none. */
  readonly region: string
  /** `null` for none. */
  readonly taxId: string | null
}

/** How a partner stands on a day. */
export interface TaxStandingView extends TaxFacts {
  readonly country: string
  readonly taxIdState: TaxIdState
  readonly validFrom: Day
}

export interface PartnerTaxes {
  readonly now: TaxStandingView
  /** What holds later already decided; `undefined` where nothing changes. */
  readonly next: TaxStandingView | undefined
  readonly profiles: readonly TaxProfile[]
  readonly validations: readonly TaxIdValidation[]
}

/** A sandbox has a clock of its own, also for who works on it from outside. */
function atClockOf(context: UseCase, { clockAt }: Account): UseCase {
  return { ...context, now: clockAt ?? context.now }
}

/** What the provider sees of a partner's taxes; that somebody saw its tax ids is recorded. */
export async function showPartnerTaxes(context: UseCase, partnerId: string): Promise<Outcome<PartnerTaxes>> {
  const account = await loadPartner(context, partnerId)
  if (!account.ok) return account
  const taxes = await loadPartnerTaxes(atClockOf(context, account.value), account.value)
  const showsTaxId = [...taxes.profiles, ...taxes.validations].some(({ taxId }) => taxId !== null)
  if (showsTaxId) await noteTaxIdSeen(context, account.value, 'tax')
  return accept(taxes)
}

/** What is known of a partner's taxes. */
export async function loadPartnerTaxes(context: UseCase, account: Account): Promise<PartnerTaxes> {
  const buyer = (await loadBuyers(context.session, [account.partnerId])).get(account.partnerId)!
  const today = dayOfInstant(context.now)
  const latest = buyer.profiles[0]
  const view = (profile: TaxProfile | undefined): TaxStandingView => ({
    country: profile?.country ?? buyer.country,
    region: profile?.region ?? '',
    taxId: profile?.taxId ?? null,
    taxIdState: stateOf(buyer, profile, today),
    validFrom: profile?.validFrom ?? account.openedOn,
  })
  return {
    now: view(profileOn(buyer, today)),
    next: latest !== undefined && latest.validFrom > today ? view(latest) : undefined,
    profiles: buyer.profiles,
    validations: buyer.validations,
  }
}

function stateOf(buyer: BuyerStanding, profile: TaxProfile | undefined, day: Day): TaxIdState {
  const taxId = profile?.taxId ?? null
  return taxId === null ? 'unchecked' : taxIdStateOn(buyer, taxId, day)
}

/**
 * Notes that a partner changed what its billing profile says about taxes. It holds from the next billing day on; before
 * the first invoice, from the beginning. Invoices that were issued stay as they are.
 */
export async function noteTaxFacts(
  context: UseCase,
  account: Account,
  before: TaxFacts,
  after: TaxFacts,
): Promise<void> {
  // One from before prefixes were added says the same without its.
  const taxId = before.taxId === null ? null : writtenTaxId(account.country, before.taxId)
  if (before.region === after.region && taxId === after.taxId) return
  const last = await lockLastInvoiceDay(context.session, account.partnerId)
  const tomorrow = (dayOfInstant(context.now) + 1) as Day
  const next = recurringInvoiceDate(tomorrow, account.billingDay)
  const validFrom = last === undefined ? account.openedOn : (Math.max(next, last + 1) as Day)
  await appendVersion(context, account, after, validFrom)
}

/** Says from which day on a partner is taxed on which data. Refused where that day has been invoiced already. */
export async function setTaxFacts(
  given: UseCase,
  partnerId: string,
  facts: Partial<TaxFacts>,
  validFrom: Day,
): Promise<Outcome<PartnerTaxes>> {
  const account = await loadPartner(given, partnerId)
  if (!account.ok) return account
  const context = atClockOf(given, account.value)
  const last = await lockLastInvoiceDay(context.session, partnerId)
  if (last !== undefined && validFrom <= last) {
    return refuse('tax-profile-invoiced', { day: formatDay(last), earliest: formatDay((last + 1) as Day) })
  }
  const taxId = judgeTaxId(facts.taxId ?? undefined, account.value.country)
  if (!taxId.ok) return taxId
  const states = findCountry(account.value.country)?.states ?? {}
  if (facts.region !== undefined && facts.region !== '' && !Object.hasOwn(states, facts.region)) {
    const problem =
      Object.keys(states).length === 0 ? 'the country has no states' : `one of ${Object.keys(states).join(', ')}`
    return refuse('malformed', { what: 'region', problem })
  }
  const buyer = (await loadBuyers(context.session, [partnerId])).get(partnerId)!
  const latest = buyer.profiles[0]
  const wanted: TaxFacts = {
    region: facts.region ?? latest?.region ?? '',
    taxId: facts.taxId === undefined ? (latest?.taxId ?? null) : (taxId.value ?? null),
  }
  await appendVersion(context, account.value, wanted, validFrom)
  return accept(await loadPartnerTaxes(context, account.value))
}

/** A tax id in the form its country writes it in, with its prefix; refused where it is none. */
export function judgeTaxId(given: string | undefined, code: string): Outcome<string | undefined> {
  const form = findCountry(code)?.vatId ?? null
  if (given === undefined || form === null) return accept(given)
  const written = writtenTaxId(code, given)
  const fits = [written, given.toUpperCase()].some((text) => new RegExp(form.pattern).test(text))
  return fits ? accept(written) : refuse('tax-id-malformed', { country: code, sample: form.sample })
}

async function appendVersion(context: UseCase, account: Account, facts: TaxFacts, validFrom: Day): Promise<void> {
  const { session, now, actor } = context
  const { partnerId, country } = account
  const { profiles } = (await loadBuyers(session, [partnerId])).get(partnerId)!
  const latest = profiles[0]
  const by = { recordedAt: now, recordedBy: actor.name }
  await insertTaxProfile(session, {
    ...{ partnerId, version: (latest?.version ?? 0) + 1, validFrom, country },
    ...facts,
    ...by,
  })
  const shown = ({ region, taxId }: TaxFacts, from: Day) => ({
    ...{ country, region, taxId: taxId === null ? '(none)' : '(hidden)', validFrom: formatDay(from) },
  })
  await recordChange(context, {
    partnerId,
    customer: null,
    resourceType: 'tax_profile',
    operationType: 'update_tax_profile',
    before: latest === undefined ? null : shown(latest, latest.validFrom),
    after: shown(facts, validFrom),
  })
  if (facts.taxId !== null && facts.taxId !== latest?.taxId) {
    await validateTaxId(context, account, facts.taxId)
  }
}

/** Has a tax id checked, and keeps what was found. */
async function validateTaxId(context: UseCase, account: Account, taxId: string): Promise<TaxIdValidation> {
  const validator = context.taxIdValidator ?? OFFLINE_VALIDATOR
  const finding = await validator.check(account.country, taxId)
  return keepFinding(context, account, taxId, finding, {
    validator: validator.name,
    checkedOn: dayOfInstant(context.now),
  })
}

async function keepFinding(
  context: UseCase,
  { partnerId }: Account,
  taxId: string,
  { state, evidence }: TaxIdFinding,
  check: Pick<TaxIdValidation, 'validator' | 'checkedOn'>,
): Promise<TaxIdValidation> {
  const { session, now, newId, actor } = context
  const by = { recordedAt: now, recordedBy: actor.name }
  const validation: TaxIdValidation = { partnerId, validationId: newId(), taxId, state, evidence, ...check, ...by }
  await insertTaxIdValidation(session, validation)
  await recordChange(context, {
    partnerId,
    customer: null,
    resourceType: 'tax_profile',
    operationType: 'validate_tax_id',
    before: null,
    after: { state, evidence, validator: check.validator, checkedOn: formatDay(check.checkedOn) },
  })
  return validation
}

/** What somebody found out about a tax id, and where; without it, the program looks at its form and check digits. */
export interface TaxIdCheck extends TaxIdFinding {
  readonly checkedOn: Day
}

/** Keeps what is known of the tax id a partner has, or will have. */
export async function checkPartnerTaxId(
  given: UseCase,
  partnerId: string,
  check: TaxIdCheck | undefined,
): Promise<Outcome<TaxIdValidation>> {
  const account = await loadPartner(given, partnerId)
  if (!account.ok) return account
  const context = atClockOf(given, account.value)
  const buyer = (await loadBuyers(context.session, [partnerId])).get(partnerId)!
  const taxId = buyer.profiles[0]?.taxId ?? null
  if (taxId === null) return refuse('not-found', { what: 'tax id of', id: partnerId })
  if (check === undefined) return accept(await validateTaxId(context, account.value, taxId))
  if (check.checkedOn > dayOfInstant(context.now)) {
    return refuse('malformed', { what: 'checkedOn', problem: 'the day has not come yet' })
  }
  const { checkedOn } = check
  return accept(await keepFinding(context, account.value, taxId, check, { validator: context.actor.name, checkedOn }))
}

/** What an amount would be taxed by, were it invoiced to a partner on a day; `undefined` without any registration. */
export async function explainTaxes(
  context: UseCase,
  partnerId: string,
  net: TaxedNet,
  on: Day,
): Promise<Outcome<TaxAssessment | undefined>> {
  const account = await loadPartner(context, partnerId)
  if (!account.ok) return account
  const standing = await loadTaxStanding(context.session, [partnerId])
  return standing === undefined ? accept(undefined) : assessFor(standing, partnerId, on, [net])
}
