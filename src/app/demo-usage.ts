import { type Day, dayOf, formatDay, type Instant, MILLISECONDS_PER_HOUR } from '../core/calendar/day.js'
import { startOfDay } from '../core/calendar/instant.js'
import { addMonths, monthOf } from '../core/calendar/months.js'
import type { Currency } from '../core/money/currency.js'
import { formatDecimal } from '../core/money/decimal.js'
import { formatAmount } from '../core/money/format-amount.js'
import { explainUsage } from '../core/rating/explain-usage.js'
import type { ReconLine } from '../core/recon/recon-line.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type Account, listAccounts } from '../store/accounts.js'
import { type BilledDocument, listDocuments } from '../store/billed-documents.js'
import { listDocumentLines } from './document-lines.js'
import { loadCustomer } from './load-customer.js'
import { systemContext } from './system-context.js'
import { changeBudgets } from './usage/budgets.js'
import { generateUsage } from './usage/generate-usage.js'
import { ingestUsage } from './usage/ingest-usage.js'
import { planUsage } from './usage/plan-usage.js'
import { rollUpAndRate } from './usage/rate-open-usage.js'
import { isAmendment, type UsageEventWish } from './usage/usage-event.js'
import { type Database, PLATFORM_ID, type Session } from './use-case.js'

/** Days of the usage, half-open. */
const FIRST = dayOf(2019, 5, 1)
const UNTIL = dayOf(2019, 7, 1)

/** Partners whose customers have metered subscriptions: in EUR and in GBP. */
const REPORTERS = [
  { mpnId: '4390935', eventsPerDay: 60, seed: 5 },
  { mpnId: '4390936', eventsPerDay: 25, seed: 6 },
] as const

/** Of the first of them: a plan, and a meter that belongs to something else. */
const PLAN = '0160f000-5a6e-7000-8000-000000000001'
const STRANGE_METER = '0160f000-3e7e-7000-8000-000000000011'
const BUDGETED = { mpnId: '4390935', customerId: '0160f000-c000-7000-8000-000000000001', amount: 225_000n }

const DISORDER = { late: 60, duplicate: 20, negative: 15, amended: 15, cancelled: 10 }
const NO_FILTER = { search: undefined, accountType: undefined, programStatus: undefined }

interface DemoTime {
  readonly database: Database
  readonly newId: () => string
}

/** What became of events that were reported together. */
export interface ReportedUsage {
  readonly partner: string
  readonly reported: number
  readonly accepted: number
  /** Of these, how many change events that were reported before. */
  readonly amendments: number
  readonly duplicates: number
  /** Why the others were refused. */
  readonly refused: readonly string[]
}

/** Reports the usage of May and June: what came before June had ended, or what came in July. */
export async function reportDemoUsage(
  { database, newId }: DemoTime,
  part: 'in time' | 'late',
): Promise<Outcome<readonly ReportedUsage[]>> {
  const now = startOfDay(part === 'in time' ? UNTIL : addMonths(UNTIL, 1, 'clamp'))
  const reports: ReportedUsage[] = []
  for (const { mpnId, eventsPerDay, seed } of REPORTERS) {
    const { partnerId, name } = await accountOf(database, mpnId)
    const wish = { partnerId, subscriptionIds: [], from: FIRST, until: UNTIL, eventsPerDay, seed }
    const plan = await planUsage(database, { ...wish, disorder: DISORDER, latestDays: 60 })
    if (!plan.ok) return plan
    const events = [...generateUsage(plan.value)]
    const inTime = countInTime(events)
    const own = part === 'late' ? events.slice(inTime) : [...events.slice(0, inTime), ...mistakes(mpnId)]
    const ingested = await database.transaction((session) =>
      ingestUsage(systemContext(session, partnerId, { now, newId }), partnerId, own, { source: 'demo' }),
    )
    if (!ingested.ok) return ingested
    const { answers, accepted, duplicates } = ingested.value
    const amendments = own.filter((event, index) => isAmendment(event) && answers[index]!.status === 'accepted').length
    const refused = answers.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal.message]))
    reports.push({ partner: name, reported: own.length, accepted, amendments, duplicates, refused })
  }
  return accept(reports)
}

/** How many of the events come in order of time, up to the last that does: what follows was kept back until then. */
function countInTime(events: readonly UsageEventWish[]): number {
  let latest = 0
  let count = 0
  for (const [index, event] of events.entries()) {
    if (isAmendment(event) || event.occurredAt < latest) continue
    latest = event.occurredAt
    count = index + 1
  }
  return count
}

/** What can be refused only: usage of somebody else's meter, and usage that is still to come. */
function mistakes(mpnId: string): UsageEventWish[] {
  if (mpnId !== BUDGETED.mpnId) return []
  const event = { subscriptionId: PLAN, quantity: '1', resource: null }
  return [
    { ...event, id: 'mistake-1', meterId: STRANGE_METER, occurredAt: startOfDay(FIRST) },
    {
      ...event,
      id: 'mistake-2',
      meterId: STRANGE_METER.replace(/11$/, '01'),
      occurredAt: startOfDay(dayOf(2019, 9, 1)),
    },
  ]
}

/** What a budget of the demo came to, in June. */
export interface SpentDemoBudget {
  readonly customer: string
  readonly spent: string
  readonly amount: string
  readonly percent: string
}

/** Rates what was reported, and sets a budget at the end of June that has almost been spent. */
export async function budgetDemoUsage({ database, newId }: DemoTime): Promise<Outcome<SpentDemoBudget>> {
  const { mpnId, customerId, amount } = BUDGETED
  const { partnerId, currency } = await accountOf(database, mpnId)
  const now = (startOfDay(UNTIL) - MILLISECONDS_PER_HOUR) as Instant
  return database.transaction(async (session) => {
    const context = systemContext(session, partnerId, { now, newId })
    await rollUpAndRate(session, partnerId, now)
    const changed = await changeBudgets(context, [{ customerId, amount }])
    if (!changed.ok) return changed
    const { budget } = changed.value[0]!
    if (budget === undefined) return refuse('no-demo')
    const text = (minor: bigint) => `${formatAmount(minor, currency)} ${currency}`
    const customer = await loadCustomer(context, customerId)
    if (!customer.ok) return customer
    return accept({
      customer: customer.value.name,
      spent: text(budget.spent),
      amount: text(amount),
      percent: formatDecimal(budget.percentUsed),
    })
  })
}

/** Usage of one service period on one invoice. */
export interface InvoicedUsage {
  readonly number: string
  readonly date: string
  readonly customer: string
  readonly product: string
  /** The days it is about. */
  readonly from: string
  readonly to: string
  /** Whether earlier invoices had the rest of it. */
  readonly late: boolean
  readonly lines: number
  readonly amount: string
  /** What one unit of the pricing currency was; nothing where it is the one that is billed. */
  readonly exchange: string
}

/** What the invoices of the usage have of it, and how one of their amounts came about. */
export interface DemoUsageInvoices {
  readonly usage: readonly InvoicedUsage[]
  readonly explained: { readonly meter: string; readonly text: string }
}

export async function listDemoUsage(database: Database): Promise<DemoUsageInvoices> {
  const groups = new Map<string, { document: BilledDocument; lines: ReconLine[] }>()
  for (const { mpnId } of REPORTERS) {
    const { partnerId } = await accountOf(database, mpnId)
    const page = { partnerId, from: FIRST, to: addMonths(UNTIL, 2, 'clamp'), limit: 20 }
    for (const document of (await listDocuments(database, page)).toReversed()) {
      for (const line of await listDocumentLines(database, document, undefined, 'usage')) {
        const { start, earlier } = line.usage!.rated
        const key = [document.number, line.subscription.subscriptionId, monthOf(start), earlier === null].join()
        const group = groups.get(key) ?? { document, lines: [] }
        groups.set(key, group)
        group.lines.push(line)
      }
    }
  }
  const usage = [...groups.values()].map(({ document, lines }) => invoicedUsage(document, lines))
  return { usage, explained: explainedOf([...groups.values()].flatMap(({ lines }) => lines)) }
}

function invoicedUsage({ number, invoiceDate, currency }: BilledDocument, lines: readonly ReconLine[]): InvoicedUsage {
  const [{ customer, product, usage }] = lines as [ReconLine]
  const { earlier, exchange } = usage!.rated
  const amount = lines.reduce((sum, { charge }) => sum + charge.amount, 0n)
  const edge = (of: (...days: number[]) => number, days: readonly Day[]) => formatDay(of(...days) as Day)
  return {
    number,
    date: formatDay(invoiceDate),
    customer: customer.name,
    product: product.skuTitle,
    from: edge(
      Math.min,
      lines.map(({ charge }) => charge.start),
    ),
    to: edge(
      Math.max,
      lines.map(({ charge }) => (charge.end - 1) as Day),
    ),
    late: earlier !== null,
    lines: lines.length,
    amount: `${formatAmount(amount, currency as Currency)} ${currency}`,
    exchange: exchange.date === null ? '' : formatDecimal(exchange.rate),
  }
}

/** The first line that has tiers, a credit and an exchange rate, or the first one there is. */
function explainedOf(lines: readonly ReconLine[]): DemoUsageInvoices['explained'] {
  const tiered = lines.find(({ usage }) => usage!.rated.parts.length > 1 && usage!.rated.earnedCredit > 0)
  const { usage, availability } = tiered ?? lines[0]!
  const { meter, rated } = usage!
  const words = {
    unit: meter.unit,
    rating: availability.profile.usage!.rating,
    billingCurrency: availability.currency as Currency,
  }
  return { meter: meter.name, text: explainUsage(rated, words) }
}

async function accountOf(session: Session, mpnId: string): Promise<Account> {
  const accounts = await listAccounts(session, NO_FILTER, PLATFORM_ID, 100)
  const found = accounts.find((account) => account.mpnId === mpnId)
  if (found === undefined) throw new Error(`the demo has no partner ${mpnId}`)
  return found
}
