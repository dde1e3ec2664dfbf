import type { Day, Instant } from '../core/calendar/day.js'
import type { Receivable } from '../core/invoicing/payment.js'
import type { Currency } from '../core/money/currency.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import { INVOICE_TYPES, type InvoiceType } from './numbers.js'
import { leadDays, loadPartners } from './partner-billing.js'

/** What is paid of a document, in minor units. */
export interface InvoiceBalance {
  /** What it came to. */
  readonly total: bigint
  /** What payments have paid of it. */
  readonly paid: bigint
  /** What credit notes and write-offs took away. */
  readonly credited: bigint
  /** What is still owed; below zero for a credit balance. */
  readonly open: bigint
}

const SUMS = `coalesce(sum(e.amount) filter (where e.source_kind = 'invoice'), 0)::bigint as total,
  coalesce(-sum(e.amount) filter (where e.source_kind in ('allocation', 'payment')), 0)::bigint as paid,
  coalesce(-sum(e.amount) filter (where e.source_kind in ('credit-note', 'write-off')), 0)::bigint as credited,
  sum(e.amount)::bigint as open`

/** What is paid of a document of a partner; `undefined` where there is no such document. */
export async function findInvoiceBalance(
  session: Session,
  partnerId: string,
  number: string,
): Promise<InvoiceBalance | undefined> {
  return (await balancesOf(session, [{ partnerId, number }])).get(number)
}

/** Likewise for many, by number; one that is named twice is counted once. */
export async function balancesOf(
  session: Session,
  documents: readonly { readonly partnerId: string; readonly number: string }[],
): Promise<ReadonlyMap<string, InvoiceBalance>> {
  const { rows } = await session.query<InvoiceBalance & { readonly number: string }>(
    `select e.document as number, ${SUMS}
     from (select distinct * from unnest($1::uuid[], $2::text[])) as d (partner_id, number)
     join journal_entry e on e.partner_id = d.partner_id and e.document = d.number
     group by e.partner_id, e.document`,
    [documents.map((document) => document.partnerId), documents.map((document) => document.number)],
  )
  return new Map(rows.map(({ number, ...balance }) => [number, balance]))
}

/**
 * Which documents: all of them, those on which something is open (or a credit balance), those of them from before the
 * journal, those somebody may be asked for (`old` ones only once the books were opened), or those named.
 */
export type ReceivableFilter = 'all' | 'open' | 'old' | 'claimable' | readonly string[]

/** Whether the entry `e` is of a document of partner `p` from before the journal. */
const IS_OLD = 'coalesce(e.recorded_at <= p.old_documents_until, false)'

/** The documents of a partner with what is owed on them, oldest first. */
export async function listReceivables(
  session: Session,
  partnerId: string,
  filter: ReceivableFilter,
): Promise<Receivable[]> {
  const numbers = typeof filter === 'string' ? null : filter
  const { rows } = await session.query<Omit<Receivable, 'invoiceType'> & { readonly type: number }>(
    `select e.document as number, max(e.invoice_type) as type, max(e.currency) as currency,
       max(e.booked_on) filter (where e.due_on is not null) as "issuedOn", max(e.due_on) as "dueOn", ${SUMS}
     from journal_entry e join partner p on p.partner_id = e.partner_id
     where e.partner_id = $1 and e.document is not null and ($2::text[] is null or e.document = any($2))
     group by e.document having (not $3 or sum(e.amount) <> 0)
       and (not $4 or bool_or(e.due_on is not null and ${IS_OLD}))
       and (not $5 or not bool_or(e.due_on is not null and ${IS_OLD} and p.books_opened_at is null))
     order by "issuedOn", number`,
    [partnerId, numbers, numbers === null && filter !== 'all', filter === 'old', filter === 'claimable'],
  )
  return rows.map(({ type, ...row }) => ({ ...row, invoiceType: INVOICE_TYPES.wordOf(type) }))
}

/** What is left of a partner's payments, by currency, in minor units. */
export async function sumUnallocated(session: Session, partnerId: string): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await session.query<{ readonly currency: string; readonly rest: bigint }>(
    `select currency, -sum(amount)::bigint as rest from journal_entry
     where partner_id = $1 and payment_id is not null group by currency`,
    [partnerId],
  )
  return new Map(rows.map(({ currency, rest }) => [currency, rest]))
}

/** What a partner's account shows for a currency, or for one type of its invoices. */
export interface AccountBalance {
  /** Minor units: open on documents; below zero for credit balances. */
  readonly balance: bigint
  readonly firstInvoiceOn: Day | undefined
  readonly latestInvoiceOn: Day | undefined
  readonly lastPaymentOn: Day | undefined
  /** Of a type: the part of the payment that paid invoices of the type. */
  readonly lastPaymentAmount: bigint | undefined
}

export interface CurrencyBalance extends AccountBalance {
  readonly currency: Currency
  /** Left of payments: nobody has said yet what it pays. */
  readonly unallocated: bigint
  readonly types: readonly (AccountBalance & { readonly invoiceType: InvoiceType })[]
}

interface BalanceRow {
  readonly currency: Currency
  readonly type: number
  readonly balance: bigint
  readonly first: Day
  readonly latest: Day
}

interface PaymentRow {
  readonly currency: Currency
  /** `null`: the last payment of the currency, whatever it paid. */
  readonly type: number | null
  readonly on: Day
  readonly amount: bigint
}

/** The balances of a partner's account, by currency and by type of invoice. */
export async function accountBalances(session: Session, partnerId: string): Promise<CurrencyBalance[]> {
  const { rows } = await session.query<BalanceRow>(
    `with document as (
       select e.document, max(e.currency) as currency, max(e.invoice_type) as type, sum(e.amount) as open,
         max(e.booked_on) filter (where e.due_on is not null) as issued
       from journal_entry e where e.partner_id = $1 and e.document is not null group by e.document)
     select currency, type, sum(open)::bigint as balance, min(issued) as first, max(issued) as latest
     from document group by currency, type order by currency, type`,
    [partnerId],
  )
  const payments = await lastPayments(session, partnerId)
  const unallocated = await sumUnallocated(session, partnerId)
  const currencies = [...new Set([...rows.map((row) => row.currency), ...(unallocated.keys() as Iterable<Currency>)])]
  return currencies.sort().map((currency): CurrencyBalance => {
    const own = rows.filter((row) => row.currency === currency)
    const paid = (type: number | null) => {
      const last = payments.find((row) => row.currency === currency && row.type === type)
      return { lastPaymentOn: last?.on, lastPaymentAmount: last?.amount }
    }
    const days = (pick: 'first' | 'latest') => own.map((row) => row[pick])
    return {
      currency,
      balance: own.reduce((sum, row) => sum + row.balance, 0n),
      unallocated: unallocated.get(currency) ?? 0n,
      firstInvoiceOn: own.length === 0 ? undefined : (Math.min(...days('first')) as Day),
      latestInvoiceOn: own.length === 0 ? undefined : (Math.max(...days('latest')) as Day),
      ...paid(null),
      types: own.map(({ type, balance, first, latest }) => ({
        invoiceType: INVOICE_TYPES.wordOf(type),
        balance,
        firstInvoiceOn: first,
        latestInvoiceOn: latest,
        ...paid(type),
      })),
    }
  })
}

/** The last payment of each currency, and of each type of invoice that a payment has paid. Credits are no payments. */
async function lastPayments(session: Session, partnerId: string): Promise<PaymentRow[]> {
  const { rows } = await session.query<PaymentRow>(
    `with received as (
       select currency, null::smallint as type, payment_id, received_on as on, amount from payment
       where partner_id = $1 and method <> 'credit'
       union all
       select p.currency, i.invoice_type, p.payment_id, p.received_on, -sum(r.amount)::bigint
       from payment p
       join journal_entry u on u.partner_id = p.partner_id and u.payment_id = p.payment_id and u.source_kind = 'allocation'
       join journal_entry r on r.partner_id = u.partner_id and r.source_kind = u.source_kind and r.source_id = u.source_id
         and r.account = 'receivable'
       join journal_entry i on i.partner_id = r.partner_id and i.document = r.document and i.due_on is not null
       where p.partner_id = $1 and p.method <> 'credit'
       group by p.currency, i.invoice_type, p.payment_id, p.received_on having sum(r.amount) <> 0)
     select distinct on (currency, type) currency, type, "on", amount from received
     order by currency, type, "on" desc, payment_id desc`,
    [partnerId],
  )
  return rows
}

/**
 * Charges that are on no invoice yet, in minor units, before tax: a range of the primary key. The day is asked first,
 * because the planner has to see it: as part of a join it reads every charge the partner ever had.
 */
export async function sumUnbilled(session: Session, partnerId: string, currency: string): Promise<bigint> {
  const { invoicedThrough } = (await loadPartners(session, [partnerId])).get(partnerId)!
  const { rows } = await session.query<{ readonly amount: bigint }>(
    `select coalesce(sum(amount), 0)::bigint as amount from charge
     where partner_id = $1 and invoice_date > $2 and currency = $3
       and invoice_date > $2::date + ${leadDays('invoice_type')}`,
    [partnerId, dayParameter(invoicedThrough), currency],
  )
  return rows[0]!.amount
}

/** A partner with documents from before the journal. */
export interface OldBooks {
  readonly partnerId: string
  /** Whether somebody has said which of them are paid. */
  readonly isOpened: boolean
}

/** Partners with documents from before the journal, or the one named if it has any. */
export async function listOldBooks(session: Session, partnerId: string | undefined): Promise<OldBooks[]> {
  const { rows } = await session.query<OldBooks>(
    `select partner_id as "partnerId", books_opened_at is not null as "isOpened" from partner
     where old_documents_until is not null and ($1::uuid is null or partner_id = $1) order by partner_id`,
    [partnerId ?? null],
  )
  return rows
}

/** Notes that the books of a partner are opened: what is owed on old documents counts from now on. */
export async function noteBooksOpened(session: Session, partnerId: string, now: Instant): Promise<void> {
  await session.query(
    `update partner set books_opened_at = $2
     where partner_id = $1 and old_documents_until is not null and books_opened_at is null`,
    [partnerId, instantParameter(now)],
  )
}
