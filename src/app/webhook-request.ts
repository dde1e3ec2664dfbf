import { lookup as resolve } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { mayConnect, readTarget, type TargetRules } from './webhook-target.js'

export interface DeliveryRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface RequestRules extends TargetRules {
  /** For the whole exchange; 10 seconds. */
  readonly timeoutMilliseconds?: number
}

/** What came of one attempt. Any 2xx is success; redirects are not followed. */
export interface DeliveryAnswer {
  readonly status: number | null
  /** Why it does not count; `null` for success. */
  readonly failure: string | null
  /** The beginning of the answer's body. */
  readonly excerpt: string
}

const TIMEOUT_MILLISECONDS = 10_000
/** As much of an answer is read and kept. */
const EXCERPT_BYTES = 1_024

/** Posts a delivery. Whatever goes wrong is told in the answer, never thrown. */
export function postDelivery(delivery: DeliveryRequest, rules: RequestRules): Promise<DeliveryAnswer> {
  const target = readTarget(delivery.url, rules)
  if (!target.ok) return Promise.resolve({ status: null, failure: target.refusal.message, excerpt: '' })
  const url = target.value
  const address = url.hostname.replace(/^\[(.*)\]$/, '$1')
  // A literal address is never looked up, so `lookup` would not see it.
  if (isIP(address) !== 0 && !mayConnect(address, rules)) {
    return Promise.resolve({ status: null, failure: `the address ${address} is not public`, excerpt: '' })
  }
  return new Promise((finish) => {
    const body = Buffer.from(delivery.body)
    const signal = AbortSignal.timeout(rules.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS)
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const outgoing = send(url, {
      method: 'POST',
      headers: { ...delivery.headers, 'content-length': body.byteLength },
      agent: false,
      lookup: guardedLookup(rules),
      signal,
    })
    const failed = (error: Error) => {
      const failure = signal.aborted ? 'there was no answer in time' : failureOf(error)
      finish({ status: null, failure, excerpt: '' })
    }
    outgoing.on('error', failed)
    outgoing.on('response', (response) => {
      const status = response.statusCode ?? 0
      const chunks: Buffer[] = []
      let size = 0
      const done = () => {
        const excerpt = printable(Buffer.concat(chunks).subarray(0, EXCERPT_BYTES).toString('utf8'))
        finish({ status, failure: status >= 200 && status < 300 ? null : `the answer was ${status}`, excerpt })
      }
      response.on('data', (chunk: Buffer) => {
        size += chunk.byteLength
        chunks.push(chunk)
        if (size < EXCERPT_BYTES) return
        // Nobody needs the rest, which may never end.
        done()
        response.destroy()
      })
      response.on('end', done)
      response.on('error', failed)
    })
    outgoing.end(body)
  })
}

/**
 * A look-up that gives only addresses a delivery may connect to. The connection is made to what it gives, so a name that
 * changes its address between a check and the connection gains nothing.
 */
export function guardedLookup(rules: TargetRules): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0)
      const open = addresses.filter(({ address }) => mayConnect(address, rules))
      const first = open[0]
      if (first === undefined) return callback(new AddressRefused(hostname), '', 0)
      if (options.all === true) return callback(null, open)
      return callback(null, first.address, first.family)
    })
  }
}

class AddressRefused extends Error {
  constructor(hostname: string) {
    super(`${hostname} has no public address`)
  }
}

function failureOf(error: Error & { readonly code?: string }): string {
  const code = error.code === undefined ? '' : ` (${error.code})`
  return `${printable(error.message).slice(0, 200)}${code}`
}

/** PostgreSQL keeps no NUL, and nobody wants the other control characters on a terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ')
}
