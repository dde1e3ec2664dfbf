import { accept, type Outcome } from '../../core/refusal.js'
import { findMail, type MailLanguage, type StoredMail } from '../../store/mail.js'
import type { Database, Session } from '../use-case.js'
import type { Administration } from '../users.js'
import type { MailSettings } from './mail-settings.js'
import { Mailer } from './mailer.js'
import { writeTestMail } from './mails.js'
import { sendMailNow } from './send-mails.js'

/** Writes a test mail and sends it at once, whatever else waits. */
export async function sendTestMail(
  database: Database,
  settings: MailSettings,
  contextOf: (session: Session) => Administration,
  wanted: { readonly address: string; readonly language: MailLanguage },
): Promise<Outcome<StoredMail>> {
  const written = await database.transaction((session) => writeTestMail(contextOf(session), wanted))
  if (!written.ok) return written
  const mailer = new Mailer(settings)
  try {
    await sendMailNow({ database, settings, mailer, clock: () => contextOf(database).systemNow }, written.value.mailId)
  } finally {
    mailer.close()
  }
  return accept((await findMail(database, written.value.mailId)) ?? written.value)
}
