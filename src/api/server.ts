import { createHash, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import helmet from '@fastify/helmet'
import Fastify, {
  errorCodes,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { AccountReader } from '../app/accounts.js'
import { type Answer, answerEndpoint } from './answer.js'
import { serveDocuments } from './documents.js'
import type { Endpoint } from './endpoint.js'
import { ENDPOINTS } from './endpoints.js'
import { faultBody } from './errors.js'
import { unzipBody } from './gzip-body.js'
import { DEFAULT_LIMITS, limiterOf, type RequestLimits } from './limits.js'
import { type Metrics, makeMetrics } from './metrics.js'
import { servePortal } from './portal.js'
import { echoHeaders } from './request-headers.js'
import type { ServerContext } from './server-context.js'
import type { TrustedProxies } from './trusted-proxies.js'

export interface ServerOptions extends Omit<ServerContext, 'accounts' | 'limiter'> {
  readonly logger?: FastifyBaseLogger | undefined
  readonly limits?: RequestLimits
  readonly metricsToken?: string | undefined
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined
  /** Proxies that are believed what they say of clients; nobody otherwise. */
  readonly trustProxy?: TrustedProxies
  /** Shown in the OpenAPI document. */
  readonly version?: string
  /** Instead of the whole API: for tests of the server itself. */
  readonly endpoints?: readonly Endpoint[]
}

const BODY_LIMIT_BYTES = 1_048_576
const LONGEST_PARAMETER = 400
const LONGEST_HEADERS_BYTES = 32_768
const REQUEST_TIMEOUT_MILLISECONDS = 60_000

/** The API as one Fastify server, not listening yet. Everything it does is in the list of endpoints. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    ...(options.logger === undefined ? {} : { loggerInstance: options.logger }),
    ...(options.tls === undefined ? {} : { https: { ...options.tls, maxHeaderSize: LONGEST_HEADERS_BYTES } }),
    trustProxy: options.trustProxy ? [...options.trustProxy] : false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    rewriteUrl: (request) => canonicalUrl(request.url ?? '/'),
    frameworkErrors: (error, request, reply) => unroutable(error, request, reply),
    routerOptions: {
      caseSensitive: false,
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: LONGEST_PARAMETER,
    },
  }) as unknown as FastifyInstance
  const endpoints = options.endpoints ?? ENDPOINTS
  const metrics = makeMetrics()
  const secure = options.tls !== undefined
  await server.register(helmet, {
    // Both tell browsers to insist on https, which is wrong where there is none.
    strictTransportSecurity: secure,
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: secure ? [] : null } },
  })
  const limiter = await limiterOf(server, options.limits ?? DEFAULT_LIMITS)
  const context: ServerContext = { ...options, accounts: new AccountReader(), limiter }
  readBodies(server)
  server.addHook('onRequest', async (request, reply) => echoHeaders(request, reply))
  closeConnectionsWhenStopping(server)
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    void reply.code(404).send(faultBody(1000, `There is no ${request.method} ${path} in this API.`))
  })
  server.setErrorHandler((error, request, reply) => failed(error as FastifyError, request, reply))
  for (const endpoint of endpoints) {
    server.route({
      method: endpoint.method,
      url: endpoint.path,
      ...(endpoint.bodyLimit === undefined ? {} : { bodyLimit: endpoint.bodyLimit }),
      ...(endpoint.gzip === true ? { preParsing: unzipBody } : {}),
      handler: async (request, reply) => send(reply, await answerEndpoint(endpoint, context, request)),
      onResponse: async (request, reply) => noteAnswer(endpoint, request, reply, metrics),
    })
  }
  await serveDocuments(server, endpoints, options.version ?? '0.0.0')
  await servePortal(server)
  serveMetrics(server, metrics, options.metricsToken)
  return server
}

/** Whoever is answered while the server stops would otherwise keep its connection, and the server, open. */
function closeConnectionsWhenStopping(server: FastifyInstance): void {
  let stopping = false
  server.addHook('preClose', async () => {
    stopping = true
  })
  server.addHook('onSend', async (_, reply) => {
    if (stopping) void reply.header('connection', 'close')
  })
}

/** One line for each answer, without what was sent: neither bodies nor queries nor tokens. */
function noteAnswer(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply, metrics: Metrics): void {
  const milliseconds = Math.round(reply.elapsedTime * 10) / 10
  metrics.observe(endpoint.id, reply.statusCode, milliseconds)
  const requestId = reply.getHeader('MS-RequestId')
  const correlationId = reply.getHeader('MS-CorrelationId')
  request.log.info(
    {
      endpoint: endpoint.id,
      method: endpoint.method,
      status: reply.statusCode,
      milliseconds,
      requestId,
      correlationId,
    },
    'answered',
  )
}

/** Headers by which a proxy says for whom it asks. */
const FORWARDED = /^(?:forwarded|x-forwarded-.*|x-real-ip|via)$/
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** Metrics tell how the business goes: for this machine, or for who knows the token. */
function serveMetrics(server: FastifyInstance, metrics: Metrics, token: string | undefined): void {
  server.get('/metrics', async (request, reply) => {
    const allowed =
      token === undefined ? isLocal(request) : sameText(request.headers.authorization ?? '', `Bearer ${token}`)
    if (!allowed) return reply.code(404).send(faultBody(1000, 'There is no GET /metrics in this API.'))
    return reply.type('text/plain; version=0.0.4').send(await metrics.text())
  })
}

/** Whether this machine asks for itself: not somebody by a proxy on it, whatever that says and whomever we believe. */
function isLocal({ socket, headers }: FastifyRequest): boolean {
  return LOOPBACK.has(socket.remoteAddress ?? '') && !Object.keys(headers).some((name) => FORWARDED.test(name))
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(a!, b!)
}

type FastifyError = Error & { readonly statusCode?: number; readonly code?: string }

/**
 * `/v1.0/` means `/v1/`, but on the pricing paths, where it is the version, and where some clients encode the dollar
 * sign. The router takes the slash that the Java client doubles.
 */
function canonicalUrl(url: string): string {
  return url.replace(/^\/+v1\.0\/(?!\/*sales\/)/i, '/v1/').replace(/^(\/v1\.0\/sales\/[^?]*\/)%24value/i, '$1$$value')
}

/** What calls itself JSON in another way, or says nothing of itself. */
const OTHER_JSON = /^(?:$|(?:text|application)\/(?:[\w.-]+\+)?json\b)/i

/** JSON that may be missing where a header announces it, forms, CSV and XML; anything else with a body gets 415. */
function readBodies(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('error', 'error')
  const readJson: typeof parseJson = (request, body, done) => {
    const text = String(body).replace(/^\uFEFF/, '')
    if (text.trim() === '') done(null, undefined)
    else if (OTHER_JSON.test(request.headers['content-type'] ?? '')) parseJson(request, text, done)
    else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE())
  }
  server.removeContentTypeParser('text/plain')
  server.addContentTypeParser(['application/json', '*'], { parseAs: 'string' }, readJson)
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  })
  for (const type of ['text/csv', 'application/x-ndjson', 'application/xml', 'text/xml']) {
    server.addContentTypeParser(type, { parseAs: 'string' }, (_, body, done) => done(null, body))
  }
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  void reply.code(answer.status).headers(answer.headers)
  if (answer.body === undefined) return reply.send()
  if (answer.body instanceof Uint8Array || answer.body instanceof Readable) return reply.send(answer.body)
  return reply.header('content-type', 'application/json; charset=utf-8').send(answer.body)
}

/** An address that cannot be read: hooks have not run, and nothing can have so long an id. */
function unroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  echoHeaders(request, reply)
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') {
    void reply.code(404).send(faultBody(1000, 'There is nothing with so long an id in this API.'))
  } else failed(error, request, reply)
}

/** The database's codes for what it gave up: a statement, a lock, an idle transaction, one of two that wait for each other. */
const GIVEN_UP: ReadonlySet<string> = new Set(['57014', '55P03', '25P03', '40P01'])

/** What the framework itself refuses (a body that is too large, no JSON), and faults of ours, in the contract's form. */
function failed(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 500
  if (GIVEN_UP.has(error.code ?? '')) {
    request.log.warn(error, 'the database gave a request up')
    const seconds = 5
    void reply.code(503).header('Retry-After', String(seconds))
    void reply.send(
      faultBody(900192, `This took too long, and nothing of it was done; try again in ${seconds} seconds.`),
    )
    return
  }
  if (status >= 500) {
    request.log.error(error, 'a request failed')
    void reply.code(500).send(faultBody(900192, 'Something went wrong here; try again later.'))
    return
  }
  void reply.code(status).send(faultBody(status === 400 ? 3000 : 800002, error.message))
}
