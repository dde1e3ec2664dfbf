import { type Instant, MILLISECONDS_PER_HOUR } from '../../core/calendar/day.js'
import { findAccount } from '../../store/accounts.js'
import { claimDueMails, type MailOutcome, noteMailOutcome, type StoredMail } from '../../store/mail.js'
import { loadProviderProfile } from '../tax-provider.js'
import { type Database, PLATFORM_ID } from '../use-case.js'
import { writeInvoiceDocument } from '../write-invoice-document.js'
import { composeMail, type Letterhead } from './compose-mail.js'
import type { FactsByKind, MailContent } from './mail-facts.js'
import type { MailSettings } from './mail-settings.js'
import type { HandedOver, Mailer, OutgoingMail } from './mailer.js'
import { isMailAddress } from './recipients.js'
import { STALE_MILLISECONDS, staysInside } from './write-mails.js'

export interface SendContext {
  readonly database: Database
  readonly clock: () => Instant
  readonly settings: MailSettings
  readonly mailer: Pick<Mailer, 'send'>
  readonly stopping?: () => boolean
}

/** How many mails went which way. */
export interface SendReport {
  readonly sent: number
  readonly failed: number
  readonly givenUp: number
  /** To be tried again later. */
  readonly postponed: number
  /** What the server that could not be reached had to say; `undefined` where it could. */
  readonly unreachable: string | undefined
}

/** Mails on their way at a time, and of one pass. */
const AT_A_TIME = 4
const MOST_OF_A_PASS = 400
/** After so many attempts, about three days, a mail is given up. */
const MOST_ATTEMPTS = 20
const MILLISECONDS_PER_MINUTE = 60_000
const FIRST_WAIT = MILLISECONDS_PER_MINUTE
const LONGEST_WAIT = 6 * MILLISECONDS_PER_HOUR
/** More than an attempt can take; then another worker may try. */
const LEASE_MILLISECONDS = 10 * MILLISECONDS_PER_MINUTE
/** Charges up to which the document of an invoice is written to be attached: a longer one takes seconds. */
const MOST_CHARGES_ATTACHED = 2_000

/**
 * Sends what is due, a few at a time, until there is nothing left, the server cannot be reached, or so many went. A mail is
 * claimed before it is sent: two workers never send one at once. Only where a worker dies between the server's answer and
 * noting it does a mail go twice, under the same Message-ID.
 */
export async function sendDueMails(context: SendContext): Promise<SendReport> {
  const { database, clock } = context
  const letterhead = await letterheadOf(context)
  const count = { sent: 0, failed: 0, 'given-up': 0, waiting: 0, 'not-configured': 0, sandbox: 0 }
  let unreachable: string | undefined
  for (let taken = 0; taken < MOST_OF_A_PASS && unreachable === undefined && context.stopping?.() !== true; ) {
    const now = clock()
    const leasedUntil = (now + LEASE_MILLISECONDS) as Instant
    const mails = await claimDueMails(database, { now, leasedUntil, limit: AT_A_TIME })
    if (mails.length === 0) break
    taken += mails.length
    const results = await Promise.all(mails.map((mail) => sendOne(context, mail, letterhead)))
    for (const { state, down } of results) {
      count[state] += 1
      unreachable ??= down
    }
  }
  const { sent, failed, 'given-up': givenUp, waiting: postponed } = count
  return { sent, failed, givenUp, postponed, unreachable }
}

/** Sends one mail, where it is due and no other worker has it. */
export async function sendMailNow(context: SendContext, mailId: string): Promise<void> {
  const now = context.clock()
  const leasedUntil = (now + LEASE_MILLISECONDS) as Instant
  const claimed = await claimDueMails(context.database, { now, leasedUntil, limit: 1, onlyMail: mailId })
  const letterhead = await letterheadOf(context)
  for (const mail of claimed) await sendOne(context, mail, letterhead)
}

interface SentLetterhead extends Letterhead {
  readonly replyTo: string | undefined
}

/** Name of the provider and where its mails lead. */
async function letterheadOf({ database, settings }: SendContext): Promise<SentLetterhead> {
  const provider = (await loadProviderProfile({ session: database }))?.profile
  const replyTo = provider !== undefined && isMailAddress(provider.email) ? provider.email : undefined
  return { provider: provider?.name, portalUrl: settings.portalUrl, replyTo }
}

type Attempted = Pick<MailOutcome, 'state'> & { readonly down?: string }

async function sendOne(context: SendContext, mail: StoredMail, letterhead: SentLetterhead): Promise<Attempted> {
  const { database, clock } = context
  const done = async (state: MailOutcome['state'], problem: string): Promise<Attempted> => {
    const now = clock()
    await noteMailOutcome(database, mail, { state, problem, dueAt: now, finishedAt: now })
    return { state }
  }
  const account = mail.partnerId === PLATFORM_ID ? undefined : await findAccount(database, mail.partnerId)
  if (await staysInside(database, account)) return done('sandbox', '')
  if (clock() - mail.happenedAt > STALE_MILLISECONDS) return done('given-up', 'what it tells is too long ago')
  const handed = await handOver(context, mail, letterhead)
  if (handed.outcome === 'accepted') return done('sent', '')
  if (handed.outcome === 'refused') return done('failed', handed.problem)
  if (mail.attempts >= MOST_ATTEMPTS) return done('given-up', handed.problem)
  const wait = Math.min(FIRST_WAIT * 2 ** (mail.attempts - 1), LONGEST_WAIT)
  const dueAt = (clock() + wait) as Instant
  await noteMailOutcome(database, mail, { state: 'waiting', problem: handed.problem, dueAt, finishedAt: null })
  return { state: 'waiting', ...(handed.outcome === 'unreachable' ? { down: handed.problem } : {}) }
}

async function handOver(
  { database, clock, settings, mailer }: SendContext,
  mail: StoredMail,
  letterhead: SentLetterhead,
): Promise<HandedOver> {
  try {
    const attachment = await attachmentOf(database, mail, settings.attachBytes, clock())
    const composed = composeMail(contentOf(mail), addresseeOf(mail), letterhead, attachment !== undefined)
    const to = { name: mail.recipientName, address: mail.address }
    return await mailer.send({
      ...composed,
      ...{ mailId: mail.mailId, to, replyTo: letterhead.replyTo, date: clock(), attachment },
    })
  } catch (error) {
    // A text or a document that cannot be written: it may be a fault of ours, and the others are not to wait for it.
    return { outcome: 'later', problem: `it could not be written: ${String(error).slice(0, 200)}` }
  }
}

/** What a stored mail says. */
export function contentOf({ kind, facts }: StoredMail): MailContent {
  return { kind, facts } as unknown as MailContent
}

export function addresseeOf({ recipientName: name, language, reason }: StoredMail) {
  return { name, language, reason }
}

/** The document of an invoice that is ready, where it is small enough. */
async function attachmentOf(
  database: Database,
  mail: StoredMail,
  attachBytes: number,
  now: Instant,
): Promise<OutgoingMail['attachment']> {
  if (mail.kind !== 'invoice-ready' || attachBytes === 0) return undefined
  const { number } = mail.facts as unknown as FactsByKind['invoice-ready']
  const wanted = { format: 'pdf', language: mail.language, mostCharges: MOST_CHARGES_ATTACHED } as const
  const written = await writeInvoiceDocument(database, number, wanted, now)
  return written.ok && written.value.bytes.length <= attachBytes ? written.value : undefined
}
