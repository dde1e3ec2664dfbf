import type { Day, Instant } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'
import type { Reminder } from './reminders.js'
import type { ExemptionState, WithholdingState } from './tax-claims.js'

// What happened and is still to be told. Each is claimed and marked in the transaction that writes its mails.

/** Partners of whom something is to be told, in order of their ids. */
export async function listPartnersToTell(session: Session, after: string, limit: number): Promise<string[]> {
  const { rows } = await session.query<{ readonly partnerId: string }>(
    `select partner_id as "partnerId" from (
       select partner_id from notice where mailed_at is null and event_name = 'invoice-ready'
       union select partner_id from reminder where sent_at is null
       union select partner_id from withholding where state <> 'submitted' and told_at is distinct from decided_at
       union select partner_id from tax_exemption where state <> 'submitted' and told_at is distinct from decided_at
       union select partner_id from usage_budget_notice where mailed_at is null
     ) waiting where partner_id > $1 order by partner_id limit $2`,
    [after, limit],
  )
  return rows.map((row) => row.partnerId)
}

/** A document that is ready. */
export interface ReadyDocument {
  readonly id: string
  readonly happenedAt: Instant
  /** Number of the document. */
  readonly number: string
}

/** Takes documents nobody was told of yet, and marks them told. */
export async function takeReadyDocuments(
  session: Session,
  partnerId: string,
  now: Instant,
  limit: number,
): Promise<ReadyDocument[]> {
  const { rows } = await session.query<ReadyDocument>(
    `update notice n set mailed_at = $2
     from (select notice_id from notice
       where partner_id = $1 and mailed_at is null and event_name = 'invoice-ready'
       order by notice_id limit $3 for update skip locked) d
     where n.partner_id = $1 and n.notice_id = d.notice_id
     returning n.notice_id as id, n.occurred_at as "happenedAt",
       regexp_replace(n.resource_uri, '^.*/', '') as number`,
    [partnerId, instantParameter(now), limit],
  )
  return rows
}

/** A reminder that is to be told. */
export type WaitingReminder = Omit<Reminder, 'partnerId'> & { readonly id: string; readonly happenedAt: Instant }

/** Takes reminders nobody was told of yet, and marks them sent. */
export async function takeReminders(
  session: Session,
  partnerId: string,
  now: Instant,
  limit: number,
): Promise<WaitingReminder[]> {
  const { rows } = await session.query<WaitingReminder>(
    `update reminder r set sent_at = $2
     from (select reminder_id from reminder where partner_id = $1 and sent_at is null
       order by reminder_id limit $3 for update skip locked) d
     where r.partner_id = $1 and r.reminder_id = d.reminder_id
     returning r.reminder_id as id, r.reminder_id as "reminderId", r.created_at as "happenedAt", r.kind, r.level,
       r.document, r.currency, r.amount, r.due_on as "dueOn", r.happened_on as "happenedOn"`,
    [partnerId, instantParameter(now), limit],
  )
  return rows
}

interface Decided<State> {
  readonly id: string
  readonly happenedAt: Instant
  readonly state: State
  readonly note: string
  readonly submittedBy: string
}

export interface DecidedWithholding extends Decided<WithholdingState> {
  readonly invoiceNumber: string
  readonly currency: Currency
  /** Minor units. */
  readonly total: bigint
}

/** Takes claims of tax withheld with a decision nobody was told of, and marks it told. */
export async function takeDecidedWithholdings(
  session: Session,
  partnerId: string,
  limit: number,
): Promise<DecidedWithholding[]> {
  const { rows } = await session.query<DecidedWithholding>(
    `update withholding w set told_at = w.decided_at
     from (select withholding_id from withholding
       where partner_id = $1 and state <> 'submitted' and told_at is distinct from decided_at
       order by withholding_id limit $2 for update skip locked) d
     where w.partner_id = $1 and w.withholding_id = d.withholding_id
     returning w.withholding_id as id, w.decided_at as "happenedAt", w.state, w.note, w.submitted_by as "submittedBy",
       w.invoice_number as "invoiceNumber", w.currency, w.total`,
    [partnerId, limit],
  )
  return rows
}

export interface DecidedExemption extends Decided<ExemptionState> {
  readonly certificate: string
  readonly country: string
  readonly region: string
  readonly validFrom: Day
}

/** Takes exemptions with a decision nobody was told of, and marks it told. */
export async function takeDecidedExemptions(
  session: Session,
  partnerId: string,
  limit: number,
): Promise<DecidedExemption[]> {
  const { rows } = await session.query<DecidedExemption>(
    `update tax_exemption e set told_at = e.decided_at
     from (select exemption_id from tax_exemption
       where partner_id = $1 and state <> 'submitted' and told_at is distinct from decided_at
       order by exemption_id limit $2 for update skip locked) d
     where e.partner_id = $1 and e.exemption_id = d.exemption_id
     returning e.exemption_id as id, e.decided_at as "happenedAt", e.state, e.note, e.submitted_by as "submittedBy",
       e.certificate_number as certificate, e.country, e.region, e.valid_from as "validFrom"`,
    [partnerId, limit],
  )
  return rows
}

/** A threshold of a customer's budget that was reached. Amounts are in minor units. */
export interface ReachedBudget {
  readonly customerId: string
  readonly customer: string
  /** The first day of the calendar month. */
  readonly month: Day
  /** Percent of the budget. */
  readonly threshold: number
  readonly spent: bigint
  readonly budget: bigint
  readonly currency: Currency
  readonly happenedAt: Instant
}

/** Takes reached thresholds of budgets nobody was told of yet, and marks them told. */
export async function takeReachedBudgets(
  session: Session,
  partnerId: string,
  now: Instant,
  limit: number,
): Promise<ReachedBudget[]> {
  const { rows } = await session.query<ReachedBudget>(
    `update usage_budget_notice b set mailed_at = $2
     from (select customer_id, month, threshold from usage_budget_notice where partner_id = $1 and mailed_at is null
       order by customer_id, month, threshold limit $3 for update skip locked) d, customer c
     where b.partner_id = $1 and b.customer_id = d.customer_id and b.month = d.month and b.threshold = d.threshold
       and c.partner_id = $1 and c.customer_id = b.customer_id
     returning b.customer_id as "customerId", c.name as customer, b.month, b.threshold, b.spent, b.budget, b.currency,
       b.told_at as "happenedAt"`,
    [partnerId, instantParameter(now), limit],
  )
  return rows
}
