import type { Instant } from '../core/calendar/day.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

export type MailLanguage = 'en' | 'nl'
/** `failed`: the recipient's server refused it for good; `given-up`: it could not be handed over in time. */
export type MailState = 'waiting' | 'not-configured' | 'sent' | 'failed' | 'given-up' | 'sandbox'
/** Why somebody gets a mail. */
export type MailReason = 'role' | 'contact' | 'submitter' | 'test'

/** One mail for one recipient. */
export interface StoredMail {
  readonly partnerId: string
  readonly mailId: string
  readonly kind: string
  /** What happened; the same cause is told to the same address once. */
  readonly cause: string
  readonly address: string
  readonly recipientName: string
  readonly reason: MailReason
  readonly language: MailLanguage
  readonly facts: Readonly<Record<string, unknown>>
  readonly state: MailState
  /** Attempts begun. */
  readonly attempts: number
  readonly happenedAt: Instant
  readonly createdAt: Instant
  /** When the next attempt is due. */
  readonly dueAt: Instant
  readonly finishedAt: Instant | null
  /** Why the last attempt did not succeed; empty for none. */
  readonly problem: string
}

export type NewMail = Omit<StoredMail, 'attempts' | 'finishedAt' | 'problem' | 'dueAt'>

const COLUMNS = `m.partner_id as "partnerId", m.mail_id as "mailId", m.kind, m.cause, m.address,
  m.recipient_name as "recipientName", m.reason, m.language, m.facts, m.state, m.attempts, m.happened_at as "happenedAt",
  m.created_at as "createdAt", m.due_at as "dueAt", m.finished_at as "finishedAt", m.problem`

/** Adds mails, due at once; one whose cause was told to its address before is left out. */
export async function insertMails(session: Session, mails: readonly NewMail[]): Promise<void> {
  if (mails.length === 0) return
  await session.query(
    `insert into mail (partner_id, mail_id, kind, cause, address, recipient_name, reason, language, facts, state,
       happened_at, created_at, due_at, finished_at)
     select v.*, v.created_at, case when v.state = 'sandbox' then v.created_at end
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::jsonb[], $10::text[], $11::timestamptz[], $12::timestamptz[]) as v (partner_id, mail_id, kind, cause, address,
       recipient_name, reason, language, facts, state, happened_at, created_at)
     on conflict (partner_id, cause, address) do nothing`,
    [
      mails.map((mail) => mail.partnerId),
      mails.map((mail) => mail.mailId),
      mails.map((mail) => mail.kind),
      mails.map((mail) => mail.cause),
      mails.map((mail) => mail.address),
      mails.map((mail) => mail.recipientName),
      mails.map((mail) => mail.reason),
      mails.map((mail) => mail.language),
      mails.map((mail) => jsonParameter(mail.facts)),
      mails.map((mail) => mail.state),
      mails.map((mail) => instantParameter(mail.happenedAt)),
      mails.map((mail) => instantParameter(mail.createdAt)),
    ],
  )
}

/** Takes mails that are due, for as long as the lease runs; other workers pass them by. Each begins an attempt. */
export async function claimDueMails(
  session: Session,
  {
    now,
    leasedUntil,
    limit,
    onlyMail,
  }: {
    readonly now: Instant
    readonly leasedUntil: Instant
    readonly limit: number
    readonly onlyMail?: string | undefined
  },
): Promise<StoredMail[]> {
  const { rows } = await session.query<StoredMail>(
    `update mail m set attempts = m.attempts + 1, attempted_at = $1, leased_until = $2
     from (
       select partner_id, mail_id from mail
       where state in ('waiting', 'not-configured') and due_at <= $1 and (leased_until is null or leased_until <= $1)
         and ($4::uuid is null or mail_id = $4)
       order by due_at, mail_id limit $3 for update skip locked
     ) d
     where m.partner_id = d.partner_id and m.mail_id = d.mail_id returning ${COLUMNS}`,
    [instantParameter(now), instantParameter(leasedUntil), limit, onlyMail ?? null],
  )
  return rows
}

/** How an attempt went. */
export interface MailOutcome {
  readonly state: MailState
  readonly problem: string
  /** When to try again, where it waits. */
  readonly dueAt: Instant
  readonly finishedAt: Instant | null
}

/** Notes how the attempt went that `mail` was claimed for; `false` where another worker has begun a later one. */
export async function noteMailOutcome(
  session: Session,
  { partnerId, mailId, attempts }: Pick<StoredMail, 'partnerId' | 'mailId' | 'attempts'>,
  { state, problem, dueAt, finishedAt }: MailOutcome,
): Promise<boolean> {
  const { rowCount } = await session.query(
    `update mail set state = $4, problem = $5, due_at = $6, finished_at = $7, leased_until = null
     where partner_id = $1 and mail_id = $2 and attempts = $3 and finished_at is null`,
    [
      ...[partnerId, mailId, attempts, state, problem, instantParameter(dueAt)],
      finishedAt === null ? null : instantParameter(finishedAt),
    ],
  )
  return rowCount === 1
}

/** Which mails to list; fields left out do not narrow. */
export interface MailFilter {
  readonly partnerId?: string | undefined
  readonly state?: MailState | undefined
  readonly kind?: string | undefined
  /** The last mail of the page before. */
  readonly after?: { readonly createdAt: Instant; readonly mailId: string } | undefined
  readonly limit: number
}

/** Mails, newest first. */
export async function listMails(session: Session, filter: MailFilter): Promise<StoredMail[]> {
  const { partnerId, state, kind, after, limit } = filter
  const { rows } = await session.query<StoredMail>(
    `select ${COLUMNS} from mail m
     where ($1::uuid is null or m.partner_id = $1) and ($2::text is null or m.state = $2)
       and ($3::text is null or m.kind = $3)
       and ($4::timestamptz is null or (m.created_at, m.mail_id) < ($4, $5::uuid))
     order by m.created_at desc, m.mail_id desc limit $6`,
    [
      ...[partnerId ?? null, state ?? null, kind ?? null],
      ...[after === undefined ? null : instantParameter(after.createdAt), after?.mailId ?? null, limit],
    ],
  )
  return rows
}

export async function findMail(session: Session, mailId: string): Promise<StoredMail | undefined> {
  const { rows } = await session.query<StoredMail>(`select ${COLUMNS} from mail m where m.mail_id = $1`, [mailId])
  return rows[0]
}

/** Removes mails that are done with and older than an instant. */
export async function forgetMails(session: Session, before: Instant): Promise<void> {
  await session.query('delete from mail where finished_at < $1', [instantParameter(before)])
}
