// Fills an empty, migrated database with partners and subscriptions straight through the store: the quickest way to a
// ledger of a million subscriptions that the program itself could have written.
import { type Day, dayOf } from '../../src/core/calendar/day.js'
import { startOfDay } from '../../src/core/calendar/instant.js'
import { perform } from '../../src/core/charging/charge-subscription.js'
import { invoiceDateOf } from '../../src/core/invoicing/invoice-date.js'
import type { Subscription } from '../../src/core/subscription/subscription.js'
import { BinaryRowWriter } from '../../src/store/binary-copy.js'
import { catalogFor, loadCatalog } from '../../src/store/catalog.js'
import { CHARGE_COLUMNS, putCharge } from '../../src/store/charges.js'
import { putState, STATE_COLUMNS } from '../../src/store/charging-states.js'
import type { Database } from '../../src/store/database.js'
import { EVENT_COLUMNS, putEvent } from '../../src/store/subscription-events.js'

const PURCHASE_MONTH = { year: 2026, month: 1 }
/** Everything bought in January falls due once in February. */
export const DUE_BY: Day = dayOf(2026, 2, 28)

export interface LedgerSize {
  readonly partners: number
  readonly subscriptions: number
  /** Every n-th subscription changes its quantity in its first cycle. */
  readonly changedEvery: number
}

/** A UUID whose last digits count up: version 7 in form, in order of `number`. */
function countingUuid(kind: number, number: number): string {
  return `018f${String(kind).padStart(4, '0')}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

export async function loadLedger(database: Database, size: LedgerSize): Promise<void> {
  await loadReferences(database, size.partners)
  // The partners made here have no discounts of their own.
  const { availabilities } = catalogFor(await loadCatalog(database), countingUuid(1, 0))
  const ids = [...availabilities.keys()]
  const perPartner = Math.ceil(size.subscriptions / size.partners)
  for (let first = 0; first < size.subscriptions; first += 20_000) {
    const until = Math.min(first + 20_000, size.subscriptions)
    const writers = {
      subscription: new BinaryRowWriter(),
      event: new BinaryRowWriter(),
      state: new BinaryRowWriter(),
      charge: new BinaryRowWriter(),
    }
    for (let number = first; number < until; number += 1) {
      putSubscription(writers, number, Math.floor(number / perPartner), ids, availabilities, size.changedEvery)
    }
    await database.copyIn(
      `copy subscription (partner_id, subscription_id, customer_id, order_id, ordered_on, anchor, friendly_name) from stdin (format binary)`,
      writers.subscription.finish(),
    )
    await database.copyIn(
      `copy subscription_event (${EVENT_COLUMNS}) from stdin (format binary)`,
      writers.event.finish(),
    )
    await database.copyIn(`copy charging_state (${STATE_COLUMNS}) from stdin (format binary)`, writers.state.finish())
    await database.copyIn(`copy charge (${CHARGE_COLUMNS}) from stdin (format binary)`, writers.charge.finish())
  }
  await database.execute('vacuum analyze')
}

type Writers = Record<'subscription' | 'event' | 'state' | 'charge', BinaryRowWriter>

function putSubscription(
  writers: Writers,
  number: number,
  partner: number,
  ids: readonly string[],
  catalog: Parameters<typeof perform>[3],
  changedEvery: number,
): void {
  const partnerId = bytesOf(countingUuid(1, partner))
  const subscriptionId = bytesOf(countingUuid(3, number))
  const bought = dayOf(PURCHASE_MONTH.year, PURCHASE_MONTH.month, 1 + (number % 28))
  const availabilityId = ids[number % ids.length]!
  const { subscription: writer } = writers
  writer.row(7)
  writer.uuidBytes(partnerId)
  writer.uuidBytes(subscriptionId)
  writer.uuid(countingUuid(2, partner))
  writer.text(`O-${number}`)
  writer.day(bought)
  writer.day(bought)
  writer.text('Staff')
  const commands = [
    { at: startOfDay(bought), command: { type: 'purchase', availabilityId, quantity: 1 + (number % 40) } as const },
    ...(number % changedEvery === 0
      ? [{ at: startOfDay((bought + 9) as Day), command: { type: 'changeQuantity', quantity: 50 } as const }]
      : []),
  ]
  let state: Subscription | undefined
  for (const { at, command } of commands) {
    const done = perform(state, command, { at }, catalog)
    if (!done.ok) throw new Error(done.refusal.message)
    state = done.value.subscription
    putEvent(writers.event, partnerId, subscriptionId, state.eventCount, done.value.event, {
      recordedAt: at,
      actor: 'bench',
    })
    for (const charge of done.value.charges) {
      const { profile, currency } = catalog.get(availabilityId)!
      const { invoiceType } = profile
      const invoiceDate = invoiceDateOf(charge.registeredOn, invoiceType, 1 + (partner % 28), dayOf(1900, 1, 1))
      putCharge(writers.charge, { partnerId, subscriptionId, invoiceDate, invoiceType, currency }, charge)
    }
  }
  putState(writers.state, partnerId, subscriptionId, state!)
}

async function loadReferences(database: Database, partners: number): Promise<void> {
  await database.execute(`
    insert into sku select 'PRD' || i, '0001', 'Product ' || i, 'Plan ' || i, 'PUB1', 'Publisher', 'License',
      case when i % 2 = 0 then 'license' else 'new-commerce' end, false, null, 1, 1000000, false
      from generate_series(1, 20) i;
    insert into availability select ('018f0009-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'PRD' || i, '0001',
      'P1Y', 'monthly', 'USD', 'P1M' from generate_series(1, 20) i;
    insert into price select availability_id, '2020-01-01', null, 4 + length(product_id), null from availability;
    insert into partner select ('018f0001-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'Partner ' || i,
      (4390000 + i)::text, 'NL', 'USD', 1 + i % 28, '2025-01-01', '1900-01-02', '1900-01-01', '1900-01-01'
      from generate_series(0, ${partners - 1}) i;
    insert into customer select partner_id, replace(partner_id::text, '018f0001', '018f0002')::uuid, 'Customer of ' || name,
      'customer.example', 'NL', null from partner;
    update partner set charged_through = '2026-01-31', invoiced_through = '2025-12-31';
  `)
}

function bytesOf(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}
