import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RequestFacts } from './endpoint.js'

const SERVER_ID = randomUUID()
/** What may be echoed: the ids are GUIDs, and nothing a header could be split with passes. */
const ECHOED = /^[\w.:-]{1,100}$/
const LOCALE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/** Sends the request's ids back, made up where the client sent none. */
export function echoHeaders(request: FastifyRequest, reply: FastifyReply): void {
  const { headers } = request
  const requestId = echoed(headers['ms-requestid']) ?? randomUUID()
  const correlationId = echoed(headers['ms-correlationid']) ?? randomUUID()
  request.headers['ms-correlationid'] = correlationId
  void reply.headers({
    'MS-RequestId': requestId,
    'MS-CorrelationId': correlationId,
    'MS-CV': `${correlationId.slice(0, 16)}.0`,
    'MS-ServerId': SERVER_ID,
    'X-Locale': localeOf(headers['x-locale']),
  })
}

/** The id by which a client names a request it may send again; `undefined` where it gave none. */
export function requestIdOf(request: FastifyRequest): string | undefined {
  return echoed(request.headers['ms-requestid'])?.toLowerCase()
}

export function correlationIdOf(request: FastifyRequest): string {
  return echoed(request.headers['ms-correlationid']) ?? randomUUID()
}

/** What handlers may know of the request besides its parameters and body. */
export function factsOf(request: FastifyRequest): RequestFacts {
  const { headers } = request
  const etag = headers['if-match']
  const token = headers['ms-continuationtoken']
  return {
    uri: request.url.replace(/^\/+v1(?:\.0)?(?=\/)/i, '').replace(/^\/{2,}/, '/'),
    origin: `${request.protocol}://${request.host}`,
    locale: localeOf(headers['x-locale']),
    continuationToken: typeof token === 'string' && token !== '' ? token : undefined,
    ifMatch: etag === undefined || etag === '*' ? undefined : etag.replace(/^(?:W\/)?"(.*)"$/, '$1'),
    headers,
    ip: request.ip,
  }
}

function echoed(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && ECHOED.test(value) ? value : undefined
}

function localeOf(value: string | string[] | undefined): string {
  return typeof value === 'string' && LOCALE.test(value) ? value : 'en-US'
}
