import type { Instant } from '../core/calendar/day.js'
import type { InvoiceDocument } from '../core/invoicing/invoice-document.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** What a document says besides its charges. */
export type InvoiceParties = Pick<
  InvoiceDocument,
  'seller' | 'buyer' | 'customerNumber' | 'purchaseOrder' | 'buyerReference' | 'payment' | 'supportUrl'
> & {
  /** Languages of the provider's documents, the usual one first. */
  readonly languages: readonly string[]
  /** Names of the publishers of what is on its lines, by product and SKU; left out where they were not kept yet. */
  readonly publisherNames?: Readonly<Record<string, string>>
}

export interface PartiesOfInvoice {
  readonly partnerId: string
  readonly number: string
  readonly said: InvoiceParties
}

/** Keeps what documents of invoices say; what was kept before stays. */
export async function insertInvoiceParties(
  session: Session,
  rows: readonly PartiesOfInvoice[],
  now: Instant,
): Promise<void> {
  if (rows.length === 0) return
  await session.query(
    `insert into invoice_parties (partner_id, number, said, recorded_at)
     select v.*, $4::timestamptz from unnest($1::uuid[], $2::text[], $3::jsonb[]) as v on conflict do nothing`,
    [
      rows.map((row) => row.partnerId),
      rows.map((row) => row.number),
      rows.map((row) => JSON.stringify(row.said)),
      instantParameter(now),
    ],
  )
}

export async function findInvoiceParties(
  session: Session,
  partnerId: string,
  number: string,
): Promise<InvoiceParties | undefined> {
  const { rows } = await session.query<{ readonly said: InvoiceParties }>(
    'select said from invoice_parties where partner_id = $1 and number = $2',
    [partnerId, number],
  )
  return rows[0]?.said
}

/** A partner as documents address it: its billing profile, where it wrote one. */
export interface BilledPartner {
  readonly partnerId: string
  readonly name: string
  readonly mpnId: string
  readonly country: string
  readonly profile: Readonly<Record<string, unknown>> | null
}

export async function listBilledPartners(session: Session, partnerIds: readonly string[]): Promise<BilledPartner[]> {
  const { rows } = await session.query<BilledPartner>(
    `select p.partner_id as "partnerId", p.name, p.mpn_id as "mpnId", p.country, f.profile
     from partner p left join partner_profile f on f.partner_id = p.partner_id and f.kind = 'billing'
     where p.partner_id = any($1::uuid[])`,
    [partnerIds],
  )
  return rows
}
