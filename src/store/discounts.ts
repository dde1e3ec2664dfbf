import type { Day } from '../core/calendar/day.js'
import type { DiscountValue, ScopedDiscount } from '../core/catalog/discount.js'
import { formatDecimal, parseDecimal } from '../core/money/decimal.js'
import { formatUnitPrice, unitPriceOf } from '../core/money/unit-price.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import type { Recorded } from './tax-rates.js'

/** A discount as it is kept, with who made it. */
export interface StoredDiscount extends ScopedDiscount, Recorded {}

type Row = Omit<StoredDiscount, 'value'> & { readonly kind: DiscountValue['kind']; readonly amount: string }

const COLUMNS = `discount_id as id, for_partner_id as "partnerId", product_id as "productId", sku_id as "skuId",
  availability_id as "availabilityId", currency, kind, value as amount, promotion_id as "promotionId", description,
  valid_from as "validFrom", valid_until as "validUntil", renewals, recorded_at as "recordedAt",
  recorded_by as "recordedBy"`

/** Every discount there ever was, in order of id. */
export async function listDiscounts(session: Session): Promise<StoredDiscount[]> {
  const { rows } = await session.query<Row>(`select ${COLUMNS} from discount order by discount_id`)
  return rows.map(discountOf)
}

function discountOf({ kind, amount, ...row }: Row): StoredDiscount {
  return { ...row, value: readValue(kind, amount) }
}

function readValue(kind: DiscountValue['kind'], text: string): DiscountValue {
  const decimal = parseDecimal(text)!
  if (kind === 'percentage') return { kind, percent: decimal }
  const price = unitPriceOf(decimal)!
  return kind === 'amount' ? { kind, amount: price } : { kind, price }
}

/** The number of a discount as text: percent, amount or price. */
export function valueText(value: DiscountValue): string {
  switch (value.kind) {
    case 'percentage':
      return formatDecimal(value.percent)
    case 'amount':
      return formatUnitPrice(value.amount, 2)
    case 'price':
      return formatUnitPrice(value.price, 2)
  }
}

export async function insertDiscounts(session: Session, discounts: readonly StoredDiscount[]): Promise<void> {
  const column = <T>(read: (discount: StoredDiscount) => T) => discounts.map(read)
  await session.query(
    `insert into discount (discount_id, for_partner_id, product_id, sku_id, availability_id, currency, kind, value,
       promotion_id, description, valid_from, valid_until, renewals, recorded_at, recorded_by)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[],
       $8::numeric[], $9::text[], $10::text[], $11::date[], $12::date[], $13::boolean[], $14::timestamptz[], $15::text[])`,
    [
      column((one) => one.id),
      column((one) => one.partnerId),
      column((one) => one.productId),
      column((one) => one.skuId),
      column((one) => one.availabilityId),
      column((one) => one.currency),
      column((one) => one.value.kind),
      column((one) => valueText(one.value)),
      column((one) => one.promotionId),
      column((one) => one.description),
      column((one) => dayParameter(one.validFrom)),
      column((one) => untilParameter(one.validUntil)),
      column((one) => one.renewals),
      column((one) => instantParameter(one.recordedAt)),
      column((one) => one.recordedBy),
    ],
  )
}

/** Sets the first day on which no term may start with a discount any more. */
export async function setDiscountEnd(session: Session, discountId: string, until: Day): Promise<void> {
  await session.query('update discount set valid_until = $2 where discount_id = $1', [discountId, dayParameter(until)])
}

function untilParameter(until: Day | null): string | null {
  return until === null ? null : dayParameter(until)
}

/** Makes discounts exclusively one's own until the transaction ends. */
export async function lockDiscounts(session: Session): Promise<void> {
  await session.query('select pg_advisory_xact_lock($1)', [LOCK])
}

const LOCK = 7_072_111_731n
