import type { Session } from './database.js'

/** An amendment that does not fit what it is made of or what it amends. */
export interface AmendmentFault {
  readonly partnerId: string
  readonly number: string
  readonly rule: string
}

/** Each query names amendments that break a rule; `$1` are the partners. */
const RULES: Readonly<Record<string, string>> = {
  'its lines and taxes add up to it': `
    select a.partner_id, a.number from amendment a
    left join lateral (
      select coalesce(sum(amount) filter (where kind = 'charges'), 0) as charged,
        coalesce(sum(amount) filter (where kind = 'adjustment'), 0) as adjusted, coalesce(sum(tax), 0) as tax
      from amendment_line l where l.partner_id = a.partner_id and l.number = a.number) l on true
    left join lateral (
      select coalesce(sum(tax), 0) as tax, coalesce(sum(taxable) filter (where component_number = 1), 0) as taxable,
        count(*) as rows
      from amendment_tax t where t.partner_id = a.partner_id and t.number = a.number) t on true
    where a.partner_id = any($1::uuid[]) and (a.charged <> l.charged or a.adjusted <> l.adjusted or a.tax <> l.tax
      or a.tax <> t.tax or (t.rows > 0 and t.taxable <> a.charged + a.adjusted))`,
  'the charges of a credit note add up to it': `
    select a.partner_id, a.number from amendment a
    left join lateral (
      select coalesce(sum(amount), 0) as amount, coalesce(sum(tax), 0) as tax, count(*) as rows
      from amendment_charge c where c.partner_id = a.partner_id and c.number = a.number) c on true
    where a.partner_id = any($1::uuid[]) and a.kind = 'credit-note'
      and (a.charged <> c.amount or a.tax <> c.tax or a.charge_count <> c.rows)`,
  'a void note takes back what was left': `
    select v.partner_id, v.number from amendment v
    left join invoice i on i.partner_id = v.partner_id and i.number = v.amends
    left join amendment r on r.partner_id = v.partner_id and r.number = v.amends
    left join lateral (
      select coalesce(sum(total), 0) as total, coalesce(sum(tax), 0) as tax from amendment c
      where c.partner_id = v.partner_id and c.amends = v.amends and c.kind = 'credit-note') c on true
    where v.partner_id = any($1::uuid[]) and v.kind = 'void-note' and (
      v.total <> -(coalesce(i.total, r.total) + c.total) or v.tax <> -(coalesce(i.tax, r.tax) + c.tax))`,
  'a replacement charges what it replaces, which is void': `
    select r.partner_id, r.number from amendment r
    left join invoice i on i.partner_id = r.partner_id and i.number = r.amends
    left join amendment o on o.partner_id = r.partner_id and o.number = r.amends
    left join amendment v on v.partner_id = r.partner_id and v.amends = r.amends and v.kind = 'void-note'
    where r.partner_id = any($1::uuid[]) and r.kind = 'adjustment-note' and (v.number is null
      or r.charged is distinct from coalesce(i.charged, o.charged)
      or r.adjusted is distinct from coalesce(i.adjusted, o.adjusted))`,
  'no charge is credited beyond what it is': `
    select c.partner_id, max(c.number) as number
    from amendment_charge c
    join amendment a on a.partner_id = c.partner_id and a.number = c.number
    join charge o on o.partner_id = a.partner_id and o.invoice_date = a.invoice_date
      and o.subscription_id = c.subscription_id and o.charge_number = c.charge_number
    where c.partner_id = any($1::uuid[])
    group by c.partner_id, a.amends, c.subscription_id, c.charge_number, o.amount
    having abs(sum(c.amount)) > abs(o.amount) or sum(c.amount) * o.amount > 0`,
}

/** What is wrong with the amendments of partners; empty where nothing is. */
export async function listWrongAmendments(session: Session, partnerIds: readonly string[]): Promise<AmendmentFault[]> {
  const faults: AmendmentFault[] = []
  for (const [rule, sql] of Object.entries(RULES)) {
    const { rows } = await session.query<{ partnerId: string; number: string }>(
      `select partner_id as "partnerId", number from (${sql}) as wrong order by number limit 50`,
      [partnerIds],
    )
    faults.push(...rows.map((row) => ({ ...row, rule })))
  }
  return faults
}
