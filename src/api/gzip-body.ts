import { pipeline, Transform, type TransformCallback } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { FastifyRequest, RequestPayload } from 'fastify'

/** Bodies of machines repeat themselves a great deal, but not more than this; gzip itself reaches a thousand. */
const MOST_TIMES_LARGER = 100
/** Below, the ratio says nothing. */
const HARMLESS_BYTES = 1_048_576
const BLOCK = 262_144

class BodyError extends Error {
  readonly statusCode: number
  constructor(statusCode: number, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}

/** Passes what was unzipped on, and refuses what grows suspiciously; the server's own limit of bytes counts it as well. */
class UnzippedBody extends Transform {
  /** Bytes that came; Fastify compares them with `Content-Length`. */
  receivedEncodedLength = 0
  #unzipped = 0

  override _transform(block: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#unzipped += block.length
    const grows = this.#unzipped > HARMLESS_BYTES && this.#unzipped > this.receivedEncodedLength * MOST_TIMES_LARGER
    if (grows) done(new BodyError(413, `the body unzips to more than ${MOST_TIMES_LARGER} times its size`))
    else done(null, block)
  }
}

/** For `preParsing`: unzips a body with `Content-Encoding: gzip`; other encodings are refused. */
export async function unzipBody(request: FastifyRequest, _: unknown, payload: RequestPayload): Promise<RequestPayload> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase()
  if (encoding === 'identity') return payload
  if (encoding !== 'gzip' && encoding !== 'x-gzip') throw new BodyError(415, 'send the body as it is, or with gzip')
  const unzipped = new UnzippedBody()
  const gunzip = createGunzip({ chunkSize: BLOCK })
  payload.on('data', (block: Buffer) => {
    unzipped.receivedEncodedLength += block.length
  })
  gunzip.on('error', () => unzipped.destroy(new BodyError(400, 'the body is no gzip')))
  pipeline(payload, gunzip, unzipped, () => {}) // whoever reads the body meets its errors
  return unzipped
}
