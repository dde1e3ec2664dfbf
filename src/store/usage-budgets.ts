import type { Day, Instant } from '../core/calendar/day.js'
import type { Period } from '../core/calendar/period.js'
import type { Currency } from '../core/money/currency.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import { DAYS_OF_LINE, portionOf } from './usage-costs.js'

/** What a customer's usage of a calendar month should not pass. */
export interface StoredBudget {
  readonly customerId: string
  /** Minor units. */
  readonly amount: bigint
  readonly currency: Currency
}

/** The budgets of customers, locked until the transaction ends; those without one are left out. */
export async function lockBudgets(
  session: Session,
  partnerId: string,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, StoredBudget>> {
  const { rows } = await session.query<StoredBudget>(
    `select customer_id as "customerId", amount, currency from usage_budget
     where partner_id = $1 and customer_id = any($2::uuid[]) order by customer_id for update`,
    [partnerId, customerIds],
  )
  return new Map(rows.map((row) => [row.customerId, row]))
}

/** Sets budgets, whether there was one or not. */
export async function setBudgets(
  session: Session,
  partnerId: string,
  budgets: readonly StoredBudget[],
  set: { readonly at: Instant; readonly by: string },
): Promise<void> {
  if (budgets.length === 0) return
  await session.query(
    `insert into usage_budget (partner_id, customer_id, amount, currency, set_at, set_by)
     select $1, b.customer_id, b.amount, b.currency, $5, $6
     from unnest($2::uuid[], $3::bigint[], $4::text[]) as b (customer_id, amount, currency) order by b.customer_id
     on conflict (partner_id, customer_id) do update
       set amount = excluded.amount, currency = excluded.currency, set_at = excluded.set_at, set_by = excluded.set_by`,
    [
      partnerId,
      budgets.map(({ customerId }) => customerId),
      budgets.map(({ amount }) => amount),
      budgets.map(({ currency }) => currency),
      ...[instantParameter(set.at), set.by],
    ],
  )
}

/** Takes budgets away. */
export async function removeBudgets(
  session: Session,
  partnerId: string,
  customerIds: readonly string[],
): Promise<void> {
  if (customerIds.length === 0) return
  await session.query('delete from usage_budget where partner_id = $1 and customer_id = any($2::uuid[])', [
    ...[partnerId, customerIds],
  ])
}

/** A budget with what was spent of it. */
export interface SpentBudget extends StoredBudget {
  /** Minor units of the same currency: rated usage of the days of the month, billed or not. */
  readonly spent: bigint
}

/** The month that is looked at. */
export interface BudgetMonth {
  readonly month: Period
  /** The date in it of the partner's recurring invoice: it may have been issued, with days of this month on it. */
  readonly recurringDate: Day
}

/**
 * What has been spent of budgets in a calendar month. Usage that is rated by billing periods lies in two months: of such a
 * line, its days in this month count with what they share of it.
 * @param customerIds `undefined` for all of the partner
 */
export async function listSpentBudgets(
  session: Session,
  partnerId: string,
  customerIds: readonly string[] | undefined,
  month: BudgetMonth,
): Promise<SpentBudget[]> {
  const { rows } = await session.query<SpentBudget>(
    `${spending(customerIds !== undefined)}
     select b.customer_id as "customerId", b.amount, b.currency, coalesce(s.spent, 0)::bigint as spent
     from budget b left join spent s on s.customer_id = b.customer_id order by b.customer_id`,
    spendingParameters(partnerId, customerIds, month),
  )
  return rows
}

/** Budgets set before a month was over of which at least so many percent, and anything at all, have been spent in it. */
export async function listReachedBudgets(
  session: Session,
  partnerId: string,
  customerIds: readonly string[] | undefined,
  month: BudgetMonth,
  percent: number,
): Promise<SpentBudget[]> {
  const { rows } = await session.query<SpentBudget>(
    `${spending(customerIds !== undefined)}
     select b.customer_id as "customerId", b.amount, b.currency, s.spent::bigint as spent
     from budget b join spent s on s.customer_id = b.customer_id
     where b.set_at < $4::date::timestamp at time zone 'UTC' and s.spent > 0 and s.spent * 100 >= b.amount * $6::numeric order by b.customer_id`,
    [...spendingParameters(partnerId, customerIds, month), percent],
  )
  return rows
}

/** How many customers have passed their budget, and how many will at this rate. */
export interface BudgetCounts {
  readonly over: number
  readonly trendingOver: number
}

/** @param elapsed days of the month that have passed or begun, by which spending is carried on to its end */
export async function countBudgets(
  session: Session,
  partnerId: string,
  month: BudgetMonth,
  elapsed: number,
): Promise<BudgetCounts> {
  const { rows } = await session.query<BudgetCounts>(
    `${spending(false)}
     select count(*) filter (where s.spent > b.amount)::integer as over,
       count(*) filter (where s.spent <= b.amount and s.spent * ($4::date - $3::date) > b.amount * $6::numeric)::integer
         as "trendingOver"
     from budget b join spent s on s.customer_id = b.customer_id`,
    [...spendingParameters(partnerId, undefined, month), elapsed],
  )
  return rows[0]!
}

/** The tables `budget` and `spent` of a statement with `spendingParameters`. */
function spending(named: boolean): string {
  return `with budget as (
    select customer_id, amount, currency, set_at from usage_budget
    where partner_id = $1 and ${named ? 'customer_id = any($2::uuid[])' : '$2::uuid[] is null'}
  ), line as (
    select b.customer_id, u.partner_id, u.invoice_date, u.subscription_id, u.meter_id, u.amount, u.rating
    from budget b
    join rated_usage u on u.partner_id = $1 and u.customer_id = b.customer_id and u.billing_currency = b.currency
    union all
    select b.customer_id, u.partner_id, u.invoice_date, u.subscription_id, u.meter_id, u.amount, u.rating
    from budget b
    join subscription s on s.partner_id = $1 and s.customer_id = b.customer_id
    join usage_charge u on u.partner_id = $1 and u.invoice_date = $5::date and u.subscription_id = s.subscription_id
    join charge c on c.partner_id = $1 and c.invoice_date = $5::date and c.subscription_id = u.subscription_id
      and c.charge_number = u.charge_number and c.currency = b.currency
  ), spent as (
    select u.customer_id, sum(case
        when (u.rating->>'start')::date >= $3::date and (u.rating->>'end')::date <= $4::date then u.amount
        else ${shareOfMonth} end) as spent
    from line u
    where (u.rating->>'start')::date < $4::date and (u.rating->>'end')::date > $3::date
    group by u.customer_id
  )`
}

/**
 * Of a line `u` that lies in two months: what its days up to the end of this one share of it, less what those before it
 * do. Without days, it counts where it ends.
 */
const shareOfMonth = `(
  select case when coalesce(sum(d.quantity), 0) = 0
    then case when (u.rating->>'end')::date <= $4::date then u.amount else 0 end
    else ${portionOf('u.amount', quantityBefore('$4'), 'sum(d.quantity)')}
      - ${portionOf('u.amount', quantityBefore('$3'), 'sum(d.quantity)')} end
  from usage_day d where ${DAYS_OF_LINE})`

function quantityBefore(day: string): string {
  return `coalesce(sum(d.quantity) filter (where d.usage_date < ${day}::date), 0)`
}

function spendingParameters(
  partnerId: string,
  customerIds: readonly string[] | undefined,
  { month, recurringDate }: BudgetMonth,
) {
  return [partnerId, customerIds ?? null, ...[month.start, month.end, recurringDate].map(dayParameter)]
}

/** A threshold that was reached. */
export interface BudgetNotice extends SpentBudget {
  /** Percent of the budget. */
  readonly threshold: number
  /** Whether people are told; not where a higher one is reached at the same time. */
  readonly isTold: boolean
}

/**
 * Notes thresholds that were reached in a month (its first day).
 * @returns those that nobody had noted before, whoever else notes them at the same time
 */
export async function noteBudgetNotices(
  session: Session,
  partnerId: string,
  month: Day,
  notices: readonly BudgetNotice[],
  at: Instant,
): Promise<BudgetNotice[]> {
  if (notices.length === 0) return []
  const { rows } = await session.query<Pick<BudgetNotice, 'customerId' | 'threshold'>>(
    `insert into usage_budget_notice (partner_id, customer_id, month, threshold, spent, budget, currency, told_at,
       mailed_at)
     select $1, n.customer_id, $2::date, n.threshold, n.spent, n.budget, n.currency, $9::timestamptz,
       case when not n.is_told then $9::timestamptz end
     from unnest($3::uuid[], $4::smallint[], $5::bigint[], $6::bigint[], $7::text[], $8::boolean[])
       as n (customer_id, threshold, spent, budget, currency, is_told)
     order by n.customer_id, n.threshold
     on conflict do nothing returning customer_id as "customerId", threshold`,
    [
      ...[partnerId, dayParameter(month)],
      notices.map(({ customerId }) => customerId),
      notices.map(({ threshold }) => threshold),
      notices.map(({ spent }) => spent),
      notices.map(({ amount }) => amount),
      notices.map(({ currency }) => currency),
      notices.map(({ isTold }) => isTold),
      instantParameter(at),
    ],
  )
  const noted = new Set(rows.map(({ customerId, threshold }) => `${customerId}|${threshold}`))
  return notices.filter(({ customerId, threshold }) => noted.has(`${customerId}|${threshold}`))
}

/** Whose budget it is. */
export interface NamedBudget {
  readonly customerId: string
  readonly name: string
}

/** The customers of a partner that have a budget, in order of their ids. */
export async function listNamedBudgets(
  session: Session,
  partnerId: string,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<NamedBudget[]> {
  const { rows } = await session.query<NamedBudget>(
    `select b.customer_id as "customerId", c.name
     from usage_budget b join customer c on c.partner_id = b.partner_id and c.customer_id = b.customer_id
     where b.partner_id = $1 and ($2::uuid is null or b.customer_id > $2) order by b.customer_id limit $3`,
    [partnerId, page.after ?? null, page.limit],
  )
  return rows
}
