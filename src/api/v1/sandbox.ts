import {
  advanceSandbox,
  isAdvancing,
  loadSandbox,
  makeSandbox,
  type Sandbox,
  sendClock,
} from '../../app/advance-sandbox.js'
import type { Instant } from '../../core/calendar/day.js'
import { accept, type Outcome } from '../../core/refusal.js'
import { type Call, endpoint } from '../endpoint.js'
import { advanceClockBody, makeSandboxBody, sandboxClock, sandboxParams } from '../schema/sandbox.js'
import { wireInstant } from '../schema/wire.js'

const GROUP = 'Sandbox'
/** How long a request goes on with a way; the rest is made by the jobs, or by the next request for the same instant. */
const PATIENCE_MILLISECONDS = 10_000

export const SANDBOX_ENDPOINTS = [
  endpoint({
    id: 'get-sandbox-clock',
    method: 'GET',
    path: '/v1/sandbox/clock',
    group: GROUP,
    summary: 'Get the clock of the sandbox, and how far it is on its way',
    capability: 'account.read',
    response: sandboxClock,
    handle: async (call) => presented(await loadSandbox(call.session, call.scope.accountId)),
  }),
  endpoint({
    id: 'advance-sandbox-clock',
    method: 'POST',
    path: '/v1/sandbox/clock',
    group: GROUP,
    summary: 'Set the clock of the sandbox forward, doing everything that falls due on the way',
    capability: 'sandbox.advance',
    takesLong: true,
    transaction: false,
    body: advanceClockBody,
    response: sandboxClock,
    otherStatuses: { 202: 'It is still on its way; ask again after `Retry-After`.' },
    handle: (call) => advance(call, call.scope.accountId, '/sandbox/clock'),
  }),
  endpoint({
    id: 'make-sandbox',
    method: 'POST',
    path: '/v1/platform/partners/:partnerId/sandbox',
    group: GROUP,
    summary: 'Make an account that holds nothing yet a sandbox with a clock of its own',
    capability: 'platform.partner.edit',
    params: sandboxParams,
    body: makeSandboxBody,
    response: sandboxClock,
    status: 201,
    handle: async (call) => presented(await makeSandbox(call, call.params.partnerId, call.body.clockAt)),
  }),
  endpoint({
    id: 'platform-get-sandbox-clock',
    method: 'GET',
    path: '/v1/platform/partners/:partnerId/sandbox/clock',
    group: GROUP,
    summary: "Get the clock of a partner's sandbox",
    capability: 'platform.partner.read',
    params: sandboxParams,
    response: sandboxClock,
    handle: async (call) => presented(await loadSandbox(call.session, call.params.partnerId)),
  }),
  endpoint({
    id: 'platform-advance-sandbox-clock',
    method: 'POST',
    path: '/v1/platform/partners/:partnerId/sandbox/clock',
    group: GROUP,
    summary: "Set the clock of a partner's sandbox forward",
    capability: 'platform.partner.edit',
    takesLong: true,
    transaction: false,
    params: sandboxParams,
    body: advanceClockBody,
    response: sandboxClock,
    otherStatuses: { 202: 'It is still on its way; ask again after `Retry-After`.' },
    handle: (call) => advance(call, call.params.partnerId, `/platform/partners/${call.params.partnerId}/sandbox/clock`),
  }),
]

type AdvanceCall = Call<unknown, undefined, { readonly advanceTo: Instant }>

/** 200 where the clock has arrived; 202 where the way takes longer than a request should. */
async function advance(call: AdvanceCall, partnerId: string, uri: string): Promise<Outcome<unknown>> {
  const { database, newId, systemNow, body } = call
  const sent = await database.transaction((session) =>
    sendClock({ ...call, session }, partnerId, body.advanceTo, systemNow),
  )
  if (!sent.ok || !isAdvancing(sent.value)) return presented(sent)
  const began = performance.now()
  const passed = () => performance.now() - began
  const clock = () => Math.floor(systemNow + passed()) as Instant
  const stopping = () => passed() > PATIENCE_MILLISECONDS
  const arrived = await advanceSandbox({ database, clock, newId, stopping }, partnerId)
  if (arrived.ok && isAdvancing(arrived.value)) {
    call.reply.status = 202
    call.reply.headers['Location'] = uri
    call.reply.headers['Retry-After'] = '5'
  }
  return presented(arrived)
}

function presented(outcome: Outcome<Sandbox>): Outcome<unknown> {
  return outcome.ok ? accept(present(outcome.value)) : outcome
}

function present(sandbox: Sandbox) {
  const { way } = sandbox
  return {
    partnerId: sandbox.partnerId,
    clockAt: wireInstant(sandbox.clockAt),
    state: isAdvancing(sandbox) ? ('advancing' as const) : ('idle' as const),
    ...(way === null
      ? {}
      : {
          startedFrom: wireInstant(way.startedFrom),
          target: wireInstant(way.targetAt),
          stepsDone: way.stepsDone,
          stepsTotal: way.stepsTotal,
        }),
    attributes: { objectType: 'SandboxClock' as const },
  }
}
