import type { Day, Instant } from '../core/calendar/day.js'
import type { AdjustmentState, WaitingAdjustment } from '../core/invoicing/adjustment.js'
import type { AdjustmentLine, InvoiceDraft } from '../core/invoicing/assemble.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import type { InvoiceKey } from './invoices.js'
import { INVOICE_TYPES } from './numbers.js'

/** A one-off amount on an invoice: proposed, decided about, and put on the first invoice that takes it. */
export interface Adjustment extends WaitingAdjustment {
  /** For the provider's own people. */
  readonly internalNote: string
  readonly customerId: string | null
  readonly subscriptionId: string | null
  /** Number of the document it is about. */
  readonly relatedDocument: string | null
  readonly state: AdjustmentState
  readonly proposedAt: Instant
  readonly proposedBy: string
  readonly proposerId: string
  /** `null` while it is proposed. */
  readonly decidedAt: Instant | null
  readonly decidedBy: string | null
  readonly decisionNote: string
  /** Number of the invoice it is on; `null` before. */
  readonly invoiceNumber: string | null
}

type Row = Omit<Adjustment, 'invoiceType'> & { readonly type: number | null }

const WAITING_COLUMNS = `a.partner_id as "partnerId", a.adjustment_id as "adjustmentId", a.currency, a.amount,
  a.invoice_type as type, a.not_before as "notBefore", a.tax_class as "taxClass", a.reason_code as "reasonCode",
  a.description`
const COLUMNS = `${WAITING_COLUMNS}, a.internal_note as "internalNote", a.customer_id as "customerId",
  a.subscription_id as "subscriptionId", a.related_document as "relatedDocument", a.state,
  a.proposed_at as "proposedAt", a.proposed_by as "proposedBy", a.proposer_id as "proposerId",
  a.decided_at as "decidedAt", a.decided_by as "decidedBy", a.decision_note as "decisionNote",
  (select i.number from invoice_adjustment l join invoice i on i.partner_id = l.partner_id
     and i.invoice_date = l.invoice_date and i.invoice_type = l.invoice_type and i.currency = l.currency
   where l.partner_id = a.partner_id and l.adjustment_id = a.adjustment_id) as "invoiceNumber"`

function typed<T extends { readonly type: number | null }>({ type, ...row }: T) {
  return { ...row, invoiceType: type === null ? null : INVOICE_TYPES.wordOf(type) }
}

export async function insertAdjustment(session: Session, adjustment: Adjustment): Promise<void> {
  const { invoiceType, notBefore, proposedAt, decidedAt, ...one } = adjustment
  await session.query(
    `insert into adjustment (partner_id, adjustment_id, currency, amount, invoice_type, tax_class, reason_code,
       description, internal_note, customer_id, subscription_id, related_document, not_before, state, proposed_at,
       proposed_by, proposer_id, decided_at, decided_by, decision_note)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      ...[one.partnerId, one.adjustmentId, one.currency, one.amount],
      ...[invoiceType === null ? null : INVOICE_TYPES.numberOf(invoiceType), one.taxClass, one.reasonCode],
      ...[one.description, one.internalNote, one.customerId, one.subscriptionId, one.relatedDocument],
      ...[dayParameter(notBefore), one.state, instantParameter(proposedAt), one.proposedBy, one.proposerId],
      ...[decidedAt === null ? null : instantParameter(decidedAt), one.decidedBy, one.decisionNote],
    ],
  )
}

/** An adjustment of a partner, locked until the transaction ends; `undefined` where there is none. */
export async function lockAdjustment(
  session: Session,
  partnerId: string,
  adjustmentId: string,
): Promise<Adjustment | undefined> {
  // Locked first: who waited for an invoice to be issued must see that it was.
  await session.query('select 1 from adjustment where partner_id = $1 and adjustment_id = $2 for update', [
    partnerId,
    adjustmentId,
  ])
  const { rows } = await session.query<Row>(
    `select ${COLUMNS} from adjustment a where a.partner_id = $1 and a.adjustment_id = $2`,
    [partnerId, adjustmentId],
  )
  return rows[0] === undefined ? undefined : typed(rows[0])
}

/** Writes what was decided about an adjustment. */
export async function decideAdjustment(session: Session, decided: Adjustment & { decidedAt: Instant }): Promise<void> {
  await session.query(
    `update adjustment set state = $3, decided_at = $4, decided_by = $5, decision_note = $6
     where partner_id = $1 and adjustment_id = $2`,
    [
      ...[decided.partnerId, decided.adjustmentId, decided.state, instantParameter(decided.decidedAt)],
      ...[decided.decidedBy, decided.decisionNote],
    ],
  )
}

/** Which adjustments to list, newest first; fields left out do not narrow. */
export interface AdjustmentFilter {
  readonly partnerId?: string | undefined
  readonly states?: readonly AdjustmentState[] | undefined
  readonly offset?: number
  readonly limit: number
}

const FILTER = '($1::uuid is null or a.partner_id = $1) and ($2::text[] is null or a.state = any($2))'

export async function listAdjustments(session: Session, filter: AdjustmentFilter): Promise<Adjustment[]> {
  const { rows } = await session.query<Row>(
    `select ${COLUMNS} from adjustment a where ${FILTER}
     order by a.proposed_at desc, a.adjustment_id desc limit $3 offset $4`,
    [filter.partnerId ?? null, filter.states ?? null, filter.limit, filter.offset ?? 0],
  )
  return rows.map(typed)
}

export async function countAdjustments(
  session: Session,
  { partnerId, states }: Omit<AdjustmentFilter, 'limit'>,
): Promise<number> {
  const { rows } = await session.query<{ readonly count: bigint }>(
    `select count(*) as count from adjustment a where ${FILTER}`,
    [partnerId ?? null, states ?? null],
  )
  return Number(rows[0]!.count)
}

/** Approved adjustments of some partners that are on no invoice, in order, locked until the transaction ends. */
export async function lockWaitingAdjustments(
  session: Session,
  partnerIds: readonly string[],
): Promise<WaitingAdjustment[]> {
  return selectWaiting(session, partnerIds, 'for update')
}

/** Likewise, for reading only. */
export async function listWaitingAdjustments(
  session: Session,
  partnerIds: readonly string[],
): Promise<WaitingAdjustment[]> {
  return selectWaiting(session, partnerIds, '')
}

async function selectWaiting(session: Session, partnerIds: readonly string[], lock: string) {
  const { rows } = await session.query<Omit<WaitingAdjustment, 'invoiceType'> & { readonly type: number | null }>(
    `select ${WAITING_COLUMNS} from adjustment a
     where a.partner_id = any($1::uuid[]) and a.state = 'approved'
     order by a.partner_id, a.proposed_at, a.adjustment_id ${lock}`,
    [partnerIds],
  )
  return rows.map(typed)
}

/** Writes the adjustments of issued invoices; they are done with then. The invoices must be there. */
export async function insertInvoiceAdjustments(session: Session, drafts: readonly InvoiceDraft[]): Promise<void> {
  const lines = drafts.flatMap((draft) => draft.adjustments.map((line) => ({ ...draft, ...line })))
  if (lines.length === 0) return
  await session.query(
    `insert into invoice_adjustment (partner_id, invoice_date, invoice_type, currency, line_number, adjustment_id,
       reason_code, description, tax_class, amount, tax)
     select * from unnest($1::uuid[], $2::date[], $3::smallint[], $4::text[], $5::int[], $6::uuid[], $7::text[],
       $8::text[], $9::text[], $10::bigint[], $11::bigint[])`,
    [
      lines.map((line) => line.partnerId),
      lines.map((line) => dayParameter(line.invoiceDate)),
      lines.map((line) => INVOICE_TYPES.numberOf(line.invoiceType)),
      lines.map((line) => line.currency),
      lines.map((line) => line.lineNumber),
      lines.map((line) => line.adjustmentId),
      lines.map((line) => line.reasonCode),
      lines.map((line) => line.description),
      lines.map((line) => line.taxClass),
      lines.map((line) => line.amount),
      lines.map((line) => line.tax),
    ],
  )
  await session.query(
    `update adjustment a set state = 'invoiced' from unnest($1::uuid[], $2::uuid[]) as v (partner_id, adjustment_id)
     where a.partner_id = v.partner_id and a.adjustment_id = v.adjustment_id`,
    [lines.map((line) => line.partnerId), lines.map((line) => line.adjustmentId)],
  )
}

/** The adjustments on an issued invoice, in order of line. */
export async function listInvoiceAdjustments(session: Session, invoice: InvoiceKey): Promise<AdjustmentLine[]> {
  const { rows } = await session.query<AdjustmentLine>(
    `select line_number as "lineNumber", adjustment_id as "adjustmentId", reason_code as "reasonCode", description,
       tax_class as "taxClass", amount, tax
     from invoice_adjustment where partner_id = $1 and invoice_date = $2 and invoice_type = $3 and currency = $4
     order by line_number`,
    [
      ...[invoice.partnerId, dayParameter(invoice.invoiceDate)],
      ...[INVOICE_TYPES.numberOf(invoice.invoiceType), invoice.currency],
    ],
  )
  return rows
}

/** Adjustments said to be on an invoice that are on none; there are none unless something else wrote. */
export async function countLostAdjustments(session: Session, partnerIds: readonly string[]): Promise<number> {
  const { rows } = await session.query<{ readonly lost: bigint }>(
    `select count(*) as lost from adjustment a
     left join invoice_adjustment l on l.partner_id = a.partner_id and l.adjustment_id = a.adjustment_id
     where a.partner_id = any($1::uuid[])
       and ((a.state = 'invoiced') <> (l.adjustment_id is not null) or l.amount <> a.amount)`,
    [partnerIds],
  )
  return Number(rows[0]!.lost)
}

/** The largest amount in a currency that needs no approval. */
export interface AdjustmentLimit {
  readonly currency: string
  /** Minor units. */
  readonly amount: bigint
  readonly setAt: Instant
  readonly setBy: string
}

/** The limits that were set, by currency. */
export async function listAdjustmentLimits(session: Session): Promise<AdjustmentLimit[]> {
  const { rows } = await session.query<AdjustmentLimit>(
    'select currency, amount, set_at as "setAt", set_by as "setBy" from adjustment_limit order by currency',
  )
  return rows
}

export async function putAdjustmentLimit(session: Session, limit: AdjustmentLimit): Promise<void> {
  await session.query(
    `insert into adjustment_limit (currency, amount, set_at, set_by) values ($1, $2, $3, $4)
     on conflict (currency) do update set amount = excluded.amount, set_at = excluded.set_at, set_by = excluded.set_by`,
    [limit.currency, limit.amount, instantParameter(limit.setAt), limit.setBy],
  )
}

/** What a partner was charged for a subscription, and what of it was credited already or is about to be. */
export interface SubscriptionMoney {
  readonly charged: bigint
  /** Above zero. */
  readonly credited: bigint
}

/** The sums of a subscription in one currency, in minor units before tax. */
export async function sumSubscriptionMoney(
  session: Session,
  { partnerId, subscriptionId, currency, from }: SubscriptionInCurrency,
): Promise<SubscriptionMoney> {
  const { rows } = await session.query<SubscriptionMoney>(
    `select
       (select coalesce(sum(amount), 0)::bigint from charge
        where partner_id = $1 and invoice_date >= $4 and subscription_id = $2 and currency = $3) as charged,
       (select coalesce(-sum(amount), 0)::bigint from adjustment
        where partner_id = $1 and subscription_id = $2 and currency = $3 and amount < 0
          and state not in ('rejected', 'withdrawn')) as credited`,
    [partnerId, subscriptionId, currency, dayParameter(from)],
  )
  return rows[0]!
}

export interface SubscriptionInCurrency {
  readonly partnerId: string
  readonly subscriptionId: string
  readonly currency: string
  /** The day it was bought: nothing was charged before. */
  readonly from: Day
}

/** Whether a subscription is one of a partner, and of which customer. */
export async function findSubscriptionOwner(
  session: Session,
  partnerId: string,
  subscriptionId: string,
): Promise<string | undefined> {
  const { rows } = await session.query<{ readonly customerId: string }>(
    'select customer_id as "customerId" from subscription where partner_id = $1 and subscription_id = $2',
    [partnerId, subscriptionId],
  )
  return rows[0]?.customerId
}
