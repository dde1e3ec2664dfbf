import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { networkOf } from './client-network.js'
import type { RequestFacts } from './endpoint.js'
import { withLeftOut } from './paging.js'

const SERVER_ID = randomUUID()
/** What may be echoed: the ids are GUIDs, some in braces, and nothing a header could be split with passes. */
const ECHOED = /^\{?([\w.:-]{1,100})\}?$/
const LOCALE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/** Sends the request's ids back, made up where the client sent none. */
export function echoHeaders(request: FastifyRequest, reply: FastifyReply): void {
  const { headers } = request
  const correlationId = idOf(headers['ms-correlationid']) ?? randomUUID()
  const echo = (name: string) => (idOf(headers[name]) === undefined ? undefined : headers[name])
  const requestId = echo('ms-requestid') ?? randomUUID()
  const echoedCorrelationId = echo('ms-correlationid') ?? correlationId
  request.headers['ms-correlationid'] = correlationId
  void reply.headers({
    'MS-RequestId': requestId,
    'MS-CorrelationId': echoedCorrelationId,
    'MS-CV': `${correlationId.slice(0, 16)}.0`,
    'MS-ServerId': SERVER_ID,
    'X-Locale': localeOf(headers['x-locale']),
  })
}

/** The id by which a client names a request it may send again; `undefined` where it gave none. */
export function requestIdOf(request: FastifyRequest): string | undefined {
  return idOf(request.headers['ms-requestid'])?.toLowerCase()
}

export function correlationIdOf(request: FastifyRequest): string {
  return idOf(request.headers['ms-correlationid']) ?? randomUUID()
}

/** What handlers may know of the request besides its parameters and body. */
export function factsOf(request: FastifyRequest): RequestFacts {
  const { headers } = request
  const etag = headers['if-match']
  const uri = request.url.replace(/^\/+v1(?:\.0)?(?=\/)/i, '').replace(/^\/{2,}/, '/')
  const continuationToken = continuationTokenOf(request)
  return {
    uri: withLeftOut(uri, continuationToken),
    origin: `${request.protocol}://${request.host}`,
    locale: localeOf(headers['x-locale']),
    continuationToken,
    ifMatch: etag === undefined || etag === '*' ? undefined : etag.replace(/^(?:W\/)?"(.*)"$/, '$1'),
    headers,
    network: networkOf(request.ip),
  }
}

/** The token of the page before, as the client sent it back. */
export function continuationTokenOf({ headers }: FastifyRequest): string | undefined {
  const token = headers['ms-continuationtoken']
  return typeof token === 'string' && token !== '' ? token : undefined
}

/** An id without its braces; `undefined` for what is none. */
function idOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? ECHOED.exec(value)?.[1] : undefined
}

function localeOf(value: string | string[] | undefined): string {
  return typeof value === 'string' && LOCALE.test(value) ? value : 'en-US'
}
