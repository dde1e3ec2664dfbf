// A mail server: a real SMTP server on this machine that keeps what it takes and refuses what it is told to.
import { mkdtempSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly to: readonly string[]
  readonly from: string
  /** As it came: headers and body. */
  readonly raw: string
  readonly isEncrypted: boolean
}

export interface MailServer {
  readonly port: number
  readonly received: ReceivedMail[]
  /** Codes with which the next recipients are refused, in turn; 250 takes one. */
  readonly recipients: number[]
  /** The same for texts. */
  readonly texts: number[]
  close(): Promise<void>
}

export const MAIL_USER = 'prorata'
export const MAIL_PASSWORD = 'correct horse'

interface ServerOptions {
  readonly tls?: 'none' | 'starttls' | 'implicit'
  readonly withPassword?: boolean
  readonly port?: number
}

/** Starts a mail server on a port of its own. */
export async function startMailServer(options: ServerOptions = {}): Promise<MailServer> {
  const { tls = 'none', withPassword = false, port: wanted = 0 } = options
  const received: ReceivedMail[] = []
  const recipients: number[] = []
  const texts: number[] = []
  const server = new SMTPServer({
    secure: tls === 'implicit',
    key: KEY,
    cert: CERTIFICATE,
    disableReverseLookup: true,
    // Clients keep their connections; tests do not wait for them.
    closeTimeout: 100,
    disabledCommands: [...(tls === 'starttls' ? [] : ['STARTTLS']), ...(withPassword ? [] : ['AUTH'])],
    authOptional: !withPassword,
    onAuth: (auth, _session, callback) => {
      if (auth.username === MAIL_USER && auth.password === MAIL_PASSWORD) callback(null, { user: MAIL_USER })
      else callback(refusal(535))
    },
    onRcptTo: (_address, _session, callback) => callback(refusalOf(recipients.shift())),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const refused = refusalOf(texts.shift())
        const { mailFrom, rcptTo } = session.envelope
        if (refused === null) {
          received.push({
            to: rcptTo.map(({ address }) => address),
            from: mailFrom === false ? '' : mailFrom.address,
            raw: Buffer.concat(chunks).toString('utf8'),
            isEncrypted: session.secure,
          })
        }
        callback(refused)
      })
    },
  })
  // Clients that go away are part of what is tested.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { port, received, recipients, texts, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

function refusalOf(code: number | undefined): Error | null {
  return code === undefined || code === 250 ? null : refusal(code)
}

function refusal(responseCode: number): Error {
  return Object.assign(new Error(`refused with ${responseCode}`), { responseCode })
}

/** The certificate of the server in a file, as `PRORATA_SMTP_CA` names one. */
export function authorityFile(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'prorata-mail-')), 'authority.pem')
  writeFileSync(path, CERTIFICATE)
  return path
}

// Of localhost and 127.0.0.1, for tests only; good until 2126.
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgd9EZeR9Tu2joEBca
uELbZeAmr/0U5wK3yId6eY4PmgyhRANCAATlieaMlUEvtQjhlO2Pm2gZVZib/TH7
gp3A1hDoE+ufFPIpw282FgLdPrRNiqdqysThcYSsZ1TBayCHdvh7aqJe
-----END PRIVATE KEY-----`

const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUfezCkhk+i8efYRNKjHUTtN0oj3QwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTIwMDM0NFoYDzIxMjYxMDI4
MjAwMzQ0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATlieaMlUEvtQjhlO2Pm2gZVZib/TH7gp3A1hDoE+ufFPIpw282FgLd
PrRNiqdqysThcYSsZ1TBayCHdvh7aqJeo28wbTAdBgNVHQ4EFgQUWrsHYfZDaHyZ
qnd7GuLEpI8KRVswHwYDVR0jBBgwFoAUWrsHYfZDaHyZqnd7GuLEpI8KRVswDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAKSV2N+4fXqOFocY8kc98N9K3rFb2jemE9ghfJElNQobAiEA
xBuiWpZWwNSkwC3zLVbs9Hv4JdU8bDOCcuCZ1e0ah0Q=
-----END CERTIFICATE-----`
