import type { Day, Instant } from '../core/calendar/day.js'
import type { TaxExemption } from '../core/invoicing/tax-engine.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import type { Recorded } from './tax-rates.js'

// What partners submit with a certificate: exemptions, and tax they withheld.

export type CertificateType = 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/gif'

/** A file a partner submitted. */
export interface Certificate extends Recorded {
  readonly partnerId: string
  readonly certificateId: string
  readonly name: string
  readonly mediaType: CertificateType
  readonly content: Uint8Array
  readonly sha256: string
}

export async function insertCertificate(session: Session, certificate: Certificate): Promise<void> {
  const { partnerId, certificateId, name, mediaType, content, sha256, recordedAt, recordedBy } = certificate
  await session.query(
    `insert into tax_certificate (partner_id, certificate_id, name, media_type, content, sha256, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [partnerId, certificateId, name, mediaType, content, sha256, instantParameter(recordedAt), recordedBy],
  )
}

export async function findCertificate(
  session: Session,
  partnerId: string,
  certificateId: string,
): Promise<Certificate | undefined> {
  const { rows } = await session.query<Certificate>(
    `select partner_id as "partnerId", certificate_id as "certificateId", name, media_type as "mediaType", content, sha256,
       recorded_at as "recordedAt", recorded_by as "recordedBy"
     from tax_certificate where partner_id = $1 and certificate_id = $2`,
    [partnerId, certificateId],
  )
  return rows[0]
}

/** How many exemptions and claims of a partner wait for a decision; the partner is locked, so that none comes meanwhile. */
export async function countSubmissions(session: Session, partnerId: string): Promise<number> {
  await session.query('select from partner where partner_id = $1 for no key update', [partnerId])
  const { rows } = await session.query<{ readonly count: bigint }>(
    `select (select count(*) from tax_exemption where partner_id = $1 and state = 'submitted')
       + (select count(*) from withholding where partner_id = $1 and state = 'submitted') as count`,
    [partnerId],
  )
  return Number(rows[0]!.count)
}

/** What was decided about a submission. */
export interface Submission {
  readonly partnerId: string
  readonly certificateId: string
  readonly submittedAt: Instant
  readonly submittedBy: string
  /** `null` before anything was decided. */
  readonly decidedAt: Instant | null
  readonly decidedBy: string | null
  /** What who decided had to say. */
  readonly note: string
}

export type ExemptionState = 'submitted' | 'approved' | 'rejected'

export interface StoredExemption extends TaxExemption, Submission {
  readonly exemptionId: string
  readonly state: ExemptionState
}

type ExemptionRow = Omit<StoredExemption, 'validTo'> & { readonly validTo: Day | null }

const SUBMISSION_COLUMNS = `partner_id as "partnerId", certificate_id as "certificateId", submitted_at as "submittedAt",
  submitted_by as "submittedBy", decided_at as "decidedAt", decided_by as "decidedBy", note, state`
const EXEMPTION_COLUMNS = `${SUBMISSION_COLUMNS}, exemption_id as "exemptionId", country, region,
  tax_classes as "taxClasses", components, certificate_number as certificate, reason, valid_from as "validFrom",
  valid_to as "validTo"`

function exemptionOf({ validTo, ...row }: ExemptionRow): StoredExemption {
  return { ...row, validTo: validTo ?? undefined }
}

/** Where a list of submissions goes on. */
export interface SubmissionPosition {
  readonly submittedAt: Instant
  readonly partnerId: string
  /** Of the exemption or the claim. */
  readonly id: string
}

/** Which submissions to list, the newest first; fields left out do not narrow. */
export interface SubmissionFilter<State> {
  readonly partnerIds?: readonly string[] | undefined
  readonly states?: readonly State[] | undefined
  /** As they are worked off: the oldest first, those after a position where one is given. */
  readonly queue?: { readonly after?: SubmissionPosition | undefined } | undefined
  readonly limit: number
}

function filterParameters<State extends string>({ partnerIds, states, queue, limit }: SubmissionFilter<State>) {
  const after = queue?.after
  const position = [after === undefined ? null : instantParameter(after.submittedAt), after?.partnerId, after?.id]
  return [partnerIds ?? null, states ?? null, limit, ...position.map((part) => part ?? null)]
}

function filterOf<State>(id: string, { queue }: SubmissionFilter<State>): string {
  return `where ($1::uuid[] is null or partner_id = any($1)) and ($2::text[] is null or state = any($2))
      and ($4::timestamptz is null or (submitted_at, partner_id, ${id}) > ($4, $5::uuid, $6::uuid))
    order by submitted_at ${queue === undefined ? 'desc' : ''}, partner_id, ${id} limit $3`
}

export async function listExemptions(
  session: Session,
  filter: SubmissionFilter<ExemptionState>,
): Promise<StoredExemption[]> {
  const { rows } = await session.query<ExemptionRow>(
    `select ${EXEMPTION_COLUMNS} from tax_exemption ${filterOf('exemption_id', filter)}`,
    filterParameters(filter),
  )
  return rows.map(exemptionOf)
}

/** An exemption, locked until the transaction ends. */
export async function lockExemption(
  session: Session,
  partnerId: string,
  exemptionId: string,
): Promise<StoredExemption | undefined> {
  const { rows } = await session.query<ExemptionRow>(
    `select ${EXEMPTION_COLUMNS} from tax_exemption where partner_id = $1 and exemption_id = $2 for update`,
    [partnerId, exemptionId],
  )
  return rows[0] === undefined ? undefined : exemptionOf(rows[0])
}

export async function insertExemption(session: Session, exemption: StoredExemption): Promise<void> {
  const { validTo, taxClasses, components, ...row } = exemption
  await session.query(
    `insert into tax_exemption (partner_id, exemption_id, country, region, tax_classes, components, certificate_number,
       reason, valid_from, valid_to, certificate_id, state, submitted_at, submitted_by, note)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      ...[row.partnerId, row.exemptionId, row.country, row.region, taxClasses, components, row.certificate, row.reason],
      ...[dayParameter(row.validFrom), validTo === undefined ? null : dayParameter(validTo), row.certificateId],
      ...[row.state, instantParameter(row.submittedAt), row.submittedBy, row.note],
    ],
  )
}

/** What was decided, by whom. */
export interface Decision<State> {
  readonly state: State
  readonly at: Instant
  readonly by: string
  readonly note: string
}

export async function decideExemption(
  session: Session,
  { partnerId, exemptionId }: Pick<StoredExemption, 'partnerId' | 'exemptionId'>,
  { state, at, by, note }: Decision<ExemptionState>,
): Promise<void> {
  await session.query(
    `update tax_exemption set state = $3, decided_at = $4, decided_by = $5, note = $6
     where partner_id = $1 and exemption_id = $2`,
    [partnerId, exemptionId, state, instantParameter(at), by, note],
  )
}

export type WithholdingState = 'submitted' | 'sent-back' | 'approved' | 'completed'

/** Tax a partner withheld from its payment of an invoice. */
export interface Withholding extends Submission {
  readonly withholdingId: string
  readonly invoiceNumber: string
  readonly currency: string
  /** Minor units. */
  readonly total: bigint
  readonly state: WithholdingState
}

const WITHHOLDING_COLUMNS = `${SUBMISSION_COLUMNS}, withholding_id as "withholdingId",
  invoice_number as "invoiceNumber", currency, total`

export async function listWithholdings(
  session: Session,
  filter: SubmissionFilter<WithholdingState>,
): Promise<Withholding[]> {
  const { rows } = await session.query<Withholding>(
    `select ${WITHHOLDING_COLUMNS} from withholding ${filterOf('withholding_id', filter)}`,
    filterParameters(filter),
  )
  return rows
}

/** A claim, locked until the transaction ends. */
export async function lockWithholding(
  session: Session,
  partnerId: string,
  withholdingId: string,
): Promise<Withholding | undefined> {
  const { rows } = await session.query<Withholding>(
    `select ${WITHHOLDING_COLUMNS} from withholding where partner_id = $1 and withholding_id = $2 for update`,
    [partnerId, withholdingId],
  )
  return rows[0]
}

/** The claim for an invoice that is not completed yet; the partner is locked, so that no second one is made meanwhile. */
export async function findOpenWithholding(
  session: Session,
  partnerId: string,
  invoiceNumber: string,
): Promise<Withholding | undefined> {
  await session.query('select from partner where partner_id = $1 for no key update', [partnerId])
  const { rows } = await session.query<Withholding>(
    `select ${WITHHOLDING_COLUMNS} from withholding
     where partner_id = $1 and invoice_number = $2 and state <> 'completed'`,
    [partnerId, invoiceNumber],
  )
  return rows[0]
}

/** Inserts a claim; `false` where one for its invoice is under way. */
export async function insertWithholding(session: Session, withholding: Withholding): Promise<boolean> {
  const { partnerId, withholdingId, invoiceNumber, currency, total, certificateId, state, ...row } = withholding
  const { rowCount } = await session.query(
    `insert into withholding (partner_id, withholding_id, invoice_number, currency, total, certificate_id, state,
       submitted_at, submitted_by, note)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (partner_id, invoice_number) where state <> 'completed' do nothing`,
    [
      ...[partnerId, withholdingId, invoiceNumber, currency, total, certificateId, state],
      ...[instantParameter(row.submittedAt), row.submittedBy, row.note],
    ],
  )
  return rowCount === 1
}

/** Stores what a claim has become: corrected by the partner, or decided. */
export async function updateWithholding(session: Session, withholding: Withholding): Promise<void> {
  const { partnerId, withholdingId, total, certificateId, state, decidedAt, decidedBy, note, ...row } = withholding
  await session.query(
    `update withholding set total = $3, certificate_id = $4, state = $5, submitted_at = $6, submitted_by = $7,
       decided_at = $8, decided_by = $9, note = $10
     where partner_id = $1 and withholding_id = $2`,
    [
      ...[partnerId, withholdingId, total, certificateId, state, instantParameter(row.submittedAt), row.submittedBy],
      ...[decidedAt === null ? null : instantParameter(decidedAt), decidedBy, note],
    ],
  )
}
