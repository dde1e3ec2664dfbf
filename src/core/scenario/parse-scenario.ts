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

const ACTIONS = [
  'purchase',
  'changeQuantity',
  'suspend',
  'reactivate',
  'cancel',
  'convert',
  'changeBillingCycle',
  'setAutoRenew',
  'scheduleChange',
  'purchaseAddon',
] as const

function readAction(reader: ObjectReader, unknown: string[]): ScenarioAction | undefined {
  const type = reader.required(
    'type',
    `one of ${ACTIONS.join(', ')}`,
    parsed((name) => ACTIONS.find((known) => known === name)),
  )
  const quantity = (must: boolean) => {
    const expected = `a whole number from 1 to ${MAXIMUM_QUANTITY}`
    return must
      ? reader.required('quantity', expected, whole(1, MAXIMUM_QUANTITY))
      : reader.optional('quantity', expected, whole(1, MAXIMUM_QUANTITY))
  }
  const nested = (name: string): Partial<ScenarioOffer> | undefined => {
    const inner = reader.object(name)
    if (inner === undefined) return undefined
    const offer = readOffer(inner, unknown)
    unknown.push(...inner.unused())
    return offer
  }
  const atRenewal = () => reader.optional('atRenewal', 'true or false', truth) ?? false
  switch (type) {
    case undefined:
      return undefined
    case 'suspend':
    case 'reactivate':
      return { type }
    case 'purchase': {
      const count = quantity(true)
      const autoRenew = reader.optional('autoRenew', 'true or false', truth)
      return count === undefined
        ? undefined
        : { type, quantity: count, ...(autoRenew === undefined ? {} : { autoRenew }) }
    }
    case 'changeQuantity': {
      const count = quantity(true)
      return count === undefined ? undefined : { type, quantity: count, atRenewal: atRenewal() }
    }
    case 'cancel':
      return { type, atRenewal: atRenewal() }
    case 'convert': {
      const count = quantity(false)
      const toOffer = nested('toOffer')
      return toOffer === undefined ? undefined : { type, toOffer, ...(count === undefined ? {} : { quantity: count }) }
    }
    case 'changeBillingCycle': {
      const toOffer = readOffer(reader, unknown)
      if (toOffer.billingCycle === undefined || toOffer.billingCycle === 'one-time')
        reader.problem('billingCycle', 'must be monthly, annual or upfront')
      return { type, toOffer }
    }
    case 'setAutoRenew': {
      const autoRenew = reader.required('autoRenew', 'true or false', truth)
      return autoRenew === undefined ? undefined : { type, autoRenew }
    }
    case 'scheduleChange': {
      const count = quantity(false)
      const toOffer = reader.has('toOffer') ? nested('toOffer') : undefined
      return {
        type,
        ...(toOffer === undefined ? {} : { toOffer }),
        ...(count === undefined ? {} : { quantity: count }),
      }
    }
    case 'purchaseAddon': {
      const count = quantity(true)
      const offer = nested('offer')
      if (offer !== undefined && offer.prices === undefined)
        reader.problem('offer.unitPrice', 'is missing or cannot be read')
      return count === undefined || offer === undefined ? undefined : { type, offer, quantity: count }
    }
  }
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
