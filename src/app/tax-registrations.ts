import type { Operation } from '../core/access/operation.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { isInEuropeanUnion, placeName } from '../core/invoicing/tax-territory.js'
import type { TaxRegistration } from '../core/invoicing/tax-treatment.js'
import { findCountry } from '../core/ordering/countries.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  endRegistration,
  insertRegistration,
  listRegistrations,
  lockRegistrations,
  type StoredRegistration,
} from '../store/tax-rates.js'
import { recordChange } from './audit.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'

export type { StoredRegistration }

/** Where the provider is registered for taxes, its home first. */
export function showRegistrations({ session }: Pick<UseCase, 'session'>): Promise<readonly StoredRegistration[]> {
  return listRegistrations(session)
}

/** Notes a registration of the provider. From its first day on invoices are taxed. */
export async function addRegistration(context: UseCase, wanted: TaxRegistration): Promise<Outcome<StoredRegistration>> {
  const problem = problemOf(wanted)
  if (problem !== undefined) return refuse('malformed', problem)
  const others = await lockRegistrations(context.session)
  const rival = others.find((other) => isRival(other, wanted))
  if (rival !== undefined) {
    const { kind, number } = rival
    return refuse('tax-registration-overlap', { kind, place: placeName(rival), number })
  }
  const registration: StoredRegistration = {
    ...wanted,
    registrationId: context.newId(),
    recordedAt: context.now,
    recordedBy: context.actor.name,
  }
  await insertRegistration(context.session, registration)
  await record(context, 'create_tax_registration', null, registration)
  return accept(registration)
}

function problemOf({ kind, country, region, since, until }: TaxRegistration) {
  const known = findCountry(country)
  if (known === undefined) return { what: 'country', problem: `${country} is not known` }
  if (region !== '' && !Object.hasOwn(known.states, region)) {
    return { what: 'region', problem: `${region} is no state of ${country}` }
  }
  if (until !== undefined && until <= since) return { what: 'until', problem: 'it must be after since' }
  if (kind === 'one-stop-shop' && !isInEuropeanUnion(country)) {
    return { what: 'country', problem: 'the one-stop shop is that of a member state of the European Union' }
  }
  return undefined
}

/** There is one home and one shop at a time, and one registration for a place. */
function isRival(left: TaxRegistration, right: TaxRegistration): boolean {
  const apart = (left.until ?? Infinity) <= right.since || (right.until ?? Infinity) <= left.since
  if (apart) return false
  if (left.kind !== right.kind) {
    const isShop = left.kind === 'one-stop-shop' || right.kind === 'one-stop-shop'
    return !isShop && placeName(left) === placeName(right)
  }
  return left.kind !== 'local' || placeName(left) === placeName(right)
}

/** Ends a registration: `until` is the first day on which it no longer holds. */
export async function closeRegistration(
  context: UseCase,
  registrationId: string,
  until: Day,
): Promise<Outcome<StoredRegistration>> {
  const registrations = await lockRegistrations(context.session)
  const before = registrations.find((registration) => registration.registrationId === registrationId)
  if (before === undefined) return refuse('not-found', { what: 'tax registration', id: registrationId })
  if (until < before.since) {
    return refuse('malformed', { what: 'until', problem: `it must not be before ${formatDay(before.since)}` })
  }
  const rival = registrations.find((other) => other !== before && isRival(other, { ...before, until }))
  if (rival !== undefined) {
    return refuse('tax-registration-overlap', { kind: rival.kind, place: placeName(rival), number: rival.number })
  }
  const after: StoredRegistration = { ...before, until }
  await endRegistration(context.session, registrationId, until)
  await record(context, 'update_tax_registration', before, after)
  return accept(after)
}

function record(
  context: UseCase,
  operationType: Operation,
  before: StoredRegistration | null,
  after: StoredRegistration,
): Promise<void> {
  const shown = ({ kind, number, since, until, ...place }: StoredRegistration) => ({
    ...{ kind, place: placeName(place), number, since: formatDay(since) },
    ...(until === undefined ? {} : { until: formatDay(until) }),
  })
  return recordChange(context, {
    ...{ partnerId: PLATFORM_ID, customer: null, resourceType: 'tax_registration', operationType },
    before: before === null ? null : shown(before),
    after: shown(after),
  })
}
