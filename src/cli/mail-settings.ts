import type { MailSettings } from '../app/mail/mail-settings.js'
import { CommandError } from './session.js'

/** How mails are sent, as the environment says; `undefined` where it says nothing. */
export async function mailSettings(): Promise<MailSettings | undefined> {
  const { readMailSettings } = await import('../app/mail/mail-settings.js')
  try {
    return readMailSettings(process.env)
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error))
  }
}
