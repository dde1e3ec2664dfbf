import type { Session } from './database.js'

/** Something in the books that cannot be. */
export interface BookFault {
  readonly rule: string
  readonly what: string
}

/** What the journal has of a document, by kind of account. */
function entriesOf(sourceKind: string, number: string): string {
  const sum = (condition: string) => `coalesce(sum(e.amount) filter (where ${condition}), 0)`
  return `select sum(e.amount) filter (where e.due_on is not null and e.document = e.source_id) as founded,
      ${sum("e.account = 'receivable'")} as owed, ${sum("e.account in ('revenue', 'credits')")} as net,
      ${sum("e.account = 'tax-payable'")} as tax, max(e.document) as about
    from journal_entry e where e.source_kind = ${sourceKind} and e.source_id = ${number}`
}

/** Each query names what breaks a rule; `$1` is the partner, or null for all. */
const RULES: Readonly<Record<string, string>> = {
  'every transaction balances': `
    select partner_id || ' ' || source_kind || ' ' || source_id || ' ' || currency || ' ' || sum(amount) as what
    from journal_entry where $1::uuid is null or partner_id = $1
    group by partner_id, source_kind, source_id, currency having sum(amount) <> 0`,
  'every invoice is in the journal with what it says: its total, its tax, its charges and adjustments': `
    select i.number as what from invoice i cross join lateral (
      ${entriesOf("'invoice'", 'i.number')} and e.partner_id = i.partner_id and e.currency = i.currency) e
    where ($1::uuid is null or i.partner_id = $1)
      and (e.founded is distinct from i.total or e.net <> -(i.charged + i.adjusted) or e.tax <> -i.tax)`,
  'every credit note, void note and adjustment note is in the journal with what it says': `
    select a.number as what from amendment a cross join lateral (
      ${entriesOf("case a.kind when 'adjustment-note' then 'invoice' else 'credit-note' end", 'a.number')}
        and e.partner_id = a.partner_id and e.currency = a.currency) e
    where ($1::uuid is null or a.partner_id = $1)
      and (e.owed <> a.total or e.net <> -(a.charged + a.adjusted) or e.tax <> -a.tax
        or (a.kind = 'adjustment-note' and e.founded is distinct from a.total)
        or (a.kind <> 'adjustment-note' and e.about is distinct from a.amends and a.total <> 0))`,
  'entries about a document are about one that was issued': `
    select e.partner_id || ' ' || e.document as what from journal_entry e
    where e.document is not null and ($1::uuid is null or e.partner_id = $1)
    group by e.partner_id, e.document having count(e.due_on) <> 1 or count(distinct e.currency) <> 1`,
  'every payment is in the journal with its amount': `
    select p.payment_id::text as what from payment p
    left join journal_entry e on e.partner_id = p.partner_id and e.source_kind = 'payment'
      and e.source_id = p.payment_id::text and e.account = 'unallocated'
    where ($1::uuid is null or p.partner_id = $1)
      and (-e.amount is distinct from p.amount or e.currency is distinct from p.currency)`,
  'no payment pays more than it is, nor gives back more than it paid': `
    select e.partner_id || ' ' || e.payment_id as what from journal_entry e
    where e.payment_id is not null and ($1::uuid is null or e.partner_id = $1)
    group by e.partner_id, e.payment_id
    having sum(e.amount) > 0 or -sum(e.amount) > coalesce(-sum(e.amount) filter (where e.source_kind = 'payment'), 0)`,
  'nothing is paid, but what was credited afterwards, beyond what is owed': `
    select e.partner_id || ' ' || e.document as what from journal_entry e
    where e.document is not null and ($1::uuid is null or e.partner_id = $1)
    group by e.partner_id, e.document
    having -sum(e.amount) filter (where e.source_kind in ('allocation', 'payment', 'write-off')) > 0
      and -sum(e.amount) filter (where e.source_kind in ('allocation', 'payment', 'write-off'))
        > greatest(sum(e.amount) filter (where e.source_kind = 'invoice'), 0)`,
}

const MOST_FAULTS = 50

/** What is wrong with the books; empty where nothing is. */
export async function findBookFaults(session: Session, partnerId: string | undefined): Promise<BookFault[]> {
  const faults: BookFault[] = []
  for (const [rule, sql] of Object.entries(RULES)) {
    const { rows } = await session.query<{ readonly what: string }>(`${sql} limit ${MOST_FAULTS}`, [partnerId ?? null])
    faults.push(...rows.map(({ what }) => ({ rule, what })))
  }
  return faults
}

/** Numbers of documents that are missing between others of their series, as ranges. */
export async function findNumberGaps(
  session: Session,
): Promise<{ readonly series: string; readonly after: bigint; readonly before: bigint }[]> {
  const { rows } = await session.query<{ readonly series: string; readonly after: bigint; readonly before: bigint }>(
    `with numbered as (
       select substring(source_id from '^[A-Z]+') as series, substring(source_id from '[0-9]+$')::bigint as sequence
       from journal_entry where source_kind in ('invoice', 'credit-note') and entry_number = 1
         and source_id ~ '^[A-Z]+[0-9]{1,15}$'
       union select series, next_number from invoice_counter
     ), followed as (
       select series, sequence, coalesce(lag(sequence) over (partition by series order by sequence), 0) as previous
       from numbered
     )
     select series, previous as after, sequence as before from followed where sequence > previous + 1
     order by series, sequence limit ${MOST_FAULTS}`,
  )
  return rows
}
