import { readFileSync } from 'node:fs'
import { isMailAddress } from './recipients.js'

/** How mails leave the house. */
export interface MailSettings {
  readonly server: {
    readonly host: string
    readonly port: number
    /** `implicit`: TLS from the first byte; `required`: STARTTLS or nothing; `none`: in the clear. */
    readonly tls: 'implicit' | 'required' | 'none'
    readonly user?: string
    readonly password?: string
    /** Certificates to trust besides those of the system, as PEM. */
    readonly authorities?: string
  }
  readonly from: { readonly name: string; readonly address: string }
  /** Where partners sign in, without a slash at its end. */
  readonly portalUrl: string | undefined
  /** Largest document that is attached, in bytes; 0 for none. */
  readonly attachBytes: number
  /** Longest wait for an answer of the server. */
  readonly timeoutMilliseconds: number
}

type Variables = Readonly<Record<string, string | undefined>>

const ATTACH_KILOBYTES = 1_024
const MOST_ATTACH_KILOBYTES = 20_480
const TIMEOUT_MILLISECONDS = 30_000
const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const

/**
 * How mails are sent, as the environment says: `PRORATA_SMTP_URL`, `PRORATA_SMTP_CA`, `PRORATA_MAIL_FROM`,
 * `PRORATA_MAIL_ATTACH_KB` and `PRORATA_PORTAL_URL`; `undefined` where there is no server. Throws a sentence that names the
 * variable where one is wrong; it never holds the password.
 */
export function readMailSettings(variables: Variables): MailSettings | undefined {
  const url = variables['PRORATA_SMTP_URL'] ?? ''
  if (url === '') return undefined
  return {
    server: serverOf(url, variables['PRORATA_SMTP_CA'] ?? ''),
    from: senderOf(variables['PRORATA_MAIL_FROM'] ?? ''),
    portalUrl: portalOf(variables['PRORATA_PORTAL_URL'] ?? ''),
    attachBytes: 1_024 * attachOf(variables['PRORATA_MAIL_ATTACH_KB'] ?? ''),
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  }
}

function serverOf(text: string, authoritiesFile: string): MailSettings['server'] {
  const wrong = (problem: string) => new RangeError(`PRORATA_SMTP_URL ${problem}`)
  if (!URL.canParse(text)) throw wrong('must be a URL such as smtp://user:password@mail.example.net:587')
  const { protocol, hostname, port, username, password, searchParams } = new URL(text)
  if (protocol !== 'smtp:' && protocol !== 'smtps:') throw wrong('must begin with smtp:// or smtps://')
  if (hostname === '') throw wrong('must name a host')
  const wanted = searchParams.get('tls') ?? 'required'
  if (wanted !== 'required' && wanted !== 'none') throw wrong('may have ?tls=required or ?tls=none')
  const tls = protocol === 'smtps:' ? 'implicit' : wanted
  if (tls === 'none' && username !== '') throw wrong('would send the password in the clear: leave out ?tls=none')
  if ((username === '') !== (password === '')) throw wrong('must have a user and a password, or neither')
  const credentials =
    username === '' ? {} : { user: decodeURIComponent(username), password: decodeURIComponent(password) }
  return {
    ...{ host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? PORTS[protocol] : Number(port), tls },
    ...credentials,
    ...(authoritiesFile === '' ? {} : { authorities: authoritiesOf(authoritiesFile) }),
  }
}

function authoritiesOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new RangeError(`PRORATA_SMTP_CA must be a readable file of certificates (PEM); ${path} is not`)
  }
}

/** `Name <address>`, or the address alone. */
function senderOf(text: string): MailSettings['from'] {
  const [, name = '', inner] = /^(.*?)\s*<([^<>]*)>$/.exec(text.trim()) ?? []
  const address = inner ?? text.trim()
  if (!isMailAddress(address) || /\p{Cc}/u.test(name)) {
    throw new RangeError('PRORATA_MAIL_FROM must be an address such as Billing <billing@example.net>')
  }
  return { name: name.replaceAll('"', '').trim(), address }
}

function portalOf(text: string): string | undefined {
  if (text === '') return undefined
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) throw new RangeError('PRORATA_PORTAL_URL must be a URL')
  return text.replace(/\/+$/, '')
}

function attachOf(text: string): number {
  if (text === '') return ATTACH_KILOBYTES
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (value <= MOST_ATTACH_KILOBYTES) return value
  throw new RangeError(`PRORATA_MAIL_ATTACH_KB must be a whole number from 0 to ${MOST_ATTACH_KILOBYTES}`)
}
