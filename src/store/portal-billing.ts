import type { Day } from '../core/calendar/day.js'
import { findChargeType } from '../core/catalog/charge-type.js'
import type { PaymentMethod } from '../core/invoicing/posting.js'
import type { BilledDocument } from './billed-documents.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import { INVOICE_TYPES } from './numbers.js'
import { type ChargeFilter, chargeCondition } from './recon-lines.js'

/** By what the charges of a document are added up. */
export const CHARGE_GROUPS = ['customer', 'subscription', 'charge-type'] as const
export type ChargeGrouping = (typeof CHARGE_GROUPS)[number]

/** Charges of a document that belong together. */
export interface ChargeGroup {
  /** Id of the customer or subscription; a type of charges. */
  readonly key: string
  /** The customer's name or that of the subscription; empty where the subscription has no name of its own. */
  readonly name: string
  /** Of a subscription: the customer's name; else empty. */
  readonly customerName: string
  /** Of a subscription: an availability it was charged for; else empty. */
  readonly availabilityId: string
  readonly lineCount: bigint
  /** Minor units, before tax. */
  readonly amount: bigint
}

/** Of what a group of charges `x` is made, and where the names of the groups `g` that are shown come from. */
const GROUP_SQL: Readonly<Record<ChargeGrouping, GroupSql>> = {
  customer: {
    key: 's.customer_id',
    ...{
      join: 'join subscription s on s.partner_id = $1 and s.subscription_id = x.subscription_id',
      availability: `''`,
    },
    ...{ name: 'k.name', customerName: `''`, names: 'join customer k on k.partner_id = $1 and k.customer_id = g.key' },
  },
  subscription: {
    key: 'x.subscription_id',
    ...{ join: '', availability: 'max(x.availability_id::text)', name: 's.friendly_name', customerName: 'k.name' },
    names: `join subscription s on s.partner_id = $1 and s.subscription_id = g.key
      join customer k on k.partner_id = $1 and k.customer_id = s.customer_id`,
  },
  'charge-type': { key: 'x.charge_type', join: '', availability: `''`, name: `''`, customerName: `''`, names: '' },
}

interface GroupSql {
  readonly key: string
  /** What the key needs besides the charge. */
  readonly join: string
  readonly availability: string
  readonly name: string
  readonly customerName: string
  /** What the names need besides the group. */
  readonly names: string
}

/** The charges of a document with what each is on it: a void note takes back what credit notes have left. */
function chargesOf({ kind, partnerId }: BilledDocument, filter: ChargeFilter): string {
  const where = `c.partner_id = $1 and c.invoice_date = $2 and c.invoice_type = $3 and c.currency = $4
    ${chargeCondition(partnerId, filter)}`
  const columns = 'c.subscription_id, c.charge_type, c.availability_id'
  if (kind === 'credit-note') {
    return `select ${columns}, m.amount from charge c
      join amendment_charge m on m.partner_id = c.partner_id and m.number = $5 and m.subscription_id = c.subscription_id
        and m.charge_number = c.charge_number
      where ${where}`
  }
  if (kind === 'void-note') {
    return `select ${columns}, -(c.amount + coalesce(m.amount, 0)) as amount from charge c
      left join (
        select h.subscription_id, h.charge_number, sum(h.amount)::bigint as amount
        from amendment a join amendment_charge h on h.partner_id = a.partner_id and h.number = a.number
        where a.partner_id = $1 and a.amends = $5 and a.kind = 'credit-note'
        group by h.subscription_id, h.charge_number
      ) m on m.subscription_id = c.subscription_id and m.charge_number = c.charge_number
      where ${where}`
  }
  return `select ${columns}, c.amount from charge c where ${where} and $5::text is not null`
}

function valuesOf({ partnerId, invoiceDate, invoiceType, currency, kind, number, amends }: BilledDocument) {
  const other = kind === 'void-note' ? amends : number
  return [partnerId, dayParameter(invoiceDate), INVOICE_TYPES.numberOf(invoiceType), currency, other]
}

/**
 * Groups of the charges of a document, the largest amount first, and how many there are. One pass over its charges; only
 * what is shown is looked up for its name.
 */
export async function listChargeGroups(
  session: Session,
  document: BilledDocument,
  by: ChargeGrouping,
  { filter, limit, offset }: { readonly filter: ChargeFilter; readonly limit: number; readonly offset: number },
): Promise<{ readonly groups: readonly ChargeGroup[]; readonly count: number }> {
  const { key, join, availability, name, customerName, names } = GROUP_SQL[by]
  const order = 'abs(g.amount) desc, g.key'
  const { rows } = await session.query<ChargeGroup & { readonly groups: bigint }>(
    `select g.key::text as key, ${name} as name, ${customerName} as "customerName", g."availabilityId", g."lineCount",
       g.amount, g.groups
     from (
       select g.*, count(*) over () as groups
       from (
         select ${key} as key, ${availability} as "availabilityId", count(*)::bigint as "lineCount",
           sum(x.amount)::bigint as amount
         from (${chargesOf(document, filter)}) x ${join} group by 1
       ) g order by ${order} limit $6 offset $7
     ) g ${names} order by ${order}`,
    [...valuesOf(document), limit, offset],
  )
  const groups = rows.map(({ groups: _, ...group }) =>
    by === 'charge-type' ? { ...group, key: findChargeType(Number(group.key)) ?? group.key } : group,
  )
  return { groups, count: Number(rows[0]?.groups ?? 0) }
}

/** How many lines of a document a filter lets through. */
export async function countLines(session: Session, document: BilledDocument, filter: ChargeFilter): Promise<number> {
  const { rows } = await session.query<{ readonly count: bigint }>(
    `select count(*) as count from (${chargesOf(document, filter)}) x`,
    valuesOf(document),
  )
  return Number(rows[0]!.count)
}

/** A payment, as far as it pays one document. */
export interface PayingPayment {
  readonly paymentId: string
  readonly method: PaymentMethod
  readonly receivedOn: Day
  readonly reference: string
  /** Minor units. */
  readonly amount: bigint
}

/** What pays a document of a partner, in order of receipt. */
export async function listPayingPayments(
  session: Session,
  partnerId: string,
  number: string,
): Promise<PayingPayment[]> {
  const { rows } = await session.query<PayingPayment>(
    `select p.payment_id as "paymentId", p.method, p.received_on as "receivedOn", p.reference,
       (-sum(r.amount))::bigint as amount
     from journal_entry r
     join journal_entry u on u.partner_id = r.partner_id and u.source_kind = r.source_kind and u.source_id = r.source_id
       and u.payment_id is not null
     join payment p on p.partner_id = u.partner_id and p.payment_id = u.payment_id
     where r.partner_id = $1 and r.document = $2 and r.source_kind = 'allocation' and r.account = 'receivable'
     group by p.payment_id, p.method, p.received_on, p.reference having sum(r.amount) <> 0
     order by p.received_on, p.payment_id`,
    [partnerId, number],
  )
  return rows
}
