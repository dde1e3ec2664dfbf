import { createHash } from 'node:crypto'
import { formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { formatListMonth } from '../core/catalog/price-list-dates.js'
import { type ChangeFlag, firstOfMonth } from '../core/catalog/price-list-version.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  decidePriceList,
  findPriceList,
  findPriceListOf,
  insertLines,
  insertPriceList,
  lockPriceLists,
  type PriceListLine,
} from '../store/price-lists.js'
import { recordChange } from './audit.js'
import { currentCatalog } from './current-catalog.js'
import type { PriceListFormat } from './price-list-formats.js'
import { type LineProblem, readLines } from './price-list-lines.js'
import { countByFlag, entriesOf, loadPlace, type PriceListKey, type StoredPriceList } from './price-list-resolve.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'

export interface PriceListImport extends PriceListKey {
  readonly format: PriceListFormat
  readonly pricePer?: 'month' | 'term' | undefined
  /** Read and judge everything, and write nothing. */
  readonly dryRun?: boolean | undefined
}

/** What an import came to: a draft, or the report of what is wrong with the file. */
export interface PriceListReport {
  /** The version; `undefined` where lines were refused and for a dry run. */
  readonly list: StoredPriceList | undefined
  /** Whether this very version was there already. */
  readonly unchanged: boolean
  readonly rowCount: number
  readonly lineCount: number
  readonly changes: Readonly<Record<ChangeFlag, number>>
  readonly problems: readonly LineProblem[]
  readonly problemCount: number
}

/**
 * Reads a file into the draft of a month's version; all or nothing. A draft that is there already is replaced, and the
 * same file twice is the same draft. What the file does not speak of stays as it is.
 */
export async function importPriceList(
  context: UseCase,
  source: AsyncIterable<Uint8Array>,
  wanted: PriceListImport,
): Promise<Outcome<PriceListReport>> {
  const { session } = context
  const today = dayOfInstant(context.now)
  if (wanted.month < firstOfMonth(today)) {
    return refuse('price-list-too-late', { month: formatListMonth(wanted.month), today: formatDay(today) })
  }
  if (wanted.dryRun !== true) await lockPriceLists(session)
  const key: PriceListKey = wanted
  const { format, pricePer } = wanted
  const catalog = await currentCatalog(session)
  const place = await loadPlace(session, key)
  const { lines, ...read } = await readLines(source, { key, format, pricePer, catalog, place })
  const changes = countByFlag(read.problemCount > 0 ? [] : await entriesOf(session, key, lines))
  const report = { ...read, lineCount: lines.length, changes }
  if (read.problemCount > 0 || wanted.dryRun === true) {
    return accept({ ...report, list: undefined, unchanged: false })
  }
  const fingerprint = fingerprintOf(lines)
  const known = await findKnown(context, key, fingerprint)
  if (known !== undefined) return accept({ ...report, list: known, unchanged: true })
  return accept({ ...report, list: await writeDraft(context, key, lines, fingerprint), unchanged: false })
}

async function findKnown(context: UseCase, key: PriceListKey, fingerprint: string) {
  const today = dayOfInstant(context.now)
  for (const status of ['draft', 'published'] as const) {
    const list = await findPriceListOf(context.session, key, status, today)
    if (list?.fingerprint === fingerprint) return list
  }
  return undefined
}

async function writeDraft(
  context: UseCase,
  key: PriceListKey,
  lines: readonly PriceListLine[],
  fingerprint: string,
): Promise<StoredPriceList> {
  const { session, actor, now } = context
  const today = dayOfInstant(now)
  const replaced = await findPriceListOf(session, key, 'draft', today)
  if (replaced !== undefined) {
    const decision = { status: 'discarded', at: now, by: actor.id, name: actor.name } as const
    await decidePriceList(session, replaced.priceListId, decision)
  }
  const priceListId = context.newId()
  const { month, market, currency, segment } = key
  await insertPriceList(session, {
    ...{ priceListId, month, market, currency, segment, fingerprint, lineCount: lines.length },
    ...{ importedAt: now, importedBy: actor.id, importerName: actor.name },
  })
  await insertLines(session, priceListId, lines)
  const list = (await findPriceList(session, priceListId, today))!
  await recordChange(context, {
    partnerId: PLATFORM_ID,
    customer: null,
    resourceType: 'price_list',
    operationType: 'import_price_list',
    before: replaced === undefined ? null : summaryOf(replaced),
    after: summaryOf(list),
  })
  return list
}

/** A version as the activity log shows it. */
export function summaryOf(list: StoredPriceList): Readonly<Record<string, string | number>> {
  const { priceListId: id, market, currency, segment, status, lineCount } = list
  return { id, month: formatListMonth(list.month), market, currency, segment, status, lineCount }
}

function fingerprintOf(lines: readonly PriceListLine[]): string {
  const texts = lines.map(({ productId, skuId, term, billingCycle, pricePer, change }) => {
    const price = change === 'removed' ? [] : [change.unitPrice, change.erpPrice, change.validTo].map(String)
    return JSON.stringify([productId, skuId, term, billingCycle, pricePer, ...price])
  })
  return createHash('sha256').update(texts.sort().join('\n')).digest('base64url')
}
