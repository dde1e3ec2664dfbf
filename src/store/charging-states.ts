import type { Day, Instant } from '../core/calendar/day.js'
import type { Availability, BaseCatalog } from '../core/catalog/availability.js'
import { derivationOf } from '../core/charging/terms.js'
import { minorDigitsOf } from '../core/money/currency.js'
import { amountsOf } from '../core/proration/derivation.js'
import { dueOn, type Line, type Subscription } from '../core/subscription/subscription.js'
import type { BinaryRow, BinaryRowWriter } from './binary-copy.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import { STATUSES } from './numbers.js'
import { partnerScope } from './scope.js'

/** Columns of `charging_state` in the order in which rows are written and read. */
export const STATE_COLUMNS = `partner_id, subscription_id, due_on, availability_id, status, quantity, price, price_from,
  trial, auto_renew, window_from, anchor, term_start, term_end, cycle_start, cycle_end, settle_on, deprovision_on,
  charge_count, event_count, last_occurrence_at, detail, discount_id`
const COLUMN_COUNT = 23

export { COLUMN_COUNT as STATE_COLUMN_COUNT }

const NONE: readonly never[] = []

/** Appends one row for `copy charging_state (STATE_COLUMNS) from stdin`. Ids are the 16 bytes of a UUID. */
export function putState(
  writer: BinaryRowWriter,
  partnerId: Uint8Array,
  subscriptionId: Uint8Array,
  state: Subscription,
): void {
  const day = (value: Day | null) => (value === null ? writer.null() : writer.day(value))
  writer.row(COLUMN_COUNT)
  writer.uuidBytes(partnerId)
  writer.uuidBytes(subscriptionId)
  day(dueOn(state))
  writer.uuid(state.availabilityId)
  writer.int16(STATUSES.numberOf(state.status))
  writer.int32(state.quantity)
  writer.int64(state.price)
  day(state.priceFrom)
  writer.bool(state.trial)
  writer.bool(state.autoRenew)
  writer.instant(state.windowFrom)
  writer.day(state.anchor)
  writer.day(state.termStart)
  writer.day(state.termEnd)
  writer.day(state.cycleStart)
  writer.day(state.cycleEnd)
  day(state.settleOn)
  day(state.deprovisionOn)
  writer.int32(state.chargeCount)
  writer.int32(state.eventCount)
  writer.instant(state.lastOccurrenceAt)
  const detail = detailOf(state)
  if (detail === null) writer.null()
  else writer.jsonbText(detail)
  if (state.discountId === null) writer.null()
  else writer.uuid(state.discountId)
}

/** The state of a row read with `copy (select STATE_COLUMNS ...) to stdout`. */
export function readState(row: BinaryRow, catalog: BaseCatalog): Subscription {
  const availabilityId = row.uuid(3)
  const day = (field: number): Day | null => (row.isNull(field) ? null : row.day(field))
  const detail = row.isNull(21) ? undefined : parseDetail(row.jsonbText(21))
  const state = {
    availabilityId,
    status: STATUSES.wordOf(row.int16(4)),
    quantity: row.int32(5),
    price: row.int64(6),
    priceFrom: day(7),
    discountId: row.isNull(22) ? null : row.uuid(22),
    trial: row.bool(8),
    autoRenew: row.bool(9),
    windowFrom: row.instant(10),
    anchor: row.day(11),
    termStart: row.day(12),
    termEnd: row.day(13),
    cycleStart: row.day(14),
    cycleEnd: row.day(15),
    settleOn: day(16),
    deprovisionOn: day(17),
    chargeCount: row.int32(18),
    eventCount: row.int32(19),
    lastOccurrenceAt: row.instant(20),
    open: detail?.open ?? NONE,
    stretches: detail?.stretches ?? NONE,
    additions: detail?.additions ?? NONE,
    credited: detail?.credited ?? NONE,
    scheduled: detail?.scheduled ?? null,
  }
  return detail === undefined ? withWholeLine(state, catalog) : state
}

function withWholeLine(state: Subscription, catalog: BaseCatalog): Subscription {
  const availability = catalog.get(state.availabilityId)
  // Without its availability nothing can be charged either: the fold will refuse and say which one is missing.
  return availability === undefined ? state : { ...state, open: [wholeLineOf(state, availability)] }
}

/** Columns of `charging_state t`, for queries that read it beside other tables; `stateOfRow` reads them. */
export const STATE_ROW = `t.availability_id, t.status, t.quantity, t.price, t.price_from, t.trial, t.auto_renew,
  t.window_from, t.anchor as state_anchor, t.term_start, t.term_end, t.cycle_start, t.cycle_end, t.settle_on,
  t.deprovision_on, t.charge_count, t.event_count, t.last_occurrence_at, t.detail, t.discount_id`

export interface StateRow {
  readonly availability_id: string
  readonly status: number
  readonly quantity: number
  readonly price: bigint
  readonly price_from: Day | null
  readonly trial: boolean
  readonly auto_renew: boolean
  readonly window_from: Instant
  readonly state_anchor: Day
  readonly term_start: Day
  readonly term_end: Day
  readonly cycle_start: Day
  readonly cycle_end: Day
  readonly settle_on: Day | null
  readonly deprovision_on: Day | null
  readonly charge_count: number
  readonly event_count: number
  readonly last_occurrence_at: Instant
  readonly detail: Detail | null
  readonly discount_id: string | null
}

/** The state of a row read with `STATE_ROW`. */
export function stateOfRow(row: StateRow, catalog: BaseCatalog): Subscription {
  const detail = row.detail === null ? undefined : revive(row.detail)
  const state: Subscription = {
    availabilityId: row.availability_id,
    status: STATUSES.wordOf(row.status),
    quantity: row.quantity,
    price: BigInt(row.price),
    priceFrom: row.price_from,
    discountId: row.discount_id,
    trial: row.trial,
    autoRenew: row.auto_renew,
    windowFrom: row.window_from,
    anchor: row.state_anchor,
    termStart: row.term_start,
    termEnd: row.term_end,
    cycleStart: row.cycle_start,
    cycleEnd: row.cycle_end,
    settleOn: row.settle_on,
    deprovisionOn: row.deprovision_on,
    chargeCount: row.charge_count,
    eventCount: row.event_count,
    lastOccurrenceAt: row.last_occurrence_at,
    open: detail?.open ?? NONE,
    stretches: detail?.stretches ?? NONE,
    additions: detail?.additions ?? NONE,
    credited: detail?.credited ?? NONE,
    scheduled: detail?.scheduled ?? null,
  }
  return detail === undefined ? withWholeLine(state, catalog) : state
}

/** The day by which billing runs find the state of a row. */
export function readDueOn(row: BinaryRow): Day | null {
  return row.isNull(2) ? null : row.day(2)
}

type Detail = Pick<Subscription, 'open' | 'stretches' | 'additions' | 'credited' | 'scheduled'>

/** The plain case, four of five rows: one line over the whole cycle. It is left out and made again when read. */
function wholeLineOf(state: Subscription, availability: Availability): Line {
  const days = state.cycleEnd - state.cycleStart
  const derivation = derivationOf(state, availability, days, days)
  return {
    number: state.chargeCount,
    start: state.cycleStart,
    end: state.cycleEnd,
    quantity: state.quantity,
    amount: amountsOf(derivation, minorDigitsOf(availability.currency)).amount,
    derivation,
  }
}

function isPlain(state: Subscription): boolean {
  const line = state.open[0]
  return (
    state.open.length === 1 &&
    line !== undefined &&
    line.number === state.chargeCount &&
    line.start === state.cycleStart &&
    line.end === state.cycleEnd &&
    line.quantity === state.quantity &&
    line.derivation.direction === 1 &&
    line.derivation.price === state.price &&
    line.derivation.priceFrom === state.priceFrom &&
    line.derivation.discountId === state.discountId &&
    line.derivation.limit === null &&
    line.derivation.availabilityId === state.availabilityId &&
    line.derivation.days === line.derivation.cycleDays &&
    line.derivation.days === state.cycleEnd - state.cycleStart &&
    state.stretches.length === 0 &&
    state.additions.length === 0 &&
    state.credited.length === 0 &&
    state.scheduled === null
  )
}

/** What the columns do not say, as JSON; `null` in the plain case. Bigints are texts. */
export function detailOf(state: Subscription): string | null {
  if (isPlain(state)) return null
  const { open, stretches, additions, credited, scheduled } = state
  const detail = { open: open.map(lineData), stretches, additions, credited: credited.map(lineData), scheduled }
  return JSON.stringify(detail, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}

function parseDetail(json: string): Detail {
  return revive(JSON.parse(json) as Detail)
}

function revive(detail: Detail): Detail {
  return { ...detail, open: detail.open.map(lineOf), credited: detail.credited.map(lineOf) }
}

/** Only what a line is, in one order of its fields: charges kept in `open` carry more, and jsonb reorders what it reads. */
function lineData({ number, start, end, quantity, amount, derivation }: Line): object {
  const { direction, policy, price, availabilityId, priceFrom, discountId, days, cycleDays, limit } = derivation
  const billed = derivation.quantity
  return {
    number,
    start,
    end,
    quantity,
    amount,
    derivation: {
      ...{ direction, policy, price, availabilityId, priceFrom, quantity: billed, days, cycleDays, limit },
      // Left out where there is none, as in the rows that were written before there were discounts.
      ...(discountId === null ? {} : { discountId }),
    },
  }
}

function lineOf(line: Line): Line {
  const { derivation } = line
  const { direction, policy, availabilityId, priceFrom, quantity, days, cycleDays } = derivation
  return {
    ...line,
    amount: BigInt(line.amount),
    derivation: {
      direction,
      policy,
      price: BigInt(derivation.price),
      availabilityId,
      priceFrom,
      discountId: derivation.discountId ?? null,
      quantity,
      days,
      cycleDays,
      limit: derivation.limit === null ? null : BigInt(derivation.limit),
    },
  }
}

/**
 * Writes snapshots anew, in the caller's transaction and under the lock of their partners.
 * @param rows the finished output of a `BinaryRowWriter` filled with `putState`
 */
export async function replaceStates(
  session: Session,
  keys: { readonly partnerIds: readonly string[]; readonly subscriptionIds: readonly string[] },
  rows: Iterable<Uint8Array>,
): Promise<void> {
  if (keys.subscriptionIds.length === 0) return
  await session.query(
    `delete from charging_state s using unnest($1::uuid[], $2::uuid[]) as k (partner_id, subscription_id)
     where s.partner_id = k.partner_id and s.subscription_id = k.subscription_id`,
    [keys.partnerIds, keys.subscriptionIds],
  )
  await session.copyIn(`copy charging_state (${STATE_COLUMNS}) from stdin (format binary)`, rows)
}

/** The states of partners that fall due up to a day as binary COPY (`STATE_COLUMNS`), in order of subscription. */
export function copyDueStates(session: Session, partnerIds: readonly string[], asOf: Day): AsyncIterable<Uint8Array> {
  return session.copyOut(`copy (
    select ${STATE_COLUMNS} from charging_state where ${partnerScope(partnerIds)} and due_on <= '${dayParameter(asOf)}'
    order by partner_id, subscription_id
  ) to stdout (format binary)`)
}
