import { Readable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { DEFAULT_CART_DAYS } from '../app/cart.js'
import { answerOnce, fingerprintOf, type KeptAnswer, type RequestKey } from '../app/repeatable-request.js'
import { PLATFORM_ID, type Session } from '../app/use-case.js'
import { accept, type Outcome, type Refusal } from '../core/refusal.js'
import { authenticate, authorize, type Caller, forProvider, isPlatform } from './authenticate.js'
import type { Call, Endpoint } from './endpoint.js'
import { FAULTS, faultBody } from './errors.js'
import { type Complaint, readInput } from './read-input.js'
import { correlationIdOf, factsOf, requestIdOf } from './request-headers.js'
import type { ServerContext } from './server-context.js'

/** What goes back. A body is JSON text, a file, whole or while it is made, or nothing. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | Readable | undefined
}

const ANONYMOUS: Caller = {
  actor: { kind: 'system', id: PLATFORM_ID, name: 'anonymous', applicationId: null, roles: [] },
  scope: { accountId: PLATFORM_ID, partnerIds: [], resellerMpnId: null },
  account: undefined,
  multiFactor: false,
}

/** Reads a request, asks who may do that, carries it out and presents the result. */
export async function answerEndpoint(
  endpoint: Endpoint,
  context: ServerContext,
  request: FastifyRequest,
): Promise<Answer> {
  const now = context.clock()
  const seconds = await context.limiter.peekAddress(request)
  if (seconds !== undefined) return throttled(seconds)
  const caller = await callerOf(endpoint, context, request)
  if (!caller.ok) return refused(caller.refusal)
  const wait = await waitOf(context, request, caller.value)
  if (wait !== undefined) return throttled(wait)
  const read = readInput(endpoint, request)
  if (!read.ok) return 'refusal' in read ? refused(read.refusal) : complained(read.complaint)
  const { input } = read
  const { actor, scope, account, multiFactor } = caller.value
  const database = (endpoint.takesLong === true ? context.patientDatabase : undefined) ?? context.database
  const reply = { status: endpoint.status ?? 200, headers: {} as Record<string, string> }
  if (/^true$/i.test(String(request.headers['validatemfa']))) reply.headers['isMfaCompliant'] = String(multiFactor)
  const call = (session: Session): Call<never, never, never> => ({
    session,
    database,
    now: account?.clockAt ?? now,
    systemNow: now,
    authority: context.authority,
    webhookTargets: context.webhookTargets ?? {},
    cartDays: context.cartDays ?? DEFAULT_CART_DAYS,
    newId: context.newId,
    actor,
    scope,
    account,
    correlationId: correlationIdOf(request),
    openSimulation: context.openSimulation ?? true,
    taxIdValidator: context.taxIdValidator,
    params: input.params as never,
    query: input.query as never,
    body: input.body as never,
    request: factsOf(request),
    reply,
  })
  const answer = (value: unknown): Answer => present(endpoint, context, reply, value)
  const changes = endpoint.transaction ?? !(endpoint.method === 'GET' || endpoint.method === 'HEAD')
  if (!changes) {
    const outcome = await endpoint.handle(call(database))
    return outcome.ok ? answer(outcome.value) : refused(outcome.refusal)
  }
  return changeOnce(endpoint, { ...context, database }, keyOf(request, caller.value, input.body), call, answer)
}

class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/**
 * Runs a change in one transaction together with the keeping of its answer: a request sent again with the same id gets
 * the first answer, and a refusal leaves nothing behind, so that it may be tried again.
 */
async function changeOnce(
  endpoint: Endpoint,
  context: ServerContext,
  key: RequestKey | undefined,
  call: (session: Session) => Call<never, never, never>,
  answer: (value: unknown) => Answer,
): Promise<Answer> {
  try {
    return await context.database.transaction(async (session) => {
      const { given } = await answerOnce(session, key, context.clock(), {
        async answer() {
          const outcome = await endpoint.handle(call(session))
          if (!outcome.ok) throw new Refused(outcome.refusal)
          return { given: answer(outcome.value), value: outcome.value }
        },
        keep: ({ given, value }) => kept(endpoint, given, value),
        again: ({ status, headers, body }) => ({
          given: { status, headers, body: body === '' ? undefined : body },
          value: undefined,
        }),
      })
      return given
    })
  } catch (error) {
    if (error instanceof Refused) return refused(error.refusal)
    throw error
  }
}

/** What may be kept of an answer: without secrets that are shown once, and without files. */
function kept(endpoint: Endpoint, given: Answer, value: unknown): KeptAnswer {
  const shown = endpoint.redact === undefined ? given.body : JSON.stringify(endpoint.redact(value as never))
  return { status: given.status, headers: given.headers, body: typeof shown === 'string' ? shown : '' }
}

function keyOf(request: FastifyRequest, { actor, scope }: Caller, body: unknown): RequestKey | undefined {
  const requestId = requestIdOf(request)
  if (requestId === undefined || actor.kind === 'system') return undefined
  const fingerprint = fingerprintOf([request.method, request.url, actor.id, body ?? null])
  return { partnerId: scope.accountId, requestId, fingerprint }
}

async function callerOf(endpoint: Endpoint, context: ServerContext, request: FastifyRequest): Promise<Outcome<Caller>> {
  if (endpoint.capability === 'public' || opensByLink(endpoint, request)) return accept(ANONYMOUS)
  const { authority, accounts, database } = context
  const caller = await authenticate(authority, accounts, database, request.headers, context.clock())
  if (!caller.ok) {
    await context.limiter.address(request)
    return caller
  }
  const allowed = authorize(endpoint, caller.value)
  if (!allowed.ok) return allowed
  return accept(isPlatform(endpoint.capability) ? forProvider(caller.value) : caller.value)
}

/** Whether a link is to be tried: who sends a token is asked for nothing else. */
function opensByLink({ byLink }: Endpoint, { headers, query }: FastifyRequest): boolean {
  return byLink === true && headers.authorization === undefined && 'signature' in (query as object)
}

/** Seconds a caller has to wait before it may ask again. */
function waitOf({ limiter }: ServerContext, request: FastifyRequest, { actor, scope }: Caller) {
  return actor.kind === 'system' ? limiter.address(request) : limiter.account(request, scope.accountId)
}

function present(
  endpoint: Endpoint,
  context: ServerContext,
  reply: Call<never, never, never>['reply'],
  value: unknown,
) {
  const { status, headers } = reply
  if (context.checkAnswers === true) checkStatus(endpoint, status)
  if (value === undefined || endpoint.response === null) return { status, headers, body: undefined }
  if (value instanceof Uint8Array || value instanceof Readable) return { status, headers, body: value }
  if (context.checkAnswers === true && endpoint.response !== 'binary') checkAnswer(endpoint, endpoint.response, value)
  return { status, headers, body: JSON.stringify(value) }
}

function checkStatus({ id, status = 200, otherStatuses = {} }: Endpoint, given: number): void {
  if (given !== status && otherStatuses[given] === undefined) throw new Error(`${id} answered ${given} unannounced`)
}

function checkAnswer(endpoint: Endpoint, schema: z.ZodType, value: unknown): void {
  const wire: unknown = JSON.parse(JSON.stringify(value))
  const result = schema.safeParse(wire)
  if (!result.success)
    throw new Error(`${endpoint.id} answered what its schema does not allow: ${result.error.message}`)
  // Parsing drops what a schema does not name.
  if (isDeepStrictEqual(result.data, wire)) return
  throw new Error(`${endpoint.id} answered more than its schema says: ${JSON.stringify(wire)}`)
}

function refused(refusal: Refusal): Answer {
  const { status, code } = FAULTS[refusal.code]
  if (status === 429) return throttled(Number(refusal.data['seconds'] ?? 60))
  const headers: Record<string, string> =
    status === 401 ? { 'WWW-Authenticate': 'OAuth realm=urn:cpsvc:cpid:prorata' } : {}
  return { status, headers, body: JSON.stringify(faultBody(code, refusal.message, refusal)) }
}

/** Not the usual form of an error: the contract's for too many requests. */
function throttled(seconds: number): Answer {
  const message = `There were too many requests; wait ${seconds} seconds.`
  return {
    status: 429,
    headers: { 'Retry-After': String(seconds) },
    body: JSON.stringify({ statusCode: 429, message }),
  }
}

function complained({ code, description }: Complaint): Answer {
  return { status: 400, headers: {}, body: JSON.stringify(faultBody(code, description)) }
}
