import { type Day, type Instant, parseDay } from '../calendar/day.js'
import { parseInstant, startOfDay } from '../calendar/instant.js'
import { parseTerm, type Term } from '../calendar/term.js'
import { parseBillingCycle } from '../catalog/billing-cycle.js'
import type { PriceRow } from '../catalog/price-list.js'
import { findProfile } from '../catalog/profiles.js'
import { parseCurrency } from '../money/currency.js'
import { parseDecimal } from '../money/decimal.js'
import { unitPriceOf } from '../money/unit-price.js'
import { findPolicy } from '../proration/policies.js'
import { type ObjectReader, type Problem, parsed, readObject, text, truth, whole } from './reader.js'
import type { ExpectedFile, Scenario, ScenarioAction, ScenarioEvent, ScenarioOffer } from './scenario.js'

export const MAXIMUM_EVENTS = 10_000
export const MAXIMUM_QUANTITY = 10_000_000

/** A scenario, or everything that is wrong with it; `unknown` names properties that mean nothing here. */
export type ParsedScenario =
  | { readonly ok: true; readonly scenario: Scenario; readonly unknown: readonly string[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads a scenario from parsed JSON. The format is described in `docs/scenarios.md`. */
export function parseScenario(document: unknown): ParsedScenario {
  const problems: Problem[] = []
  const unknown: string[] = []
  const root = readObject(document, '', problems)
  const scenario = root === undefined ? undefined : readScenario(root, unknown)
  if (scenario === undefined || problems.length > 0) return { ok: false, problems }
  return { ok: true, scenario, unknown: [...unknown, ...(root?.unused() ?? [])] }
}

function readScenario(root: ObjectReader, unknown: string[]): Scenario | undefined {
  const title = root.required('title', 'a title of at most 200 characters', text(200))
  const source = root.optional('source', 'a text of at most 500 characters', text(500)) ?? ''
  const profile = root.required('profile', 'license, one-time-recurring, saas or new-commerce', parsed(findProfile))
  const currency = root.required('currency', 'an ISO 4217 code such as USD', parsed(parseCurrency))
  const billingDay = root.optional('billingDay', 'a day of the month from 1 to 28', whole(1, 28)) ?? 1
  const proration = root.optional('proration', 'the id of a proration policy, such as unit', parsed(findPolicy))
  const offerReader = root.object('offer')
  const offer = offerReader === undefined ? undefined : readWholeOffer(offerReader, unknown)
  const eventReaders = root.list('events', MAXIMUM_EVENTS)
  const events = eventReaders.map((reader) => readEvent(reader, unknown)).filter((event) => event !== undefined)
  const expect = root.has('expect') ? root.list('expect', 1_000).map((file) => readExpectedFile(file, unknown)) : null
  const until = root.required('until', 'a day as YYYY-MM-DD', parsed(parseDay))
  if (root.has('comment')) root.optional('comment', 'a text', text(2_000))
  unknown.push(...[offerReader, ...eventReaders].flatMap((reader) => reader?.unused() ?? []))
  if (title === undefined || profile === undefined || currency === undefined || offer === undefined) return undefined
  if (until === undefined || events.length < eventReaders.length) return undefined
  if (events.length === 0) root.problem('events', 'must hold at least a purchase')
  return {
    title,
    source,
    profile,
    currency,
    billingDay,
    proration: proration?.id ?? null,
    offer,
    // A stable sort: events at the same instant keep the order in which they are written.
    events: [...events].sort((a, b) => a.at - b.at),
    until,
    expect,
  }
}

function readWholeOffer(reader: ObjectReader, unknown: string[]): ScenarioOffer | undefined {
  const offer = readOffer(reader, unknown)
  if (!reader.has('unitPrice') && !reader.has('prices')) {
    reader.problem('unitPrice', 'is missing; it must be a decimal text such as "4.00"')
  }
  if (!reader.has('billingCycle'))
    reader.problem('billingCycle', 'is missing; it must be monthly, annual, upfront or one-time')
  if (!reader.has('term') && offer.billingCycle !== 'one-time') {
    reader.problem('term', 'is missing; it must be a length such as P1M, P1Y or P3Y')
  }
  if (offer.prices === undefined || offer.billingCycle === undefined) return undefined
  const term = offer.term ?? { unit: 'day', count: 1 }
  return {
    name: offer.name ?? 'Offer',
    term,
    billingCycle: offer.billingCycle,
    prices: offer.prices,
    pricePer: offer.pricePer ?? { unit: 'month', count: 1 },
    trial: offer.trial ?? null,
    flat: offer.flat ?? false,
  }
}

function readOffer(reader: ObjectReader, unknown: string[]): Partial<ScenarioOffer> {
  const name = reader.optional('name', 'a name of at most 200 characters', text(200))
  const term = reader.optional('term', 'a length such as P1M, P1Y or P3Y', parsed(parseTerm))
  const billingCycle = reader.optional(
    'billingCycle',
    'monthly, annual, upfront or one-time',
    parsed(parseBillingCycle),
  )
  const unitPrice = reader.optional('unitPrice', 'a price as text, such as "4.00"', parsePrice)
  const prices = reader.has('prices')
    ? reader
        .list('prices', 1_000)
        .map((row) => readPriceRow(row, unknown))
        .filter((row) => row !== undefined)
    : undefined
  const pricePer = reader.optional('pricePer', 'a length such as P1M', parsed(parseTerm))
  const trial = reader.optional('trial', 'a length such as P1M or P30D', parseTrial)
  const flat = reader.optional('flat', 'true or false', truth)
  const rows = prices ?? (unitPrice === undefined ? undefined : [openRow(unitPrice)])
  return {
    ...(name === undefined ? {} : { name }),
    ...(term === undefined ? {} : { term }),
    ...(billingCycle === undefined ? {} : { billingCycle }),
    ...(rows === undefined ? {} : { prices: [...rows].sort((a, b) => a.validFrom - b.validFrom) }),
    ...(pricePer === undefined ? {} : { pricePer }),
    ...(trial === undefined || trial === 'none' ? {} : { trial }),
    ...(flat === undefined ? {} : { flat }),
  }
}

function readPriceRow(reader: ObjectReader, unknown: string[]): PriceRow | undefined {
  const validFrom = reader.required('from', 'a day as YYYY-MM-DD', parsed(parseDay))
  const unitPrice = reader.required('unitPrice', 'a price as text, such as "4.00"', parsePrice)
  unknown.push(...reader.unused())
  return validFrom === undefined || unitPrice === undefined ? undefined : { validFrom, validTo: null, unitPrice }
}

function openRow(unitPrice: bigint): PriceRow {
  return { validFrom: parseDay('1900-01-01')!, validTo: null, unitPrice }
}

function readEvent(reader: ObjectReader, unknown: string[]): ScenarioEvent | undefined {
  const at = readInstant(reader)
  const subscription = reader.optional('subscription', 'a label of at most 60 characters', text(60)) ?? 'main'
  const refused = reader.optional('refused', 'a refusal code', text(60)) ?? null
  const action = readAction(reader, unknown)
  return at === undefined || action === undefined ? undefined : { at, subscription, action, refused }
}

function readInstant(reader: ObjectReader): Instant | undefined {
  if (reader.has('on') === reader.has('at')) {
    reader.problem('on', 'give the day (`on`) or the instant (`at`), one of them')
    return undefined
  }
  if (reader.has('at')) {
    return reader.required('at', 'an instant with its offset, such as 2019-06-11T00:30:00+02:00', parsed(parseInstant))
  }
  const day: Day | undefined = reader.required('on', 'a day as YYYY-MM-DD', parsed(parseDay))
  return day === undefined ? undefined : startOfDay(day)
}

/** How one field of an action is read: `undefined` where it is left out, or wrong and reported. */
interface Field<T> {
  readonly must: boolean
  read(event: ObjectReader, name: string, unknown: string[]): T | undefined
}

function given<T>(must: boolean, expected: string, parse: (value: unknown) => T | undefined): Field<T> {
  return {
    must,
    read: (event, name) => (must ? event.required(name, expected, parse) : event.optional(name, expected, parse)),
  }
}

const someQuantity = (must: boolean) =>
  given(must, `a whole number from 1 to ${MAXIMUM_QUANTITY}`, whole(1, MAXIMUM_QUANTITY))
const someTruth = (must: boolean) => given(must, 'true or false', truth)

const atRenewal: Field<boolean> = {
  must: true,
  read: (event, name, unknown) => someTruth(false).read(event, name, unknown) ?? false,
}

const offerInside = (must: boolean): Field<Partial<ScenarioOffer>> => ({
  must,
  read(event, name, unknown) {
    const inner = must || event.has(name) ? event.object(name) : undefined
    if (inner === undefined) return undefined
    const offer = readOffer(inner, unknown)
    unknown.push(...inner.unused())
    return offer
  },
})

const offerWithPrice: Field<Partial<ScenarioOffer>> = {
  must: true,
  read(event, name, unknown) {
    const offer = offerInside(true).read(event, name, unknown)
    if (offer === undefined || offer.prices !== undefined) return offer
    event.problem(`${name}.unitPrice`, 'is missing or cannot be read')
    return undefined
  },
}

/** The billing cycle and what else changes stand beside the type, not in an object of their own. */
const offerBeside: Field<Partial<ScenarioOffer>> = {
  must: true,
  read(event, _, unknown) {
    const offer = readOffer(event, unknown)
    if (offer.billingCycle !== undefined && offer.billingCycle !== 'one-time') return offer
    event.problem('billingCycle', 'must be monthly, annual or upfront')
    return undefined
  },
}

type ActionOf<T extends ScenarioAction['type']> = Extract<ScenarioAction, { readonly type: T }>
type FieldsOf<A> = { readonly [K in Exclude<keyof A, 'type'>]-?: Field<Exclude<A[K], undefined>> }

/** The fields of every action. */
const ACTIONS: { readonly [T in ScenarioAction['type']]: FieldsOf<ActionOf<T>> } = {
  purchase: { quantity: someQuantity(true), autoRenew: someTruth(false) },
  changeQuantity: { quantity: someQuantity(true), atRenewal },
  suspend: {},
  reactivate: {},
  cancel: { atRenewal },
  convert: { quantity: someQuantity(false), toOffer: offerInside(true) },
  changeBillingCycle: { toOffer: offerBeside },
  setAutoRenew: { autoRenew: someTruth(true) },
  scheduleChange: { quantity: someQuantity(false), toOffer: offerInside(false) },
  purchaseAddon: { quantity: someQuantity(true), offer: offerWithPrice },
}

const ACTION_TYPES = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]

function readAction(reader: ObjectReader, unknown: string[]): ScenarioAction | undefined {
  const type = reader.required(
    'type',
    `one of ${ACTION_TYPES.join(', ')}`,
    parsed((name) => ACTION_TYPES.find((known) => known === name)),
  )
  if (type === undefined) return undefined
  const fields: [string, Field<unknown>][] = Object.entries(ACTIONS[type])
  const read = fields.map(([name, { must, read }]) => ({ name, must, value: read(reader, name, unknown) }))
  if (read.some(({ must, value }) => must && value === undefined)) return undefined
  const found = read.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value])
  return { type, ...Object.fromEntries(found) } as ScenarioAction
}

function readExpectedFile(reader: ObjectReader, unknown: string[]): ExpectedFile {
  const file = reader.required('file', 'a day as YYYY-MM-DD', (value) =>
    typeof value === 'string' && parseDay(value) !== undefined ? value : undefined,
  )
  const lines = reader.list('lines', 100_000).map((line) => {
    const found: Record<string, string | number> = {}
    for (const name of line.unused()) {
      const field = line.path === '' ? name : name.slice(line.path.length + 1)
      const value = line.required(field, 'a text or a number', (given) =>
        typeof given === 'string' || typeof given === 'number' ? given : undefined,
      )
      if (value !== undefined) found[field] = value
    }
    return found
  })
  unknown.push(...reader.unused())
  return { file: file ?? '', lines }
}

function parsePrice(value: unknown): bigint | undefined {
  const decimal = typeof value === 'string' ? parseDecimal(value) : undefined
  const price = decimal === undefined ? undefined : unitPriceOf(decimal)
  return price !== undefined && price >= 0n ? price : undefined
}

/** A trial's length: an ISO 8601 duration, a number of days, `true` for a month; `false` for none. */
function parseTrial(value: unknown): Term | 'none' | undefined {
  if (value === false) return 'none'
  if (value === true) return { unit: 'month', count: 1 }
  if (typeof value === 'number') return parseTerm(`P${value}D`)
  return typeof value === 'string' ? parseTerm(value) : undefined
}
