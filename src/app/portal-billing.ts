import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import type { Charge } from '../core/charging/charge.js'
import { explainCharge, explainSteps } from '../core/charging/explain.js'
import type { InvoiceType } from '../core/invoicing/assemble.js'
import type { Receivable } from '../core/invoicing/payment.js'
import type { Currency } from '../core/money/currency.js'
import { explainUsage, explainUsageSteps } from '../core/rating/explain-usage.js'
import type { ReconLine } from '../core/recon/recon-line.js'
import type { ReconFileKind } from '../core/recon/schema.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { findDocument } from '../store/billed-documents.js'
import { CHARGE_COLUMN_COUNT, readStoredCharge } from '../store/charges.js'
import { copyChargesOf } from '../store/ledger-reading.js'
import {
  CHARGE_GROUPS,
  type ChargeGroup,
  type ChargeGrouping,
  countLines,
  listChargeGroups,
  listPayingPayments,
  type PayingPayment,
} from '../store/portal-billing.js'
import { balancesOf, type InvoiceBalance, listReceivables } from '../store/receivables.js'
import type { ChargeFilter } from '../store/recon-lines.js'
import { RowQueue } from '../store/row-queue.js'
import { type IssuedFigures, loadIssuedFigures } from './amendable-document.js'
import { currentCatalog, discountOn } from './current-catalog.js'
import { listDocumentLines } from './document-lines.js'
import { reconKindsOf } from './files/recon-file.js'
import type { ChargePage } from './invoice-lines.js'
import {
  type BilledDocument,
  type InvoiceView,
  listInvoiceViews,
  loadInvoice,
  loadInvoiceView,
} from './invoice-views.js'
import { listUnbilledLines } from './unbilled.js'
import { profileOfMeter } from './usage/roll-up-usage.js'
import type { Database, Session, UseCase } from './use-case.js'

export { CHARGE_GROUPS, type ChargeFilter, type ChargeGroup, type ChargeGrouping, type PayingPayment, type Receivable }

type Reader = Pick<UseCase, 'session' | 'scope'>

/** A document with what is owed on it, as a list shows it. */
export interface BillView extends InvoiceView {
  readonly credited: bigint
}

/** A document with all that its page shows, but for its lines. */
export interface BillInFull extends BillView, IssuedFigures {
  readonly payments: readonly PayingPayment[]
  readonly fileKinds: readonly ReconFileKind[]
}

export interface BillWish {
  readonly from: Day | undefined
  readonly to: Day | undefined
  readonly offset: number
  readonly limit: number
}

/** Documents of the account, newest first, with what is owed on each. */
export async function listBills(
  context: Reader,
  wish: BillWish,
): Promise<{ readonly bills: readonly BillView[]; readonly totalCount: number }> {
  const { views, totalCount } = await listInvoiceViews(context, wish)
  const balances = await balancesOf(
    context.session,
    views.map(({ invoice }) => invoice),
  )
  return { bills: views.map((view) => withBalance(view, balances)), totalCount }
}

function withBalance(view: InvoiceView, balances: ReadonlyMap<string, InvoiceBalance>): BillView {
  return { ...view, credited: balances.get(view.invoice.number)?.credited ?? 0n }
}

/** A document of the account: what it says, what pays it, what amends it, and which files it has. */
export async function loadBill(context: Reader, number: string): Promise<Outcome<BillInFull>> {
  const { session, scope } = context
  const view = await loadInvoiceView(context, number)
  if (!view.ok) return view
  const { invoice } = view.value
  return accept({
    ...withBalance(view.value, await balancesOf(session, [invoice])),
    ...(await loadIssuedFigures(session, invoice)),
    payments: await listPayingPayments(session, scope.accountId, invoice.number),
    fileKinds: await reconKindsOf(session, invoice),
  })
}

/** What is open on the account's documents, oldest first; credit balances are below zero. */
export function listOpenBills({ session, scope }: Reader): Promise<readonly Receivable[]> {
  return listReceivables(session, scope.accountId, 'open')
}

/** The charges of a document of the account, added up. */
export async function groupCharges(
  context: Reader,
  number: string,
  by: ChargeGrouping,
  page: { readonly filter: ChargeFilter; readonly limit: number; readonly offset: number },
): Promise<
  Outcome<{
    readonly document: BilledDocument
    readonly groups: readonly (ChargeGroup & { readonly offer: string })[]
    readonly count: number
  }>
> {
  const document = await loadInvoice(context, number)
  if (!document.ok) return document
  const { groups, count } = await listChargeGroups(context.session, document.value, by, page)
  const { availabilities } = await currentCatalog(context.session)
  const named = groups.map((group) => ({ ...group, offer: availabilities.get(group.availabilityId)?.title ?? '' }))
  return accept({ document: document.value, groups: named, count })
}

/** Lines of a document of the account, and on the first page how many there are. */
export async function listBillLines(
  context: Reader,
  number: string,
  page: ChargePage,
): Promise<Outcome<{ readonly lines: readonly ReconLine[]; readonly lineCount: number | undefined }>> {
  const document = await loadInvoice(context, number)
  if (!document.ok) return document
  const lines = await listDocumentLines(context.session, document.value, page)
  if (page.after !== undefined) return accept({ lines, lineCount: undefined })
  const { only = {} } = page
  const isNarrowed = Object.values(only).some((value) => value !== undefined)
  const lineCount = isNarrowed
    ? await countLines(context.session, document.value, only)
    : Number(document.value.chargeCount)
  return accept({ lines, lineCount })
}

/** Which invoice to come is meant. */
export interface ComingWish {
  readonly invoiceType: InvoiceType
  readonly period: 'current' | 'previous'
  readonly currency: Currency
}

/** Lines the next invoice of a type will have, as of now. */
export function listComingLines(
  { database, ...context }: Pick<UseCase, 'scope' | 'now'> & { readonly database: Database },
  wish: ComingWish,
  page: ChargePage,
): Promise<ReconLine[]> {
  return listUnbilledLines(database, context, { ...wish, page })
}

/** A line with the calculation of its charge. */
export interface ExplainedBillLine {
  readonly line: ReconLine
  /** The charge as it was billed, where the line is on a note that takes it back. */
  readonly billed: ReconLine
  readonly sentence: string
  readonly steps: readonly { readonly label: string; readonly expression: string; readonly result: string }[]
  /** The cycle the charge is of; none for usage, and for what is bought once. */
  readonly cycle: { readonly start: Day; readonly end: Day } | undefined
}

/** What names a line. */
export interface LineKey {
  readonly subscriptionId: string
  readonly chargeNumber: number
}

/** How a line of a document of the account came about, or one of the invoice to come. */
export async function explainBillLine(
  context: Pick<UseCase, 'session' | 'scope' | 'now'> & { readonly database: Database },
  where: string | ComingWish,
  { subscriptionId, chargeNumber }: LineKey,
): Promise<Outcome<ExplainedBillLine>> {
  const page: ChargePage = { after: { subscriptionId, chargeNumber: chargeNumber - 1 }, offset: 0, limit: 1 }
  const isIt = (line: ReconLine | undefined) =>
    line?.subscription.subscriptionId === subscriptionId && line.charge.number === chargeNumber
  const missing = refuse('not-found', { what: 'line', id: `${subscriptionId}:${chargeNumber}` })
  if (typeof where !== 'string') {
    const [line] = await listComingLines(context, where, page)
    return line !== undefined && isIt(line) ? accept(await explained(context.session, line, line)) : missing
  }
  const document = await loadInvoice(context, where)
  if (!document.ok) return document
  const only = { subscriptionId }
  const [line] = await listDocumentLines(context.session, document.value, { ...page, only })
  if (line === undefined || !isIt(line)) return missing
  const origin = await billedOn(context.session, document.value)
  const [billed] =
    origin === document.value ? [line] : await listDocumentLines(context.session, origin, { ...page, only })
  return accept(await explained(context.session, line, billed ?? line))
}

/** The document that charged what a note takes back; else the document itself. */
async function billedOn(session: Session, document: BilledDocument): Promise<BilledDocument> {
  if (document.amends === null || document.kind === 'adjustment-note') return document
  return (await findDocument(session, document.partnerId, document.amends)) ?? document
}

async function explained(session: Session, line: ReconLine, billed: ReconLine): Promise<ExplainedBillLine> {
  const { charge, availability, usage } = billed
  const catalog = await currentCatalog(session)
  if (usage !== null) {
    const { meter, rated } = usage
    const { rating } = profileOfMeter(meter, catalog).usage!
    const words = { unit: meter.unit, rating, billingCurrency: availability.currency }
    const sentence = `${meter.name}: ${explainUsage(rated, words)}`
    return { line, billed, sentence, steps: explainUsageSteps(rated, words), cycle: undefined }
  }
  const discount = discountOn(charge, catalog)
  return {
    line,
    billed,
    sentence: explainCharge(charge, availability, discount),
    steps: explainSteps(charge, availability, discount),
    cycle: availability.billingCycle === 'one-time' ? undefined : await cycleOf(session, billed),
  }
}

/**
 * The cycle a charge is of. A charge may end before its cycle does, where its licenses were changed in between: the cycle
 * ends where the last of the charges of so long a cycle ends that can be of the same one.
 */
async function cycleOf(session: Session, { charge, partner, subscription }: ReconLine) {
  const { cycleDays } = charge.derivation
  const key = { partnerId: partner.partnerId, subscriptionId: subscription.subscriptionId }
  const queue = await RowQueue.open(copyChargesOf(session, key), CHARGE_COLUMN_COUNT, (row) => readStoredCharge(row))
  let end = charge.end
  for (let stored = queue.take(); stored !== undefined; stored = queue.take()) {
    if (isOfSameCycle(stored.charge, charge) && stored.charge.end > end) end = stored.charge.end
  }
  return { start: (end - cycleDays) as Day, end }
}

function isOfSameCycle(one: Charge, { start, end, derivation: { cycleDays } }: Charge): boolean {
  return one.derivation.cycleDays === cycleDays && one.start < end && one.end <= start + cycleDays
}

/** The day it is for the account, by which documents are overdue. */
export function todayOf({ now }: Pick<UseCase, 'now'>): Day {
  return dayOfInstant(now)
}
