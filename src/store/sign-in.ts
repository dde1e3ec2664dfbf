import type { Instant } from '../core/calendar/day.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

export type LinkPurpose = 'invitation' | 'password-reset'

/** Keeps a link by which a user sets a password, and ends the ones it had before. */
export async function insertLink(
  session: Session,
  link: { readonly tokenHash: string; readonly purpose: LinkPurpose; readonly userId: string },
  now: Instant,
  expiresAt: Instant,
): Promise<void> {
  await session.query('delete from one_time_link where user_id = $1', [link.userId])
  await session.query(
    'insert into one_time_link (token_hash, purpose, user_id, created_at, expires_at) values ($1, $2, $3, $4, $5)',
    [link.tokenHash, link.purpose, link.userId, instantParameter(now), instantParameter(expiresAt)],
  )
}

/** Whose link this is, while it can be used. */
export async function findLink(session: Session, tokenHash: string, now: Instant): Promise<string | undefined> {
  const { rows } = await session.query<{ readonly userId: string }>(
    'select user_id as "userId" from one_time_link where token_hash = $1 and used_at is null and expires_at > $2',
    [tokenHash, instantParameter(now)],
  )
  return rows[0]?.userId
}

/** Uses a link up; gives whose it was, or `undefined` where it cannot be used. */
export async function takeLink(session: Session, tokenHash: string, now: Instant): Promise<string | undefined> {
  const { rows } = await session.query<{ readonly userId: string }>(
    `update one_time_link set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2
     returning user_id as "userId"`,
    [tokenHash, instantParameter(now)],
  )
  return rows[0]?.userId
}

export async function deleteLinksOf(session: Session, userId: string): Promise<void> {
  await session.query('delete from one_time_link where user_id = $1', [userId])
}

/** How attempts without success are slowed down. */
export interface AttemptLimits {
  /** Attempts that cost nothing. */
  readonly free: number
  /** Wait after the first one that is not free; it doubles with each. */
  readonly firstWaitSeconds: number
  readonly longestWaitSeconds: number
  /** After so long without an attempt the count begins anew. */
  readonly forgottenAfterSeconds: number
}

/**
 * Counts an attempt before it is looked at, in one statement, so that attempts at the same time cannot pass together.
 * @returns seconds to wait where the subject is locked, and then nothing is counted; otherwise `undefined`
 */
export async function countAttempt(
  session: Session,
  subject: string,
  limits: AttemptLimits,
  now: Instant,
): Promise<number | undefined> {
  const { free, firstWaitSeconds, longestWaitSeconds, forgottenAfterSeconds } = limits
  const { rowCount } = await session.query(
    `insert into sign_in_attempt as a (subject, failures, last_at) values ($1, 1, $2)
     on conflict (subject) do update set last_at = $2,
       failures = case when a.last_at <= $2::timestamptz - make_interval(secs => $6) then 1 else a.failures + 1 end,
       locked_until = case when a.last_at > $2::timestamptz - make_interval(secs => $6) and a.failures + 1 > $3
         then $2::timestamptz + make_interval(secs => least($4 * power(2, least(a.failures - $3, 30)), $5)) end
     where a.locked_until is null or a.locked_until <= $2`,
    [subject, instantParameter(now), free, firstWaitSeconds, longestWaitSeconds, forgottenAfterSeconds],
  )
  if (rowCount === 1) return undefined
  const { rows } = await session.query<{ readonly until: Instant | null }>(
    'select locked_until as until from sign_in_attempt where subject = $1',
    [subject],
  )
  return Math.max(1, Math.ceil(((rows[0]?.until ?? now) - now) / 1_000))
}

/** Forgets the attempts of a subject that has succeeded. */
export async function forgetAttempts(session: Session, subject: string): Promise<void> {
  await session.query('delete from sign_in_attempt where subject = $1', [subject])
}

/** Takes back one attempt: others of the same address may have failed. */
export async function takeAttemptBack(session: Session, subject: string): Promise<void> {
  await session.query(
    `update sign_in_attempt set failures = greatest(failures - 1, 0), locked_until = null where subject = $1`,
    [subject],
  )
}

/** A sign-in under way. */
export interface SignInFlow<Request = Readonly<Record<string, unknown>>> {
  readonly flowId: string
  /** Digest of the cookie of the browser it began in. */
  readonly browserHash: string
  readonly step: string
  readonly userId: string | null
  readonly multiFactor: boolean
  /** What the application asked for. */
  readonly request: Request
  /** What is remembered while another authority asks who it is; `null` otherwise. */
  readonly external: Readonly<Record<string, string>> | null
  /** Sealed key of one-time codes that is being set up; `null` otherwise. */
  readonly codeKey: string | null
  readonly expiresAt: Instant
}

/** Where a sign-in is begun from, and how many may be under way from there. */
interface FlowOrigin {
  readonly address: string
  readonly most: number
}

/** Keeps a sign-in; `false` where too many of its address are under way. */
export async function insertFlow(
  session: Session,
  flow: SignInFlow<object>,
  { address, most }: FlowOrigin,
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into sign_in_flow (flow_id, browser_hash, step, request, started_at, expires_at, address)
     select $1, $2, $3, $4, $5, $6, $7
     where (select count(*) from sign_in_flow where address = $7 and expires_at > $5) < $8`,
    [
      flow.flowId,
      flow.browserHash,
      flow.step,
      jsonParameter(flow.request),
      instantParameter(now),
      instantParameter(flow.expiresAt),
      address,
      most,
    ],
  )
  return rowCount === 1
}

/** Forgets sign-ins that expired before an instant, some at a time: nobody who begins one waits for all of them. */
export async function forgetFlows(session: Session, before: Instant): Promise<void> {
  await session.query(
    `delete from sign_in_flow where flow_id in
       (select flow_id from sign_in_flow where expires_at < $1 order by expires_at limit 100 for update skip locked)`,
    [instantParameter(before)],
  )
}

/** The sign-in of this browser. */
export async function findFlow<Request>(
  session: Session,
  flowId: string,
  browserHash: string,
  now: Instant,
): Promise<SignInFlow<Request> | undefined> {
  const { rows } = await session.query<SignInFlow<Request>>(
    `select flow_id as "flowId", browser_hash as "browserHash", step, user_id as "userId", multi_factor as "multiFactor",
       request, external, code_key as "codeKey", expires_at as "expiresAt"
     from sign_in_flow where flow_id = $1 and browser_hash = $2 and expires_at > $3`,
    [flowId, browserHash, instantParameter(now)],
  )
  return rows[0]
}

/** Writes how far a sign-in is; `false` where it is not where `from` says any more. */
export async function moveFlow(session: Session, flow: SignInFlow<unknown>, from: string): Promise<boolean> {
  const { rowCount } = await session.query(
    `update sign_in_flow set step = $2, user_id = $3, multi_factor = $4, external = $5, code_key = $6
     where flow_id = $1 and step = $7`,
    [
      flow.flowId,
      flow.step,
      flow.userId,
      flow.multiFactor,
      flow.external === null ? null : jsonParameter(flow.external),
      flow.codeKey,
      from,
    ],
  )
  return rowCount === 1
}

/** Ends a sign-in; `false` where it has ended before. */
export async function deleteFlow(session: Session, flowId: string): Promise<boolean> {
  const { rowCount } = await session.query('delete from sign_in_flow where flow_id = $1', [flowId])
  return rowCount === 1
}

/** Ends every sign-in a user has under way, but one where that is the one it acts in. */
export async function deleteFlowsOf(session: Session, userId: string, spared: string | null = null): Promise<void> {
  await session.query('delete from sign_in_flow where user_id = $1 and ($2::uuid is null or flow_id <> $2)', [
    userId,
    spared,
  ])
}

/** Forgets what has expired long ago; gives how many rows that were. */
export async function forgetExpiredSignIns(session: Session, before: Instant): Promise<number> {
  const instant = [instantParameter(before)]
  const statements = [
    'delete from sign_in_flow where expires_at < $1',
    'delete from one_time_link where expires_at < $1',
    'delete from authorization_code where expires_at < $1',
    'delete from refresh_token where expires_at < $1',
    'delete from sign_in_attempt where last_at < $1 and (locked_until is null or locked_until < $1)',
    'delete from token_cutoff where issued_before < $1',
    `delete from token_family f where granted_at < $1
       and not exists (select from refresh_token r where r.family_id = f.family_id)
       and not exists (select from authorization_code c where c.family_id = f.family_id)`,
  ]
  let forgotten = 0
  for (const statement of statements) forgotten += (await session.query(statement, instant)).rowCount
  return forgotten
}
