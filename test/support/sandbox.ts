// A sandbox account with a customer, and purchases in it, for tests of jobs.
import { advanceSandbox, makeSandbox, sendClock } from '../../src/app/advance-sandbox.js'
import { changeFamily, lockLedger, newFamily, openFamily } from '../../src/app/change-family.js'
import { currentCatalog } from '../../src/app/current-catalog.js'
import { newId } from '../../src/app/new-id.js'
import { systemContext } from '../../src/app/system-context.js'
import type { UseCase } from '../../src/app/use-case.js'
import { writeFamilies } from '../../src/app/write-families.js'
import type { Instant } from '../../src/core/calendar/day.js'
import { formatInstant, parseInstant } from '../../src/core/calendar/instant.js'
import type { FamilyCommand } from '../../src/core/charging/family.js'
import { accept, type Outcome } from '../../src/core/refusal.js'
import type { Database } from '../../src/store/database.js'
import { findSandbox } from '../../src/store/sandboxes.js'
import { csv, id, load } from '../billing/provider.js'

export const SANDBOX = id('partner', 1)
const NEIGHBOUR = id('partner', 2)
const CUSTOMER = id('customer', 1)

export function at(text: string): Instant {
  return parseInstant(text)!
}

/** Two accounts; the first is a sandbox whose clock stands at the start of 2026. */
export async function openSandbox(database: Database): Promise<void> {
  await load(database, {
    partners: csv(
      'partner_id,name,mpn_id,country,currency,billing_day,opened_on,ledger_start',
      `${SANDBOX},Sand,1000001,US,USD,15,2025-12-01,2026-06-01`,
      `${NEIGHBOUR},Neighbour,1000002,US,USD,1,2025-06-01,2026-01-01`,
    ),
    skus: csv(
      'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,trial',
      'MAIL,0001,Mail,Mail,LIND,Lindenhof,License,license,',
      'CRM,0001,CRM,CRM,ORCH,Orchard,License,saas,P1M',
      'SUITE,0001,Suite,Suite,LIND,Lindenhof,License,new-commerce,',
    ),
    prices: csv(
      'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price',
      'MAIL,0001,P1Y,monthly,USD,P1M,2020-01-01,,4.00',
      'CRM,0001,P1M,monthly,USD,P1M,2020-01-01,,10.00',
      'SUITE,0001,P1Y,monthly,USD,P1M,2020-01-01,,12.50',
    ),
  })
  const made = await inSandbox(database, '2026-01-01T08:00:00Z', (context) =>
    makeSandbox(context, SANDBOX, at('2026-01-01T08:00:00Z')),
  )
  if (!made.ok) throw new Error(made.refusal.message)
  await load(database, {
    customers: csv(
      'partner_id,customer_id,name,domain_name,country',
      `${SANDBOX},${CUSTOMER},Ash Ltd,ash.example,US`,
      `${NEIGHBOUR},${id('customer', 2)},Bay,bay.example,US`,
    ),
  })
}

function inSandbox<T>(database: Database, now: string, work: (context: UseCase) => Promise<T>): Promise<T> {
  return database.transaction((session) => work(systemContext(session, SANDBOX, { now: at(now), newId })))
}

/** Buys in the sandbox; `availability` is `MAIL`, `CRM` or `SUITE`. */
export async function buy(database: Database, subscription: number, product: string, now: string): Promise<void> {
  const { rows } = await database.query<{ id: string }>(
    'select availability_id as id from availability where product_id = $1',
    [product],
  )
  const key = id('subscription', subscription)
  const command = { type: 'purchase', availabilityId: rows[0]!.id, quantity: 5 } as const
  await change(database, { key, command }, now)
}

/** Changes a subscription of the sandbox, or founds it. */
export async function change(database: Database, command: FamilyCommand, now: string): Promise<void> {
  const done = await inSandbox(database, now, async (context): Promise<Outcome<undefined>> => {
    const { session } = context
    const partner = await lockLedger(session, SANDBOX)
    const catalog = await currentCatalog(session)
    const founding = command.command.type === 'purchase'
    const open = founding ? accept(newFamily(partner)) : await openFamily(session, partner, command.key, catalog)
    if (!open.ok) return open
    const changed = changeFamily(open.value, command, at(now), catalog)
    if (!changed.ok) return changed
    const own = { customerId: CUSTOMER, orderId: 'O-1', friendlyName: 'One', partnerOnRecord: null }
    const foundings = new Map([[command.key, { ...own, activation: 'not-needed' as const }]])
    await writeFamilies(context, [changed.value], foundings, catalog)
    return accept(undefined)
  })
  if (!done.ok) throw new Error(done.refusal.message)
}

/** Sends the sandbox's clock to an instant and makes the way; gives where it stands. */
export async function advanceTo(database: Database, target: string, stopping?: () => boolean): Promise<string> {
  const systemNow = Date.now() as Instant
  const sent = await inSandbox(database, target, (context) => sendClock(context, SANDBOX, at(target), systemNow))
  if (!sent.ok) throw new Error(sent.refusal.code)
  const done = await advanceSandbox(
    { database, clock: () => Date.now() as Instant, newId, ...(stopping === undefined ? {} : { stopping }) },
    SANDBOX,
  )
  if (!done.ok) throw new Error(done.refusal.message)
  return formatInstant(done.value.clockAt)
}

export async function clockOf(database: Database): Promise<string> {
  return formatInstant((await findSandbox(database, SANDBOX))!.clockAt)
}

/** What the activity log and the notices say of what happened by itself: `2026-02-05 1 renewed`. */
export async function toldOf(database: Database, partnerId = SANDBOX): Promise<string[]> {
  const { rows } = await database.query<{ text: string }>(
    `select concat_ws(' ', a.data->>'day', right(a.data->>'subscriptionId', 1), a.data->>'change') as text
     from audit_record a join notice n on n.partner_id = a.partner_id and n.audit_record_id = a.audit_record_id
     where a.partner_id = $1 and n.event_name = 'subscription-updated' order by 1`,
    [partnerId],
  )
  return rows.map((row) => row.text)
}
