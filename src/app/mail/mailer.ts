import { createTransport, type Transporter } from 'nodemailer'
import type { Instant } from '../../core/calendar/day.js'
import type { ComposedMail } from './compose-mail.js'
import type { MailSettings } from './mail-settings.js'

export interface OutgoingMail extends ComposedMail {
  readonly mailId: string
  readonly to: { readonly name: string; readonly address: string }
  readonly replyTo: string | undefined
  readonly date: Instant
  readonly attachment: { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array } | undefined
}

/**
 * How handing over a mail went. `refused`: for good, this recipient or text; `later`: this mail, for now; `unreachable`:
 * the server itself, so that other mails would fare no better.
 */
export type HandedOver =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'refused' | 'later' | 'unreachable'; readonly problem: string }

const LONGEST_PROBLEM = 300
/** More than any answer may take, so that a server that drips bytes holds nobody up. */
const PATIENCE = 4

/** Hands mails to a server, over connections that are kept while there is something to send. */
export class Mailer {
  readonly #transport: Transporter
  readonly #settings: MailSettings

  constructor(settings: MailSettings) {
    const { server, timeoutMilliseconds } = settings
    this.#settings = settings
    this.#transport = createTransport({
      ...{ host: server.host, port: server.port, pool: true, maxConnections: 4 },
      ...{ secure: server.tls === 'implicit', requireTLS: server.tls === 'required', ignoreTLS: server.tls === 'none' },
      ...(server.user === undefined ? {} : { auth: { user: server.user, pass: server.password ?? '' } }),
      ...(server.authorities === undefined ? {} : { tls: { ca: server.authorities } }),
      ...{ connectionTimeout: timeoutMilliseconds, greetingTimeout: timeoutMilliseconds },
      ...{ socketTimeout: timeoutMilliseconds, dnsTimeout: timeoutMilliseconds },
      ...{ disableFileAccess: true, disableUrlAccess: true },
    })
  }

  async send(mail: OutgoingMail): Promise<HandedOver> {
    const { from, timeoutMilliseconds } = this.#settings
    const { attachment } = mail
    const sent = this.#transport.sendMail({
      ...{ from, to: mail.to, subject: mail.subject, text: mail.text, html: mail.html },
      ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
      messageId: messageIdOf(mail.mailId, from.address),
      date: new Date(mail.date),
      // Nobody's absence is to be answered to us.
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments:
        attachment === undefined
          ? []
          : [{ filename: attachment.name, contentType: attachment.mediaType, content: Buffer.from(attachment.bytes) }],
    })
    try {
      await withPatience(sent, PATIENCE * timeoutMilliseconds)
      return { outcome: 'accepted' }
    } catch (error) {
      return judgeFailure(error)
    }
  }

  close(): void {
    this.#transport.close()
  }
}

/** The same on every attempt, so that a mail that arrives twice can be recognised. */
function messageIdOf(mailId: string, from: string): string {
  return `<${mailId}@${from.slice(from.lastIndexOf('@') + 1)}>`
}

async function withPatience<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the server did not finish in time')), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Commands in which a server speaks of this mail, and not of us. */
const ABOUT_THE_MAIL = /^(?:RCPT TO|DATA)\b/i

/**
 * What a failure means. A 5xx is final only where it is about the recipient or the text: what is wrong with our password,
 * our sender or our certificate is mended by us, and the mails wait for it.
 */
function judgeFailure(error: unknown): Exclude<HandedOver, { readonly outcome: 'accepted' }> {
  const { code, command, responseCode, response, message } = error as {
    readonly [K in 'code' | 'command' | 'response' | 'message']?: string
  } & { readonly responseCode?: number }
  const said = response ?? message ?? String(error)
  const problem = [command, said === command ? '' : said]
    .filter(Boolean)
    .join(': ')
    .replace(/[\p{Cc}]+/gu, ' ')
    .slice(0, LONGEST_PROBLEM)
  const isAboutMail = ABOUT_THE_MAIL.test(command ?? '') || code === 'EMESSAGE'
  if (responseCode === undefined || !isAboutMail) return { outcome: 'unreachable', problem }
  return { outcome: responseCode >= 500 ? 'refused' : 'later', problem }
}
