import type { Instant } from '../core/calendar/day.js'
import type { ReconFileKind } from '../core/recon/schema.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const
export const EXPORT_STATES = ['queued', 'running', 'succeeded', 'failed'] as const
export type ExportState = (typeof EXPORT_STATES)[number]

/** An export that was asked for, and how far it is. */
export interface ExportJob {
  readonly partnerId: string
  readonly exportId: string
  readonly state: ExportState
  readonly format: (typeof EXPORT_FORMATS)[number]
  readonly dates: 'published' | 'iso'
  readonly locale: 'en' | 'nl'
  /** Numbers of the invoices, in order. */
  readonly documents: readonly string[]
  readonly rowsTotal: bigint
  readonly rowsDone: bigint
  readonly failure: string | null
  readonly attempts: number
  readonly requestedBy: string
  readonly createdAt: Instant
  readonly finishedAt: Instant | null
  readonly expiresAt: Instant
}

/** A part that is stored, what it adds up to in minor units, and where the next one goes on. */
export interface ExportPart {
  readonly partNumber: number
  readonly document: string
  /** Which file of the document it is of; `null` in exports from before there were several. */
  readonly kind: ReconFileKind | null
  readonly name: string
  readonly currency: string
  readonly rowCount: bigint
  readonly amount: bigint
  readonly discount: bigint
  readonly tax: bigint
  readonly lastSubscriptionId: string | null
  readonly lastChargeNumber: number | null
  /** Of a daily file: meter, day and resource of its last row. */
  readonly lastUsage: string | null
  /** Whether its file ends with it. */
  readonly isLast: boolean
}

const COLUMNS = `partner_id as "partnerId", export_id as "exportId", state, format, dates, locale, documents,
  rows_total as "rowsTotal", rows_done as "rowsDone", failure, attempts, requested_by as "requestedBy",
  created_at as "createdAt", finished_at as "finishedAt", expires_at as "expiresAt"`

type Key = Pick<ExportJob, 'partnerId' | 'exportId'>

export async function insertExport(
  session: Session,
  job: Omit<ExportJob, 'state' | 'rowsDone' | 'failure' | 'attempts' | 'finishedAt'>,
): Promise<void> {
  await session.query(
    `insert into export_job (partner_id, export_id, state, format, dates, locale, documents, rows_total, requested_by,
       created_at, expires_at)
     values ($1, $2, 'queued', $3, $4, $5, $6::text[], $7, $8, $9, $10)`,
    [
      job.partnerId,
      job.exportId,
      job.format,
      job.dates,
      job.locale,
      job.documents,
      job.rowsTotal,
      job.requestedBy,
      instantParameter(job.createdAt),
      instantParameter(job.expiresAt),
    ],
  )
}

export async function findExport(session: Session, { partnerId, exportId }: Key): Promise<ExportJob | undefined> {
  const { rows } = await session.query<ExportJob>(
    `select ${COLUMNS} from export_job where partner_id = $1 and export_id = $2`,
    [partnerId, exportId],
  )
  return rows[0]
}

/** Exports of a partner, or of all where none is named, newest first. */
export async function listExports(
  session: Session,
  partnerId: string | undefined,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<ExportJob[]> {
  const { rows } = await session.query<ExportJob>(
    `select ${COLUMNS} from export_job where $1::uuid is null or partner_id = $1
     order by created_at desc, export_id limit $2 offset $3`,
    [partnerId ?? null, limit, offset],
  )
  return rows
}

/** How many exports a partner has, and how many of them are not finished. */
export async function countExports(
  session: Session,
  partnerId: string,
): Promise<{ readonly all: number; readonly unfinished: number }> {
  const { rows } = await session.query<{ all: bigint; unfinished: bigint }>(
    `select count(*) as all, count(*) filter (where state in ('queued', 'running')) as unfinished
     from export_job where partner_id = $1`,
    [partnerId],
  )
  return { all: Number(rows[0]!.all), unfinished: Number(rows[0]!.unfinished) }
}

export async function listExportParts(session: Session, { partnerId, exportId }: Key): Promise<ExportPart[]> {
  const { rows } = await session.query<ExportPart>(
    `select part_number as "partNumber", document, kind, name, currency, row_count as "rowCount", amount, discount, tax,
       last_subscription_id as "lastSubscriptionId", last_charge_number as "lastChargeNumber", last_usage as "lastUsage",
       is_last as "isLast"
     from export_part where partner_id = $1 and export_id = $2 order by part_number`,
    [partnerId, exportId],
  )
  return rows
}

/** Takes an unfinished export for some time; `false` where another worker has it or it is finished. */
export async function leaseExport(session: Session, key: Key, now: Instant, until: Instant): Promise<boolean> {
  const { rowCount } = await session.query(
    `update export_job set leased_until = $4, state = 'running', attempts = attempts + 1
     where partner_id = $1 and export_id = $2 and state in ('queued', 'running')
       and (leased_until is null or leased_until <= $3)`,
    [key.partnerId, key.exportId, instantParameter(now), instantParameter(until)],
  )
  return rowCount === 1
}

/** Gives an unfinished export back, so that another worker may go on at once. */
export async function releaseExport(session: Session, { partnerId, exportId }: Key): Promise<void> {
  await session.query('update export_job set leased_until = null where partner_id = $1 and export_id = $2', [
    partnerId,
    exportId,
  ])
}

/** Notes a part that was stored in the same transaction, and keeps the lease. */
export async function insertExportPart(
  session: Session,
  { partnerId, exportId }: Key,
  part: ExportPart,
  leasedUntil: Instant,
): Promise<void> {
  await session.query(
    `insert into export_part (partner_id, export_id, part_number, document, name, currency, row_count, amount, discount,
       tax, last_subscription_id, last_charge_number, is_last, kind, last_usage)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      partnerId,
      exportId,
      part.partNumber,
      part.document,
      part.name,
      part.currency,
      part.rowCount,
      part.amount,
      part.discount,
      part.tax,
      part.lastSubscriptionId,
      part.lastChargeNumber,
      part.isLast,
      part.kind,
      part.lastUsage,
    ],
  )
  await session.query(
    `update export_job set rows_done = rows_done + $3, attempts = 0, leased_until = $4
     where partner_id = $1 and export_id = $2`,
    [partnerId, exportId, part.rowCount, instantParameter(leasedUntil)],
  )
}

/** Ends an export, well or with a reason. */
export async function finishExport(
  session: Session,
  { partnerId, exportId }: Key,
  failure: string | null,
  now: Instant,
): Promise<void> {
  await session.query(
    `update export_job set state = case when $3::text is null then 'succeeded' else 'failed' end, failure = $3,
       finished_at = $4, leased_until = null
     where partner_id = $1 and export_id = $2 and state in ('queued', 'running')`,
    [partnerId, exportId, failure, instantParameter(now)],
  )
}

/** Unfinished exports that nobody has taken, oldest first. */
export async function listWaitingExports(session: Session, now: Instant, limit: number): Promise<Key[]> {
  const { rows } = await session.query<Key>(
    `select partner_id as "partnerId", export_id as "exportId" from export_job
     where state in ('queued', 'running') and (leased_until is null or leased_until <= $1)
     order by created_at limit $2`,
    [instantParameter(now), limit],
  )
  return rows
}

/** Deletes exports that have expired, with their files; gives how many. */
export async function deleteExpiredExports(session: Session, now: Instant, limit: number): Promise<number> {
  const { rows } = await session.query<Key>(
    `delete from export_job where (partner_id, export_id) in (
       select partner_id, export_id from export_job where expires_at <= $1 order by expires_at limit $2)
     returning partner_id as "partnerId", export_id as "exportId"`,
    [instantParameter(now), limit],
  )
  await session.query(
    `delete from export_file f using unnest($1::uuid[], $2::text[]) as gone (partner_id, owner)
     where f.partner_id = gone.partner_id and f.owner = gone.owner`,
    [rows.map((row) => row.partnerId), rows.map((row) => row.exportId)],
  )
  return rows.length
}
