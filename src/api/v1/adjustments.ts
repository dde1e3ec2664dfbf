import {
  type AdjustmentDecision,
  type AskedAdjustment,
  decideAboutAdjustment,
  listAdjustmentsOn,
  proposeAdjustment,
  setAdjustmentLimit,
  showAdjustmentLimits,
  showAdjustments,
  showWaitingAdjustments,
} from '../../app/adjustments.js'
import { loadInvoice } from '../../app/invoice-views.js'
import { loadPartner } from '../../app/partners.js'
import type { UseCase } from '../../app/use-case.js'
import { ADJUSTMENT_REASONS } from '../../core/invoicing/adjustment.js'
import type { InvoiceType } from '../../core/invoicing/assemble.js'
import { USUAL_TAX_CLASS } from '../../core/invoicing/tax-class.js'
import type { Currency } from '../../core/money/currency.js'
import { amountProblem, parseTypedAmount } from '../../core/money/format-amount.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { endpoint, type RequestFacts } from '../endpoint.js'
import { attributes } from '../links.js'
import { collection, offsetPage } from '../paging.js'
import * as schema from '../schema/adjustment.js'
import { invoiceParams } from '../schema/invoice.js'
import { presentAdjustment, presentInvoiceAdjustment, presentLimit, presentWaiting } from './present-adjustment.js'

const GROUP = 'Adjustments, for the provider'
const BASE = '/v1/platform/partners/:partnerId/adjustments'

const PLATFORM = [
  endpoint({
    id: 'platform-list-all-adjustments',
    method: 'GET',
    path: '/v1/platform/adjustments',
    group: GROUP,
    summary: 'Adjustments of every partner, newest first; on request only those in one state.',
    capability: 'platform.billing.read',
    query: schema.adjustmentsQuery,
    response: schema.adjustmentsSchema,
    handle: (call) => answerList(call, undefined),
  }),
  endpoint({
    id: 'platform-list-adjustment-reasons',
    method: 'GET',
    path: '/v1/platform/adjustments/reasons',
    group: GROUP,
    summary: 'Why there can be adjustments, and whether these credit or charge the partner.',
    capability: 'platform.billing.read',
    response: schema.adjustmentReasonsSchema,
    handle: async (call) => {
      const reasons = Object.entries(ADJUSTMENT_REASONS).map(([reasonCode, { what: description, gives }]) => ({
        ...{ reasonCode, description, gives, attributes: attributes('AdjustmentReason') },
      }))
      return accept(collection(reasons, call.request.uri))
    },
  }),
  endpoint({
    id: 'platform-list-adjustment-limits',
    method: 'GET',
    path: '/v1/platform/adjustments/limits',
    group: GROUP,
    summary: 'Up to which amount adjustments need no approval, by currency; in other currencies all of them do.',
    capability: 'platform.billing.read',
    response: schema.adjustmentLimitsSchema,
    handle: async (call) => accept(collection((await showAdjustmentLimits(call)).map(presentLimit), call.request.uri)),
  }),
  endpoint({
    id: 'platform-set-adjustment-limit',
    method: 'PUT',
    path: '/v1/platform/adjustments/limits/:currency',
    group: GROUP,
    summary: 'Sets up to which amount adjustments in a currency need no approval.',
    capability: 'platform.adjustment.approve',
    params: schema.currencyParams,
    body: schema.limitBody,
    response: schema.adjustmentLimitSchema,
    handle: async (call) => {
      const { currency } = call.params
      const amount = parseTypedAmount(call.body.amount, currency)
      if (amount === undefined) return noAmount(call.body.amount, currency)
      const set = await setAdjustmentLimit(call, currency, amount)
      return set.ok ? accept(presentLimit(set.value)) : set
    },
  }),
  endpoint({
    id: 'platform-list-adjustments',
    method: 'GET',
    path: BASE,
    group: GROUP,
    summary: 'Adjustments of a partner, newest first; the approved ones wait for an invoice.',
    capability: 'platform.billing.read',
    params: schema.partnerParams,
    query: schema.adjustmentsQuery,
    response: schema.adjustmentsSchema,
    handle: async (call) => {
      const partner = await loadPartner(call, call.params.partnerId)
      return partner.ok ? answerList(call, call.params.partnerId) : partner
    },
  }),
  endpoint({
    id: 'platform-propose-adjustment',
    method: 'POST',
    path: BASE,
    group: GROUP,
    summary: 'Proposes a one-off credit or fee for the next invoice; up to the limit it is approved at once.',
    capability: 'platform.adjustment.propose',
    params: schema.partnerParams,
    body: schema.adjustmentBody,
    response: schema.adjustmentSchema,
    status: 201,
    handle: async (call) => {
      const { amount: wished, invoiceType, ...body } = call.body
      const amount = parseTypedAmount(wished, body.currency)
      if (amount === undefined) return noAmount(wished, body.currency)
      const asked: AskedAdjustment = {
        ...{ currency: body.currency, amount, reasonCode: body.reasonCode, description: body.description },
        ...{ internalNote: body.internalNote ?? '', taxClass: body.taxClass ?? USUAL_TAX_CLASS },
        invoiceType: invoiceType === undefined ? null : (invoiceType.replace('_', '-') as InvoiceType),
        ...{ notBefore: body.notBefore, customerId: body.customerId ?? null },
        ...{ subscriptionId: body.subscriptionId ?? null, relatedDocument: body.relatedInvoiceId ?? null },
      }
      const proposed = await proposeAdjustment(call, call.params.partnerId, asked)
      return proposed.ok ? accept(presentAdjustment(proposed.value)) : proposed
    },
  }),
  endpoint({
    id: 'platform-decide-adjustment',
    method: 'POST',
    path: `${BASE}/:adjustmentId/decision`,
    group: GROUP,
    summary: 'Approves or rejects a proposed adjustment of somebody else.',
    capability: 'platform.adjustment.approve',
    userOnly: true,
    params: schema.adjustmentParams,
    body: schema.decisionBody,
    response: schema.adjustmentSchema,
    handle: (call) => decide(call, call.params, call.body.state, call.body.note),
  }),
  endpoint({
    id: 'platform-withdraw-adjustment',
    method: 'POST',
    path: `${BASE}/:adjustmentId/withdrawal`,
    group: GROUP,
    summary: 'Withdraws an adjustment that is on no invoice yet.',
    capability: 'platform.adjustment.propose',
    params: schema.adjustmentParams,
    body: schema.withdrawalBody,
    response: schema.adjustmentSchema,
    handle: (call) => decide(call, call.params, 'withdrawn', call.body.note),
  }),
]

const PARTNER = [
  endpoint({
    id: 'list-invoice-adjustments',
    method: 'GET',
    path: '/v1/invoices/:invoiceId/adjustments',
    group: 'Invoices and costs',
    summary: 'The adjustments on an invoice, which no file has; of `unbilled`, those that wait for the next one.',
    capability: 'billing.read',
    params: invoiceParams,
    response: schema.invoiceAdjustmentsSchema,
    handle: async (call) => {
      const { uri } = call.request
      if (call.params.invoiceId.toLowerCase() === 'unbilled') {
        const waiting = await showWaitingAdjustments(call, call.account!.partnerId)
        return accept(collection(waiting.map(presentWaiting), uri))
      }
      const invoice = await loadInvoice(call, call.params.invoiceId)
      if (!invoice.ok) return invoice
      const lines = await listAdjustmentsOn(call, invoice.value)
      const items = lines.map((line) => presentInvoiceAdjustment(line, invoice.value.currency))
      return accept(collection(items, uri))
    },
  }),
]

type AdjustmentsWish = {
  readonly state: 'proposed' | 'approved' | 'rejected' | 'withdrawn' | 'invoiced' | undefined
  readonly size: number | undefined
  readonly offset: number | undefined
}

async function answerList(
  call: UseCase & { readonly request: RequestFacts; readonly query: AdjustmentsWish },
  partnerId: string | undefined,
): Promise<Outcome<unknown>> {
  const { state, size = schema.MOST_ADJUSTMENTS, offset = 0 } = call.query
  const states = state === undefined ? undefined : [state]
  const { adjustments, totalCount } = await showAdjustments(call, { partnerId, states, limit: size, offset })
  return accept(offsetPage(adjustments.map(presentAdjustment), { uri: call.request.uri, offset, size, totalCount }))
}

async function decide(
  call: UseCase,
  key: { readonly partnerId: string; readonly adjustmentId: string },
  state: AdjustmentDecision,
  note = '',
): Promise<Outcome<unknown>> {
  const decided = await decideAboutAdjustment(call, key, { state, note })
  return decided.ok ? accept(presentAdjustment(decided.value)) : decided
}

function noAmount(text: string, currency: Currency) {
  return refuse('malformed', { what: 'amount', problem: amountProblem(text, currency) })
}

export const ADJUSTMENT_ENDPOINTS = [...PLATFORM, ...PARTNER]
