import type { JobContext } from '../app/daily-jobs.js'
import type { MailSettings } from '../app/mail/mail-settings.js'
import { Mailer } from '../app/mail/mailer.js'
import { mailRound } from '../app/mail/mails.js'

/** What tells people by mail, for as long as the process runs. */
export interface MailPost {
  /** Writes and sends what there is; `said` is a sentence about it where something was sent or went wrong. */
  round(): Promise<{ readonly more: boolean; readonly said: string | undefined }>
  close(): void
}

/** Opens the post; without settings mails are written and wait. */
export function openMailPost(context: JobContext, settings: MailSettings | undefined): MailPost {
  const mailer = settings === undefined ? undefined : new Mailer(settings)
  const sending = settings === undefined || mailer === undefined ? undefined : { settings, mailer }
  return {
    round: async () => {
      const { told, report } = await mailRound({ ...context, isConfigured: sending !== undefined, sending })
      if (report === undefined) return { more: told > 0, said: undefined }
      const { sent, failed, givenUp, postponed, unreachable } = report
      const done = sent + failed + givenUp
      // Without addresses and without what a server says of them.
      const counts = `${sent} mails were sent, ${failed} refused, ${givenUp} given up, ${postponed} wait for another attempt`
      const down = unreachable === undefined ? '' : '; the mail server cannot be used now, prorata mail list says why'
      return { more: told > 0 || (done > 0 && unreachable === undefined), said: sayOf(done + postponed, counts + down) }
    },
    close: () => mailer?.close(),
  }
}

function sayOf(count: number, sentence: string): string | undefined {
  return count === 0 ? undefined : sentence
}
