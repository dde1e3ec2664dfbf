import type { Day } from '../../core/calendar/day.js'
import { addDecimals, compareDecimals } from '../../core/money/decimal.js'
import type { RatedLine } from '../../core/rating/rated-line.js'
import { dailyShares } from '../../core/rating/share-by-day.js'
import type { ReconLine, UsageDetail } from '../../core/recon/recon-line.js'
import {
  findLastUsageDay,
  listUsageDayRows,
  listUsageDaySums,
  type UsageDayPage,
  type UsageDayRow,
  type UsageDaySum,
  type UsageOfDate,
  type UsagePosition,
} from '../../store/usage-day-rows.js'
import type { Session } from '../use-case.js'

export type { UsagePosition }

/** Where a page of daily rows ends. */
export interface DailyEnd extends UsagePosition {
  /** What the rows of its meter up to it add up to, so that the next page need not add them up again; looked up without it. */
  readonly sums?: readonly UsageDaySum[]
}

/** Which daily rows are wanted. */
export interface DailyWish extends UsageDayPage {
  readonly after?: DailyEnd | undefined
}

/** The usage of an invoice day by day. */
export interface DailySource extends UsageOfDate {
  /** Its lines for usage in order of subscription and number, page by page, from a subscription on. */
  readonly linesFrom: (subscriptionId: string | undefined) => AsyncIterable<readonly ReconLine[]>
}

/** Rows of a daily list. */
export interface DailyPage {
  readonly lines: readonly ReconLine[]
  /** Where the next page goes on, which may be past the last line of this one; `undefined` where there is none. */
  readonly end: DailyEnd | undefined
}

/**
 * A page of daily rows: `limit` days and resources of the date, those of them that are on the document, and with them what
 * was corrected without any usage of its own. Rows of a line add up to it, wherever pages begin.
 */
export async function readDailyPage(session: Session, source: DailySource, page: DailyWish): Promise<DailyPage> {
  const { after, limit, earnsCredit } = page
  const found = await listUsageDayRows(session, source, { ...page, limit: limit + 1 })
  const days = found.slice(0, limit)
  // Not the place of the last line: days of another document and days that came to nothing have none.
  const end = found.length <= limit ? undefined : days.at(-1)!
  const byMeter = new Map<string, UsageDayRow[]>()
  for (const day of days) {
    const key = meterKey(day)
    const known = byMeter.get(key)
    if (known === undefined) byMeter.set(key, [day])
    else known.push(day)
  }
  const goesOn = after !== undefined && byMeter.has(meterKey(after))
  const before = goesOn ? (after.sums ?? (await listUsageDaySums(session, source, after))) : []
  const rows: ReconLine[] = []
  for await (const lines of metersFrom(source, after, end)) {
    const wanted =
      earnsCredit === undefined ? lines : lines.filter(({ usage }) => usage!.rated.earnedCredit > 0 === earnsCredit)
    if (wanted.length === 0) continue
    const key = meterKey(placeOf(wanted[0]!))
    const isRest = after !== undefined && meterKey(after) === key
    rows.push(...(await rowsOfMeter(session, source, wanted, byMeter.get(key) ?? [], isRest ? before : undefined)))
  }
  if (end === undefined) return { lines: rows, end }
  const isSame = goesOn && meterKey(after) === meterKey(end)
  const sums = sumsOf([...(isSame ? before : []), ...byMeter.get(meterKey(end))!])
  const { subscriptionId, meterId, day, resourceId } = end
  return { lines: rows, end: { subscriptionId, meterId, day, resourceId, sums } }
}

/** Quantities of one meter, added up by day. */
function sumsOf(rows: readonly UsageDaySum[]): UsageDaySum[] {
  const sums = new Map<string, UsageDaySum>()
  for (const { day, earnsCredit, quantity } of rows) {
    const key = `${day}|${earnsCredit}`
    const known = sums.get(key)
    sums.set(key, { day, earnsCredit, quantity: known ? addDecimals(known.quantity, quantity) : quantity })
  }
  return [...sums.values()]
}

type Place = Pick<UsagePosition, 'subscriptionId' | 'meterId'>

function placeOf({ subscription, usage }: ReconLine): Place {
  return { subscriptionId: subscription.subscriptionId, meterId: usage!.meter.meterId }
}

function meterKey({ subscriptionId, meterId }: Place): string {
  return subscriptionId + meterId
}

/** The lines of each meter between two rows, meter by meter. */
async function* metersFrom(
  source: DailySource,
  after: UsagePosition | undefined,
  last: UsagePosition | undefined,
): AsyncGenerator<ReconLine[]> {
  let own: ReconLine[] = []
  for await (const page of source.linesFrom(after?.subscriptionId)) {
    for (const line of page) {
      const key = meterKey(placeOf(line))
      if (after !== undefined && key < meterKey(after)) continue
      if (last !== undefined && key > meterKey(last)) {
        if (own.length > 0) yield own
        return
      }
      if (own.length > 0 && meterKey(placeOf(own[0]!)) !== key) {
        yield own
        own = []
      }
      own.push(line)
    }
  }
  if (own.length > 0) yield own
}

/** Lines that have the same days in them: those of one price, credit and service period, whatever the tier. */
interface Group {
  readonly line: ReconLine
  readonly rated: RatedLine
  /** What the next row of it has of the amount, and of the cost. */
  readonly shareOf: (row: Pick<UsageDayRow, 'quantity'>, isLast: boolean) => { amount: bigint; cost: bigint }
  /** Of lines whose quantities come to nothing: the row that has all of the amount, or none if there is none. */
  readonly last: Pick<UsagePosition, 'day' | 'resourceId'> | 'none' | 'any'
}

/** @param before what earlier pages have of the meter, by day; `undefined` where its rows begin on this one */
async function rowsOfMeter(
  session: Session,
  source: DailySource,
  lines: readonly ReconLine[],
  days: readonly UsageDayRow[],
  before: readonly UsageDaySum[] | undefined,
): Promise<ReconLine[]> {
  const place = placeOf(lines[0]!)
  const groups: Group[] = []
  for (const rated of groupsOf(lines)) groups.push(await groupOf(session, source, place, rated))
  for (const sum of before ?? []) groups.find((one) => has(one, sum))?.shareOf(sum, false)
  const rows: ReconLine[] = []
  // A page ends behind a day, so what comes before all days of its meter was on the page they begin on.
  for (const { line, rated, last } of before === undefined ? groups : []) {
    if (last !== 'none') continue
    const daily = { day: rated.start, quantity: rated.consumed, cost: rated.cost, resource: null }
    rows.push(dailyLine(line, { ...line.usage!, rated, daily }, rated.amount))
  }
  for (const row of days) {
    const group = groups.find((one) => has(one, row))
    // Usage that came to nothing, and so is on no line, or on that of another document.
    if (group === undefined) continue
    const { line, rated, last, shareOf } = group
    const isLast = typeof last === 'object' && last.day === row.day && last.resourceId === row.resourceId
    const { amount, cost } = shareOf(row, isLast)
    const { day, quantity, resource } = row
    rows.push(dailyLine(line, { ...line.usage!, rated, daily: { day, quantity, cost, resource } }, amount))
  }
  return rows
}

function has({ rated }: Group, { day, earnsCredit }: { readonly day: Day; readonly earnsCredit: boolean }): boolean {
  return day >= rated.start && day < rated.end && earnsCredit === rated.earnedCredit > 0
}

/** The first line of each group with the sums of all of them. */
function groupsOf(lines: readonly ReconLine[]): { readonly line: ReconLine; readonly rated: RatedLine }[] {
  const groups = new Map<string, { line: ReconLine; rated: RatedLine }>()
  for (const line of lines) {
    const { rated } = line.usage!
    const key = `${rated.start}|${rated.end}|${rated.earnedCredit}`
    const known = groups.get(key)
    groups.set(key, known === undefined ? { line, rated } : { line: known.line, rated: sum(known.rated, rated) })
  }
  return [...groups.values()]
}

function sum(left: RatedLine, right: RatedLine): RatedLine {
  return {
    ...left,
    consumed: addDecimals(left.consumed, right.consumed),
    included: addDecimals(left.included, right.included),
    quantity: addDecimals(left.quantity, right.quantity),
    cost: left.cost + right.cost,
    amount: left.amount + right.amount,
  }
}

const NOTHING = { coefficient: 0n, scale: 0 }

async function groupOf(
  session: Session,
  source: DailySource,
  place: Place,
  { line, rated }: { readonly line: ReconLine; readonly rated: RatedLine },
): Promise<Group> {
  const [amountOf, costOf] = [dailyShares(rated.amount, rated.consumed), dailyShares(rated.cost, rated.consumed)]
  const shareOf: Group['shareOf'] = ({ quantity }, isLast) => ({
    amount: amountOf(quantity, isLast),
    cost: costOf(quantity, isLast),
  })
  if (compareDecimals(rated.consumed, NOTHING) !== 0) return { line, rated, shareOf, last: 'any' }
  const { start, end, earnedCredit } = rated
  const last = await findLastUsageDay(session, source, place, { start, end, earnsCredit: earnedCredit > 0 })
  return { line, rated, shareOf, last: last ?? 'none' }
}

/** The row of a day: as its line, with its own part of the amount. Taxes are those of the line, and in its file. */
function dailyLine(line: ReconLine, usage: UsageDetail, amount: bigint): ReconLine {
  const { charge, listed } = line
  return { ...line, charge: { ...charge, amount }, listed: { unitPrice: listed.unitPrice, amount }, tax: 0n, usage }
}
