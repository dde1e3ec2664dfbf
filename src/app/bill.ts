import type { Day, Instant } from '../core/calendar/day.js'
import { formatDay } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type BillingRun,
  type BillingRunPhase,
  findCompletedRun,
  findUnfinishedRun,
  insertRun,
  listPartnersToBill,
  loadProgress,
  loadRun,
  moveRun,
} from '../store/billing-runs.js'
import { loadCatalog } from '../store/catalog.js'
import type { Database, Session } from '../store/database.js'
import { loadPartners } from '../store/partner-billing.js'
import { chargeNextChunk } from './charge-due-cycles.js'
import { issueNextChunk } from './issue-invoices.js'

const CHUNK_SUBSCRIPTIONS = 25_000
/** Partners of a chunk, at most. */
const CHUNK_PARTNERS = 2_000

export interface BillOptions {
  /** The last day to charge and to date recurring invoices; one-time invoices are issued two days ahead of their date. */
  readonly asOf: Day
  /** Bill this partner only. */
  readonly onlyPartner?: string
  /** Due subscriptions of a chunk, at most (a partner is never split); left out, a size that suits a server. */
  readonly chunkSubscriptions?: number
  readonly now: () => Instant
  readonly newId: () => string
  readonly onProgress?: (progress: { readonly due: number; readonly done: number; readonly phase: string }) => void
  /** Asked between chunks: a run that is to stop is left unfinished, for whoever joins it next. */
  readonly stopping?: () => boolean
}

type WorkOptions = Pick<BillOptions, 'now' | 'newId' | 'onProgress' | 'stopping'>

/**
 * A billing run: charges everything that falls due up to a day and issues the invoices that are ready then. Running it again
 * changes nothing; a run that was broken off goes on where it stopped; a second process that calls it joins in.
 * Refused while another day or partner is being billed.
 */
export async function bill(database: Database, options: BillOptions): Promise<Outcome<BillingRun>> {
  const started = await startOrJoin(database, options)
  return started.ok ? accept(await work(database, started.value, options)) : started
}

export type { BillingRun }

/** Helps with a run that another process started. */
export async function joinRun(database: Database, billingRunId: string, options: WorkOptions): Promise<BillingRun> {
  return work(database, await loadRun(database, billingRunId), options)
}

/** Starts a run, or finds the unfinished one for the same day and partner. */
export async function startOrJoin(database: Database, options: BillOptions): Promise<Outcome<BillingRun>> {
  const onlyPartner = options.onlyPartner ?? null
  return database.transaction(async (session) => {
    await session.execute('lock table billing_run in share row exclusive mode')
    if (onlyPartner !== null && (await loadPartners(session, [onlyPartner])).size === 0) {
      return refuse('unknown-partner', { partner: onlyPartner })
    }
    const unfinished = await findUnfinishedRun(session)
    if (unfinished !== undefined) {
      const same = unfinished.asOf === options.asOf && unfinished.onlyPartner === onlyPartner
      if (same) return accept(unfinished)
      return refuse('billing-run-unfinished', {
        asOf: formatDay(unfinished.asOf),
        partner: unfinished.onlyPartner ?? 'all partners',
      })
    }
    const chunks = await plan(session, options)
    // Where there is nothing left to do, the run that did it is the answer: billing twice changes nothing.
    const done = chunks.length === 0 ? await findCompletedRun(session, options.asOf, onlyPartner) : undefined
    if (done !== undefined) return accept(done)
    const billingRunId = options.newId()
    const run = { billingRunId, asOf: options.asOf, onlyPartner, startedAt: options.now() }
    await insertRun(session, run, chunks)
    return accept(await loadRun(session, billingRunId))
  })
}

/** Packs partners into chunks, in order of their id. */
async function plan(session: Session, { asOf, onlyPartner, chunkSubscriptions }: BillOptions) {
  const partners = await listPartnersToBill(session, asOf, onlyPartner ?? null)
  const size = chunkSubscriptions ?? CHUNK_SUBSCRIPTIONS
  const toCharge = partners.filter((partner) => partner.toCharge)
  return [...pack('charge', toCharge, size), ...pack('issue', partners, size)]
}

function pack(
  phase: BillingRunPhase,
  partners: readonly { readonly partnerId: string; readonly due: number }[],
  size: number,
) {
  const chunks: { phase: BillingRunPhase; partnerIds: string[]; due: number }[] = []
  let chunk: (typeof chunks)[number] | undefined
  for (const { partnerId, due } of partners) {
    const full =
      chunk === undefined || (chunk.due > 0 && chunk.due + due > size) || chunk.partnerIds.length >= CHUNK_PARTNERS
    if (chunk === undefined || full) {
      chunk = { phase, partnerIds: [], due: 0 }
      chunks.push(chunk)
    }
    chunk.partnerIds.push(partnerId)
    chunk.due += due
  }
  return chunks
}

async function work(
  database: Database,
  run: BillingRun,
  { now, newId, onProgress, stopping = () => false }: WorkOptions,
): Promise<BillingRun> {
  const catalog = await loadCatalog(database)
  const report = async (phase: string) => {
    if (onProgress === undefined) return
    const { due, done } = await loadProgress(database, run.billingRunId)
    onProgress({ due, done, phase })
  }
  do {
    if (stopping()) return loadRun(database, run.billingRunId)
    await report('charging')
  } while (await chargeNextChunk(database, run, catalog, now()))
  await moveRun(database, run.billingRunId, 'charging', 'issuing', now())
  for (;;) {
    if (stopping()) return loadRun(database, run.billingRunId)
    if (!(await issueNextChunk(database, run, catalog, now(), newId))) break
    await report('issuing')
  }
  await moveRun(database, run.billingRunId, 'issuing', 'completed', now())
  return loadRun(database, run.billingRunId)
}
