import type { Day, Instant } from '../core/calendar/day.js'
import type { ListedChange, PriceListStatus } from '../core/catalog/price-list-version.js'
import type { Segment } from '../core/catalog/segment.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import { priceParameter, scaledPrice } from './prices.js'

/** A version of a price list. */
export interface StoredPriceList {
  readonly priceListId: string
  /** First day on which its prices hold. */
  readonly month: Day
  /** Country, or empty for every country of the currency. */
  readonly market: string
  readonly currency: string
  readonly segment: Segment
  readonly status: PriceListStatus
  readonly fingerprint: string
  readonly lineCount: number
  readonly importedAt: Instant
  readonly importedBy: string
  readonly importerName: string
  /** When it was published or discarded, and by whom. */
  readonly decidedAt: Instant | null
  readonly decidedBy: string | null
  readonly deciderName: string | null
  /** Month of the last published version of its place that has begun. */
  readonly currentMonth: Day | null
}

/** What a version says of one availability. */
export interface PriceListLine {
  readonly productId: string
  readonly skuId: string
  readonly term: string
  readonly billingCycle: string
  readonly pricePer: string
  readonly change: ListedChange
}

export type PriceListKey = Pick<StoredPriceList, 'month' | 'market' | 'currency' | 'segment'>

/** `$1` is the day on which states are asked for. */
const SELECT = `select l.price_list_id as "priceListId", l.month, l.market, l.currency, l.segment, l.status, l.fingerprint,
    l.line_count as "lineCount", l.imported_at as "importedAt", l.imported_by as "importedBy",
    l.importer_name as "importerName", l.decided_at as "decidedAt", l.decided_by as "decidedBy",
    l.decider_name as "deciderName",
    (select max(c.month) from price_list c where c.status = 'published' and c.month <= $1 and c.market = l.market
       and c.currency = l.currency and c.segment = l.segment) as "currentMonth"
  from price_list l`

export async function findPriceList(
  session: Session,
  priceListId: string,
  today: Day,
): Promise<StoredPriceList | undefined> {
  const { rows } = await session.query<StoredPriceList>(`${SELECT} where l.price_list_id = $2`, [
    dayParameter(today),
    priceListId,
  ])
  return rows[0]
}

/** The draft or the published version of a month and place. */
export async function findPriceListOf(
  session: Session,
  key: PriceListKey,
  status: 'draft' | 'published',
  today: Day,
): Promise<StoredPriceList | undefined> {
  const { rows } = await session.query<StoredPriceList>(
    `${SELECT} where l.month = $2 and l.market = $3 and l.currency = $4 and l.segment = $5 and l.status = $6`,
    [dayParameter(today), dayParameter(key.month), key.market, key.currency, key.segment, status],
  )
  return rows[0]
}

/** Which versions are wanted; all that are given must hold. */
export interface PriceListFilter {
  readonly month?: Day | undefined
  readonly market?: string | undefined
  readonly currency?: string | undefined
  readonly segment?: string | undefined
  readonly statuses?: readonly PriceListStatus[] | undefined
  /** The last month wanted. */
  readonly until?: Day | undefined
}

/** Versions, newest month first, and how many there are in all. */
export async function listPriceLists(
  session: Session,
  filter: PriceListFilter,
  today: Day,
  page: { readonly offset: number; readonly size: number },
): Promise<{ lists: StoredPriceList[]; totalCount: number }> {
  const { rows } = await session.query<StoredPriceList & { totalCount: bigint }>(
    `select *, count(*) over () as "totalCount" from (${SELECT}
       where ($2::date is null or l.month = $2) and ($3::text is null or l.market = $3)
         and ($4::text is null or l.currency = $4) and ($5::text is null or l.segment = $5)
         and ($6::text[] is null or l.status = any($6)) and ($7::date is null or l.month <= $7)) as found
     order by month desc, market, currency, segment, "importedAt" desc, "priceListId" limit $8 offset $9`,
    [
      dayParameter(today),
      filter.month === undefined ? null : dayParameter(filter.month),
      filter.market ?? null,
      filter.currency ?? null,
      filter.segment ?? null,
      filter.statuses ?? null,
      filter.until === undefined ? null : dayParameter(filter.until),
      page.size,
      page.offset,
    ],
  )
  return {
    lists: rows.map(({ totalCount: _, ...list }) => list),
    totalCount: Number(rows[0]?.totalCount ?? 0n),
  }
}

/** Whether a later month of the same place is published already. */
export async function hasLaterVersion(session: Session, key: PriceListKey): Promise<boolean> {
  const { rows } = await session.query(
    `select from price_list
     where status = 'published' and market = $2 and currency = $3 and segment = $4 and month > $1 limit 1`,
    [dayParameter(key.month), key.market, key.currency, key.segment],
  )
  return rows.length > 0
}

/** Lets nobody else import or decide until the transaction ends; readers go on. */
export async function lockPriceLists(session: Session): Promise<void> {
  await session.execute('lock table price_list in share row exclusive mode')
}

export async function insertPriceList(
  session: Session,
  list: Omit<StoredPriceList, 'status' | 'decidedAt' | 'decidedBy' | 'deciderName' | 'currentMonth'>,
): Promise<void> {
  await session.query(
    `insert into price_list (price_list_id, month, market, currency, segment, status, fingerprint, line_count,
       imported_at, imported_by, importer_name)
     values ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10)`,
    [
      list.priceListId,
      dayParameter(list.month),
      list.market,
      list.currency,
      list.segment,
      list.fingerprint,
      list.lineCount,
      instantParameter(list.importedAt),
      list.importedBy,
      list.importerName,
    ],
  )
}

/** Says what became of a version: published, replaced by a corrected one, or discarded. */
export async function decidePriceList(
  session: Session,
  priceListId: string,
  decision: {
    readonly status: Exclude<PriceListStatus, 'draft'>
    readonly at: Instant
    readonly by: string
    readonly name: string
  },
): Promise<void> {
  await session.query(
    `update price_list set status = $2, decided_at = $3, decided_by = $4, decider_name = $5 where price_list_id = $1`,
    [priceListId, decision.status, instantParameter(decision.at), decision.by, decision.name],
  )
}

const CHUNK_LINES = 10_000

export async function insertLines(
  session: Session,
  priceListId: string,
  lines: readonly PriceListLine[],
): Promise<void> {
  for (let start = 0; start < lines.length; start += CHUNK_LINES) {
    const chunk = lines.slice(start, start + CHUNK_LINES)
    const prices = chunk.map(({ change }) => (change === 'removed' ? undefined : change))
    await session.query(
      `insert into price_list_line (price_list_id, product_id, sku_id, term, billing_cycle, price_per, unit_price,
         erp_price, valid_to)
       select $1::uuid, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::numeric[],
         $8::numeric[], $9::date[])`,
      [
        priceListId,
        chunk.map((line) => line.productId),
        chunk.map((line) => line.skuId),
        chunk.map((line) => line.term),
        chunk.map((line) => line.billingCycle),
        chunk.map((line) => line.pricePer),
        prices.map((price) => (price === undefined ? null : priceParameter(price.unitPrice))),
        prices.map((price) => (price?.erpPrice == null ? null : priceParameter(price.erpPrice))),
        prices.map((price) => (price?.validTo == null ? null : dayParameter(price.validTo))),
      ],
    )
  }
}

/** What a version says, in order of its keys. */
export async function listLines(session: Session, priceListId: string): Promise<PriceListLine[]> {
  const { rows } = await session.query<{
    productId: string
    skuId: string
    term: string
    billingCycle: string
    pricePer: string
    unitPrice: string | null
    erpPrice: string | null
    validTo: Day | null
  }>(
    `select product_id as "productId", sku_id as "skuId", term, billing_cycle as "billingCycle",
       price_per as "pricePer", unit_price as "unitPrice", erp_price as "erpPrice", valid_to as "validTo"
     from price_list_line where price_list_id = $1 order by product_id, sku_id, term, billing_cycle`,
    [priceListId],
  )
  return rows.map(({ unitPrice, erpPrice, validTo, ...key }) => ({
    ...key,
    change:
      unitPrice === null
        ? 'removed'
        : {
            unitPrice: scaledPrice(unitPrice),
            erpPrice: erpPrice === null ? null : scaledPrice(erpPrice),
            validTo,
          },
  }))
}
