import type { StoredFile } from '../../app/files/stored-files.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { attachment } from '../attachment.js'
import type { Reply, RequestFacts } from '../endpoint.js'

interface FileCall {
  readonly request: Pick<RequestFacts, 'headers'>
  readonly reply: Reply
}

/** With what an endpoint that answers with a stored file also answers. */
export const RANGE_STATUSES = { 206: 'The range of bytes that was asked for.' } as const

/**
 * Answers with a stored file, or with the range of it that was asked for, so that a download that broke off can go on.
 * Refused where the range lies outside.
 */
export function answerFile(
  { request, reply }: FileCall,
  { name, mediaType, sha256, bytes }: StoredFile,
  disposition: 'inline' | 'attachment' = 'inline',
): Outcome<Uint8Array> {
  const etag = `"${sha256}"`
  Object.assign(reply.headers, {
    'content-type': mediaType,
    'content-disposition': attachment(name, disposition),
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    etag,
  })
  const range = rangeOf(request.headers, etag, bytes.length)
  if (range === undefined) return accept(bytes)
  if (range === 'outside') return refuse('range-unsatisfiable', { size: bytes.length })
  reply.status = 206
  reply.headers['content-range'] = `bytes ${range.first}-${range.last}/${bytes.length}`
  return accept(bytes.subarray(range.first, range.last + 1))
}

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/

interface ByteRange {
  readonly first: number
  /** Inclusive. */
  readonly last: number
}

/** The one range of bytes that was asked for; several at a time, or another form, mean the whole file, as RFC 9110 lets them. */
function rangeOf(headers: RequestFacts['headers'], etag: string, size: number): ByteRange | 'outside' | undefined {
  const asked = RANGE.exec(String(headers['range'] ?? ''))
  const unless = headers['if-range']
  if (asked === null || (unless !== undefined && unless !== etag)) return undefined
  const [, from = '', to = ''] = asked
  if (from === '') {
    if (to === '') return undefined
    const length = Math.min(Number(to), size)
    return length === 0 ? 'outside' : { first: size - length, last: size - 1 }
  }
  const [first, last] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)]
  if (to !== '' && Number(to) < first) return undefined
  return first >= size ? 'outside' : { first, last }
}
