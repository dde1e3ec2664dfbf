import { type Amended, type AmendmentWish, amendDocument, previewAmendment } from '../../app/amend-document.js'
import { listAmendments, loadAmendment } from '../../app/list-amendments.js'
import { decideRebillMarket, listRebillMarkets } from '../../app/rebill-markets.js'
import { AMENDMENT_REASON_CODES, AMENDMENT_REASONS } from '../../core/invoicing/amendment.js'
import { accept, type Outcome } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes } from '../links.js'
import { collection, offsetPage } from '../paging.js'
import * as schema from '../schema/amendment.js'
import {
  presentAmended,
  presentAmendment,
  presentAmendmentInFull,
  presentMarket,
  readCredits,
} from './present-amendment.js'

const GROUP = 'Credit notes, for the provider'
const INVOICE = '/v1/platform/invoices/:invoiceId'
const NOTES = '/v1/platform/credit-notes'

const NO_CREDITS = () => accept([])

function shown(amended: Outcome<Amended>) {
  if (!amended.ok) return amended
  const { document, amendments } = amended.value
  return accept(presentAmended(document.number, amendments))
}

interface WireWish extends Pick<AmendmentWish, 'reason' | 'note'> {
  readonly credits: readonly schema.WireCredit[]
}

function wishOf(action: AmendmentWish['action'], { reason, note, credits }: WireWish): AmendmentWish {
  return { action, reason, note, credits: (currency) => readCredits(credits, currency) }
}

const credit = endpoint({
  id: 'platform-issue-credit-note',
  method: 'POST',
  path: `${INVOICE}/creditnotes`,
  group: GROUP,
  summary: 'Credit a part of an invoice: charges, lines, or all that is left of it.',
  capability: 'platform.credit-note.issue',
  params: schema.amendedParams,
  body: schema.creditBody,
  response: schema.amendedSchema,
  status: 201,
  handle: async (call) => shown(await amendDocument(call, call.params.invoiceId, wishOf('credit', call.body))),
})

const voiding = endpoint({
  id: 'platform-void-invoice',
  method: 'POST',
  path: `${INVOICE}/void`,
  group: GROUP,
  summary: 'Void an invoice: a note takes back all that is left of it.',
  capability: 'platform.credit-note.issue',
  params: schema.amendedParams,
  body: schema.amendBody,
  response: schema.amendedSchema,
  status: 201,
  handle: async (call) => {
    const { reason, note } = call.body
    return shown(
      await amendDocument(call, call.params.invoiceId, { action: 'void', reason, note, credits: NO_CREDITS }),
    )
  },
})

const rebill = endpoint({
  id: 'platform-rebill-invoice',
  method: 'POST',
  path: `${INVOICE}/rebill`,
  group: GROUP,
  summary: 'Void an invoice and issue what replaces it, to the partner as it is known now.',
  capability: 'platform.credit-note.issue',
  params: schema.amendedParams,
  body: schema.amendBody,
  response: schema.amendedSchema,
  status: 201,
  handle: async (call) => {
    const { reason, note } = call.body
    const wish = { action: 'rebill', reason, note, credits: NO_CREDITS } as const
    return shown(await amendDocument(call, call.params.invoiceId, wish))
  },
})

const preview = endpoint({
  id: 'platform-preview-amendment',
  method: 'POST',
  path: `${INVOICE}/amendments/preview`,
  group: GROUP,
  summary: 'What crediting, voiding or billing again would issue; nothing is written.',
  capability: 'platform.credit-note.issue',
  params: schema.amendedParams,
  body: schema.previewBody,
  response: schema.amendedSchema,
  handle: async (call) =>
    shown(await previewAmendment(call, call.params.invoiceId, wishOf(call.body.action, call.body))),
})

const list = endpoint({
  id: 'platform-list-credit-notes',
  method: 'GET',
  path: NOTES,
  group: GROUP,
  summary: 'Credit notes, void notes and replacements, newest first, of all partners or of one.',
  capability: 'platform.billing.read',
  query: schema.amendmentsQuery,
  response: schema.amendmentsSchema,
  handle: async (call) => {
    const { partnerId, size = schema.MOST_AMENDMENTS, offset = 0 } = call.query
    const { documents, totalCount } = await listAmendments(call.session, partnerId, { offset, limit: size })
    return accept(offsetPage(documents.map(presentAmendment), { uri: call.request.uri, offset, size, totalCount }))
  },
})

const get = endpoint({
  id: 'platform-get-credit-note',
  method: 'GET',
  path: `${NOTES}/:creditNoteId`,
  group: GROUP,
  summary: 'One of them, with its lines and taxes.',
  capability: 'platform.billing.read',
  params: schema.amendmentParams,
  response: schema.amendmentSchema,
  handle: async (call) => {
    const found = await loadAmendment(call.session, call.params.creditNoteId)
    return found.ok ? accept(presentAmendmentInFull(found.value.document, found.value.figures)) : found
  },
})

const reasons = endpoint({
  id: 'platform-list-amendment-reasons',
  method: 'GET',
  path: '/v1/platform/amendment-reasons',
  group: GROUP,
  summary: 'Why invoices are amended, and what each reason is good for.',
  capability: 'platform.billing.read',
  response: schema.reasonsSchema,
  handle: async (call) => {
    const items = AMENDMENT_REASON_CODES.map((code) => ({
      reason: code.replaceAll('-', '_'),
      description: AMENDMENT_REASONS[code].what,
      actions: [...AMENDMENT_REASONS[code].actions],
      attributes: attributes('AmendmentReason'),
    }))
    return accept(collection(items, call.request.uri))
  },
})

const markets = endpoint({
  id: 'platform-list-rebill-markets',
  method: 'GET',
  path: '/v1/platform/rebill-markets',
  group: GROUP,
  summary: 'Countries for which somebody decided whether invoices are voided and billed again; in all others they are.',
  capability: 'platform.billing.read',
  response: schema.marketsSchema,
  handle: async (call) =>
    accept(collection((await listRebillMarkets(call.session)).map(presentMarket), call.request.uri)),
})

const market = endpoint({
  id: 'platform-set-rebill-market',
  method: 'PUT',
  path: '/v1/platform/rebill-markets/:country',
  group: GROUP,
  summary: 'Decide whether invoices of partners in a country are voided and billed again, or only credited.',
  capability: 'platform.credit-note.issue',
  params: schema.marketParams,
  body: schema.marketBody,
  response: schema.marketSchema,
  handle: async (call) => {
    const decided = await decideRebillMarket(call, call.params.country, call.body.rebill)
    return decided.ok ? accept(presentMarket(decided.value)) : decided
  },
})

export const PLATFORM_CREDIT_NOTE_ENDPOINTS = [credit, voiding, rebill, preview, list, get, reasons, markets, market]
