import type { Day } from '../core/calendar/day.js'
import { chargeTypeNumber, findChargeType } from '../core/catalog/charge-type.js'
import type { Charge } from '../core/charging/charge.js'
import type { BinaryRow, BinaryRowWriter } from './binary-copy.js'
import { INVOICE_TYPES, type InvoiceType, POLICIES } from './numbers.js'

/** Columns of `charge` in the order in which rows are written and read. */
export const CHARGE_COLUMNS = `partner_id, invoice_date, subscription_id, charge_number, invoice_type, currency,
  registered_on, charge_type, charge_start, charge_end, quantity, unit_price, amount, direction, policy, price,
  availability_id, price_from, billed_quantity, days, cycle_days, limit_amount, discount_id`
const COLUMN_COUNT = 23

export { COLUMN_COUNT as CHARGE_COLUMN_COUNT }

/** Charges for usage are numbered on from here in each subscription; the fold numbers all others from 1. */
export const LAST_PLAIN_NUMBER = 1_000_000_000

/** Where a charge belongs: whose it is and the invoice it goes on. */
export interface ChargePlace {
  readonly partnerId: Uint8Array
  readonly subscriptionId: Uint8Array
  readonly invoiceDate: Day
  readonly invoiceType: InvoiceType
  readonly currency: string
}

/** Appends one row for `copy charge (CHARGE_COLUMNS) from stdin`. Ids are the 16 bytes of a UUID. */
export function putCharge(writer: BinaryRowWriter, place: ChargePlace, charge: Charge): void {
  const { derivation } = charge
  writer.row(COLUMN_COUNT)
  writer.uuidBytes(place.partnerId)
  writer.day(place.invoiceDate)
  writer.uuidBytes(place.subscriptionId)
  writer.int32(charge.number)
  writer.int16(INVOICE_TYPES.numberOf(place.invoiceType))
  writer.text(place.currency)
  writer.day(charge.registeredOn)
  writer.int16(chargeTypeNumber(charge.type))
  writer.day(charge.chargeStart)
  writer.day(charge.chargeEnd)
  writer.int32(charge.quantity)
  writer.int64(charge.unitPrice)
  writer.int64(charge.amount)
  writer.int16(derivation.direction)
  writer.int16(POLICIES.numberOf(derivation.policy))
  writer.int64(derivation.price)
  writer.uuid(derivation.availabilityId)
  if (derivation.priceFrom === null) writer.null()
  else writer.day(derivation.priceFrom)
  writer.int32(derivation.quantity)
  writer.int32(derivation.days)
  writer.int32(derivation.cycleDays)
  if (derivation.limit === null) writer.null()
  else writer.int64(derivation.limit)
  if (derivation.discountId === null) writer.null()
  else writer.uuid(derivation.discountId)
}

/**
 * The charge of a row read with `copy (select CHARGE_COLUMNS ...) to stdout`.
 * @param first the field that holds `partner_id`
 */
export function readCharge(row: BinaryRow, first = 0): Charge {
  const type = findChargeType(row.int16(first + 7))
  if (type === undefined) throw new RangeError(`${row.int16(first + 7)} stands for no charge type this program knows`)
  const end = row.day(first + 9)
  const days = row.int32(first + 19)
  return {
    number: row.int32(first + 3),
    registeredOn: row.day(first + 6),
    type,
    start: (end - days) as Day,
    end,
    chargeStart: row.day(first + 8),
    chargeEnd: end,
    quantity: row.int32(first + 10),
    unitPrice: row.int64(first + 11),
    amount: row.int64(first + 12),
    derivation: {
      direction: row.int16(first + 13) === 1 ? 1 : -1,
      policy: POLICIES.wordOf(row.int16(first + 14)),
      price: row.int64(first + 15),
      availabilityId: row.uuid(first + 16),
      priceFrom: row.isNull(first + 17) ? null : row.day(first + 17),
      discountId: row.isNull(first + 22) ? null : row.uuid(first + 22),
      quantity: row.int32(first + 18),
      days,
      cycleDays: row.int32(first + 20),
      limit: row.isNull(first + 21) ? null : row.int64(first + 21),
    },
  }
}

/** A charge with the invoice it is on. */
export interface StoredCharge {
  readonly charge: Charge
  readonly invoiceDate: Day
  readonly invoiceType: InvoiceType
  readonly currency: string
}

/** Like `readCharge`, with the invoice. */
export function readStoredCharge(row: BinaryRow, first = 0): StoredCharge {
  return {
    charge: readCharge(row, first),
    invoiceDate: row.day(first + 1),
    invoiceType: INVOICE_TYPES.wordOf(row.int16(first + 4)),
    currency: row.text(first + 5),
  }
}
