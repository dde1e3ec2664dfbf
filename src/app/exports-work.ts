import type { Day, Instant } from '../core/calendar/day.js'
import type { ReconLine } from '../core/recon/recon-line.js'
import { findDocument } from '../store/billed-documents.js'
import type { Session } from '../store/database.js'
import {
  deleteExpiredExports,
  type ExportJob,
  type ExportPart,
  findExport,
  finishExport,
  insertExportPart,
  leaseExport,
  listExportParts,
  listWaitingExports,
  releaseExport,
} from '../store/exports.js'
import {
  addSums,
  MEDIA_TYPES,
  NO_SUMS,
  openReconSource,
  PAGE_LINES,
  type ReconPosition,
  type ReconSource,
  reconFileName,
  reconKindsOf,
  sumsAgree,
  sumsOf,
  writeReconFile,
} from './files/recon-file.js'
import { storeFile } from './files/stored-files.js'
import type { Database } from './use-case.js'

/** After so long without a part an export may be taken over by another worker. */
const LEASE_MILLISECONDS = 120_000
/** How often an export is begun without a part being stored before it has failed. */
const MOST_ATTEMPTS = 5
const AT_A_TIME = 10
const PART_LINES = 20_000

/** What the work on exports needs. */
export interface ExportContext {
  readonly database: Database
  readonly clock: () => Instant
  /** Asked between parts. */
  readonly stopping?: () => boolean
  /** Lines of a part; 20,000. */
  readonly partLines?: number
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

type Key = Pick<ExportJob, 'partnerId' | 'exportId'>

/**
 * Makes an export, part by part, each in a transaction of its own. One that was broken off goes on after its last part, and
 * comes to the same bytes; one that another worker holds is left to it.
 */
export async function workOnExport(context: ExportContext, key: Key): Promise<void> {
  const { database, clock } = context
  if (!(await leaseExport(database, key, clock(), leaseFrom(clock())))) return
  try {
    const job = (await findExport(database, key))!
    const failure = job.attempts > MOST_ATTEMPTS ? 'given-up' : await makeParts(context, job)
    if (failure !== 'stopped') await finishExport(database, key, failure, clock())
  } finally {
    await releaseExport(database, key)
  }
}

function leaseFrom(now: Instant): Instant {
  return (now + LEASE_MILLISECONDS) as Instant
}

/** Makes the parts that are missing; `null` where all are there, or why not. */
async function makeParts(context: ExportContext, job: ExportJob): Promise<string | null> {
  const { database, clock, stopping, onProgress, partLines = PART_LINES } = context
  const parts = await listExportParts(database, job)
  let done = Number(job.rowsDone)
  for (const number of job.documents) {
    const document = await findDocument(database, job.partnerId, number)
    if (document === undefined) return 'invoice-missing'
    for (const kind of await reconKindsOf(database, document)) {
      let own = parts.filter((part) => part.document === number && (part.kind ?? kind) === kind)
      if (own.at(-1)?.isLast === true) continue
      const opened = await openReconSource(database, document, { kind, pageLines: Math.min(PAGE_LINES, partLines) })
      if (!opened.ok) return 'invoice-missing'
      const source = opened.value
      while (own.at(-1)?.isLast !== true) {
        if (stopping?.() === true) return 'stopped'
        const { part, bytes } = await nextPart(source, job, { partNumber: parts.length + 1, before: own, partLines })
        if (part.isLast && !sumsAgree(source.expected, [...own, part].reduce(addSums, NO_SUMS))) return 'sums-disagree'
        await database.transaction((session) => storePart(session, job, part, bytes, clock()))
        parts.push(part)
        own = [...own, part]
        done += Number(part.rowCount)
        onProgress?.({ done, total: Number(job.rowsTotal) })
      }
    }
  }
  return null
}

async function nextPart(
  source: ReconSource,
  job: ExportJob,
  {
    partNumber,
    before,
    partLines,
  }: { readonly partNumber: number; readonly before: readonly ExportPart[]; readonly partLines: number },
): Promise<{ readonly part: ExportPart; readonly bytes: Uint8Array }> {
  const lines: ReconLine[] = []
  let last = before.length === 0 ? undefined : endOf(before.at(-1)!)
  let isLast = false
  while (!isLast && lines.length < partLines) {
    const page = await source.readPage(last)
    lines.push(...page.lines)
    last = page.last ?? last
    isLast = page.isLast
  }
  const { document, schema } = source
  const isWhole = isLast && before.length === 0
  const part = {
    ...{ partNumber, document: document.number, kind: schema.kind, currency: document.currency, isLast },
    name: reconFileName(source, job.format, isWhole ? undefined : before.length + 1),
    ...sumsOf(lines),
    lastSubscriptionId: last?.subscriptionId ?? null,
    lastChargeNumber: last !== undefined && 'chargeNumber' in last ? last.chargeNumber : null,
    lastUsage: last !== undefined && 'meterId' in last ? [last.meterId, last.day, last.resourceId].join(' ') : null,
  }
  return { part, bytes: await writeReconFile(schema, lines, job) }
}

/** Where the part after this one begins. */
function endOf({ lastSubscriptionId, lastChargeNumber, lastUsage }: ExportPart): ReconPosition | undefined {
  if (lastSubscriptionId === null) return undefined
  if (lastUsage === null) return { subscriptionId: lastSubscriptionId, chargeNumber: lastChargeNumber! }
  const [meterId, day, resourceId] = lastUsage.split(' ') as [string, string, string]
  return { subscriptionId: lastSubscriptionId, meterId, day: Number(day) as Day, resourceId }
}

async function storePart(
  session: Session,
  job: ExportJob,
  part: ExportPart,
  bytes: Uint8Array,
  now: Instant,
): Promise<void> {
  const { partnerId, exportId, format } = job
  const key = { partnerId, owner: exportId, name: part.name }
  await storeFile(session, 'exports', key, { mediaType: MEDIA_TYPES[format], bytes }, now)
  await insertExportPart(session, job, part, leaseFrom(now))
}

/** Makes exports that nobody is at: new ones, and those of killed workers. Says whether there were any. */
export async function workOnWaitingExports(context: ExportContext): Promise<boolean> {
  const waiting = await listWaitingExports(context.database, context.clock(), AT_A_TIME)
  for (const key of waiting) {
    if (context.stopping?.() === true) return false
    await workOnExport(context, key)
  }
  return waiting.length > 0
}

/** Deletes exports that have expired, with all their parts. */
export async function forgetExports({ database, clock }: ExportContext): Promise<void> {
  let deleted: number
  do {
    deleted = await database.transaction((session) => deleteExpiredExports(session, clock(), AT_A_TIME))
  } while (deleted === AT_A_TIME)
}
