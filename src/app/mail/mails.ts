import type { Operation } from '../../core/access/operation.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { findAccount } from '../../store/accounts.js'
import {
  findMail,
  insertMails,
  listMails,
  type MailFilter,
  type MailLanguage,
  type MailState,
  type NewMail,
  type StoredMail,
} from '../../store/mail.js'
import { recordChange } from '../audit.js'
import { loadProviderProfile } from '../tax-provider.js'
import { PLATFORM_ID, type UseCase } from '../use-case.js'
import type { Administration } from '../users.js'
import { type ComposedMail, composeMail } from './compose-mail.js'
import { isMailAddress } from './recipients.js'
import { addresseeOf, contentOf, type SendContext, type SendReport, sendDueMails } from './send-mails.js'
import { staysInside, type WriteContext, writeMails } from './write-mails.js'

export type { MailFilter, MailLanguage, MailState, StoredMail }

export const MAIL_STATES = ['waiting', 'not-configured', 'sent', 'failed', 'given-up', 'sandbox'] as const
export const MAIL_LANGUAGES = ['en', 'nl'] as const

/** Mails of every account, newest first. */
export function showMails({ session }: Pick<UseCase, 'session'>, filter: MailFilter): Promise<readonly StoredMail[]> {
  return listMails(session, filter)
}

/** A mail with its text as it is, or would be, sent. */
export interface MailInFull {
  readonly mail: StoredMail
  readonly composed: ComposedMail
}

/** A mail, whoever it is for. Its text has the links of the process that sends it only there. */
export async function loadMail(
  { session }: Pick<UseCase, 'session'>,
  mailId: string,
  portalUrl?: string,
): Promise<Outcome<MailInFull>> {
  const mail = await findMail(session, mailId)
  if (mail === undefined) return refuse('not-found', { what: 'mail', id: mailId })
  const provider = (await loadProviderProfile({ session }))?.profile.name
  return accept({ mail, composed: composeMail(contentOf(mail), addresseeOf(mail), { provider, portalUrl }) })
}

/**
 * Sends a mail that is done with once more, to the same address: as a mail of its own, so that the mail program of the
 * recipient does not take it for the first. Refused where the first is still to be sent, and for sandboxes.
 */
export async function resendMail(context: Administration, mailId: string): Promise<Outcome<StoredMail>> {
  const { session, newId, systemNow } = context
  const before = await findMail(session, mailId)
  if (before === undefined) return refuse('not-found', { what: 'mail', id: mailId })
  if (before.finishedAt === null) return refuse('mail-waiting', { mail: mailId })
  const account = before.partnerId === PLATFORM_ID ? undefined : await findAccount(session, before.partnerId)
  if (await staysInside(session, account)) return refuse('mail-of-sandbox', { mail: mailId })
  const { partnerId, kind, address, recipientName, reason, language, facts } = before
  const again = newId()
  return add(context, 'resend_mail', {
    ...{ partnerId, mailId: again, kind, cause: `again:${before.mailId}:${again}` },
    ...{ address, recipientName, reason, language, facts },
    // It is told now, however long ago it happened: somebody wants it.
    ...{ state: 'waiting', happenedAt: systemNow, createdAt: systemNow },
  })
}

/** Writes a mail that shows whether mail arrives. */
export async function writeTestMail(
  context: Administration,
  { address, language }: { readonly address: string; readonly language: MailLanguage },
): Promise<Outcome<StoredMail>> {
  if (!isMailAddress(address)) {
    return refuse('malformed', { what: 'address', problem: 'it must be a mail address such as ana@example.net' })
  }
  const { session, newId, systemNow } = context
  const mailId = newId()
  const inside = await staysInside(session, undefined)
  return add(context, 'send_test_mail', {
    ...{ partnerId: PLATFORM_ID, mailId, kind: 'test', cause: `test:${mailId}` },
    ...{ address: address.toLowerCase(), recipientName: '', reason: 'test', language, facts: { partner: '' } },
    ...{ state: inside ? 'sandbox' : 'waiting', happenedAt: systemNow, createdAt: systemNow },
  })
}

async function add(context: Administration, operationType: Operation, mail: NewMail): Promise<Outcome<StoredMail>> {
  const { session } = context
  await insertMails(session, [mail])
  const { partnerId, mailId, kind, address, cause } = mail
  await recordChange(context, {
    ...{ partnerId, customer: null, resourceType: 'mail', operationType },
    before: null,
    after: { mailId, kind, address, cause },
  })
  const added = await findMail(session, mailId)
  return added === undefined ? refuse('not-found', { what: 'mail', id: mailId }) : accept(added)
}

/** One round of telling people what happened: the mails are written and, where there is a server, those due are sent. */
export async function mailRound(
  context: WriteContext & { readonly sending: Omit<SendContext, keyof WriteContext> | undefined },
): Promise<{ readonly told: number; readonly report: SendReport | undefined }> {
  const { sending, ...writing } = context
  const told = await writeMails(writing)
  const report = sending === undefined ? undefined : await sendDueMails({ ...writing, ...sending })
  return { told, report }
}
