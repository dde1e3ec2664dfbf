import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { AccountReader } from '../app/accounts.js'
import type { TokenAuthority } from '../app/tokens.js'
import type { Database } from '../app/use-case.js'
import type { Instant } from '../core/calendar/day.js'
import { type Answer, answerEndpoint } from './answer.js'
import type { Endpoint } from './endpoint.js'
import { ENDPOINTS } from './endpoints.js'
import { faultBody } from './errors.js'
import { echoHeaders } from './request-headers.js'

export interface ServerOptions {
  readonly database: Database
  readonly authority: TokenAuthority
  /** The system's clock; sandbox accounts have their own. */
  readonly clock: () => Instant
  readonly newId: () => string
  readonly logger?: FastifyBaseLogger | undefined
  /** Checks every answer against its endpoint's schema, and fails where it does not fit: for tests. */
  readonly checkAnswers?: boolean
  /** Instead of the whole API: for tests of the server itself. */
  readonly endpoints?: readonly Endpoint[]
}

/** What an endpoint needs of the server to be answered. */
export interface ServerContext extends Omit<ServerOptions, 'logger' | 'endpoints'> {
  readonly accounts: AccountReader
}

const BODY_LIMIT_BYTES = 1_048_576
const LONGEST_PARAMETER = 400
const REQUEST_TIMEOUT_MILLISECONDS = 60_000

/** The API as one Fastify server, not listening yet. Everything it does is in the list of endpoints. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    ...(options.logger === undefined ? {} : { loggerInstance: options.logger }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    exposeHeadRoutes: false,
    rewriteUrl: (request) => canonicalUrl(request.url ?? '/'),
    routerOptions: {
      caseSensitive: false,
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: LONGEST_PARAMETER,
    },
  })
  const context: ServerContext = { ...options, accounts: new AccountReader() }
  readBodies(server)
  server.addHook('onRequest', async (request, reply) => echoHeaders(request, reply))
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    void reply.code(404).send(faultBody(1000, `There is no ${request.method} ${path} in this API.`))
  })
  server.setErrorHandler((error, request, reply) => failed(error as FastifyError, request, reply))
  for (const endpoint of options.endpoints ?? ENDPOINTS) {
    server.route({
      method: endpoint.method,
      url: endpoint.path,
      handler: async (request, reply) => send(reply, await answerEndpoint(endpoint, context, request)),
    })
  }
  return server
}

type FastifyError = Error & { readonly statusCode?: number; readonly code?: string }

/** `/v1.0/` means `/v1/`, but on the pricing paths, where it is the version; the Java client doubles a slash after it. */
function canonicalUrl(url: string): string {
  return url.replace(/^\/v1\.0\/(?!sales\/)/i, '/v1/')
}

/** JSON that may be missing where a header announces it, and forms; anything else is refused with 415. */
function readBodies(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('error', 'error')
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body).replace(/^\uFEFF/, '')
    if (text.trim() === '') done(null, undefined)
    else parseJson(request, text, done)
  })
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  })
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  void reply.code(answer.status).headers(answer.headers)
  if (answer.body === undefined) return reply.send()
  if (answer.body instanceof Uint8Array) return reply.send(answer.body)
  return reply.header('content-type', 'application/json; charset=utf-8').send(answer.body)
}

/** What the framework itself refuses (a body that is too large, no JSON), and faults of ours, in the contract's form. */
function failed(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 500
  if (status >= 500) {
    request.log.error(error, 'a request failed')
    void reply.code(500).send(faultBody(900192, 'Something went wrong here; try again later.'))
    return
  }
  void reply.code(status).send(faultBody(status === 400 ? 3000 : 800002, error.message))
}
