import { showCertificate } from '../../app/tax-certificates.js'
import {
  reviewExemption,
  type StoredExemption,
  type SubmissionFilter,
  showExemptions,
} from '../../app/tax-exemptions.js'
import { checkPartnerTaxId, setTaxFacts, showPartnerTaxes } from '../../app/tax-profiles.js'
import { changeProviderProfile, loadProviderProfile } from '../../app/tax-provider.js'
import { classifySku, importRates, listRates } from '../../app/tax-rates.js'
import { addRegistration, closeRegistration, showRegistrations } from '../../app/tax-registrations.js'
import { reviewWithholding, showWithholdings, type Withholding } from '../../app/tax-withholdings.js'
import type { Instant } from '../../core/calendar/day.js'
import { dayOfInstant } from '../../core/calendar/instant.js'
import type { RegistrationKind } from '../../core/invoicing/tax-treatment.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { bytesOf } from '../body-bytes.js'
import { endpoint, type RequestFacts } from '../endpoint.js'
import { attributes } from '../links.js'
import { collection, foundPage, readSeekPosition } from '../paging.js'
import * as schema from '../schema/tax.js'
import {
  presentExemption,
  presentPartnerTaxes,
  presentProvider,
  presentRate,
  presentRegistration,
  presentValidation,
  presentWithholding,
  readProvider,
  UNKNOWN_PROVIDER,
} from './present-tax.js'
import { sendCertificate, stateOf } from './tax.js'

const GROUP = 'Taxes, for the provider'
const PARTNER = '/v1/platform/partners/:partnerId/taxes'
/** Largest file of rates in bytes. */
const RATES_LIMIT = 4 * 1_048_576

const rootOf = ({ partnerId }: { readonly partnerId: string }) => `/platform/partners/${partnerId}/taxes`

const RATES = [
  endpoint({
    id: 'platform-list-tax-rates',
    method: 'GET',
    path: '/v1/platform/taxes/rates',
    group: GROUP,
    summary: 'Tax rates with the days from which they hold, of every country or of one.',
    capability: 'platform.tax.read',
    query: schema.ratesQuery,
    response: schema.ratesSchema,
    handle: async (call) => {
      const rates = await listRates(call, call.query.country)
      return accept(collection(rates.map(presentRate), call.request.uri))
    },
  }),
  endpoint({
    id: 'platform-import-tax-rates',
    method: 'POST',
    path: '/v1/platform/taxes/rates',
    group: GROUP,
    summary: 'Adds the rates of a CSV file; all or nothing. A rate that holds already is never changed.',
    capability: 'platform.tax.edit',
    takesLong: true,
    query: schema.ratesImportQuery,
    body: schema.ratesFile,
    bodyType: 'text/csv',
    bodyLimit: RATES_LIMIT,
    response: schema.ratesImportedSchema,
    handle: async (call) => {
      const dryRun = call.query.dryRun === 'true'
      const imported = await importRates(call, bytesOf(call.body), { dryRun })
      return imported.ok ? accept({ ...imported.value, attributes: attributes('TaxRateImport') }) : imported
    },
  }),
  endpoint({
    id: 'platform-classify-sku',
    method: 'PUT',
    path: '/v1/platform/products/:productId/skus/:skuId/tax-class',
    group: GROUP,
    summary: 'Puts a SKU into a tax class, for invoices issued from now on.',
    capability: 'platform.tax.edit',
    params: schema.skuParams,
    body: schema.skuClassRequest,
    response: schema.skuClassSchema,
    handle: async (call) => {
      const { productId, skuId } = call.params
      const classified = await classifySku(call, productId, skuId, call.body.taxClass)
      return classified.ok
        ? accept({ productId, skuId, taxClass: classified.value, attributes: attributes('SkuTaxClass') })
        : classified
    },
  }),
]

const PROVIDER = [
  endpoint({
    id: 'platform-list-tax-registrations',
    method: 'GET',
    path: '/v1/platform/taxes/registrations',
    group: GROUP,
    summary: 'Where the provider is registered for taxes; without any, no invoice is taxed.',
    capability: 'platform.tax.read',
    response: schema.registrationsSchema,
    handle: async (call) =>
      accept(collection((await showRegistrations(call)).map(presentRegistration), call.request.uri)),
  }),
  endpoint({
    id: 'platform-add-tax-registration',
    method: 'POST',
    path: '/v1/platform/taxes/registrations',
    group: GROUP,
    summary: 'Notes a registration of the provider; from its first day on invoices are taxed.',
    capability: 'platform.tax.edit',
    body: schema.registrationRequest,
    response: schema.registrationSchema,
    status: 201,
    handle: async (call) => {
      const { kind, region = '', until, ...rest } = call.body
      const wanted = { ...rest, kind: kind.replaceAll('_', '-') as RegistrationKind, region, until }
      const added = await addRegistration(call, wanted)
      return added.ok ? accept(presentRegistration(added.value)) : added
    },
  }),
  endpoint({
    id: 'platform-end-tax-registration',
    method: 'PUT',
    path: '/v1/platform/taxes/registrations/:registrationId',
    group: GROUP,
    summary: 'Ends a registration: until is the first day on which it no longer holds.',
    capability: 'platform.tax.edit',
    params: schema.registrationParams,
    body: schema.registrationEndRequest,
    response: schema.registrationSchema,
    handle: async (call) => {
      const ended = await closeRegistration(call, call.params.registrationId, call.body.until)
      return ended.ok ? accept(presentRegistration(ended.value)) : ended
    },
  }),
  endpoint({
    id: 'platform-get-provider-profile',
    method: 'GET',
    path: '/v1/platform/provider-profile',
    group: GROUP,
    summary: 'What documents say of the provider, with the ETag for changing it.',
    capability: 'platform.tax.read',
    response: schema.providerProfileSchema,
    handle: async (call) => accept(presentProvider((await loadProviderProfile(call)) ?? UNKNOWN_PROVIDER)),
  }),
  endpoint({
    id: 'platform-update-provider-profile',
    method: 'PUT',
    path: '/v1/platform/provider-profile',
    group: GROUP,
    summary: 'Replaces what documents say of the provider; issued ones stay as they are.',
    capability: 'platform.tax.edit',
    body: schema.providerProfileRequest,
    response: schema.providerProfileSchema,
    handle: async (call) => {
      const changed = await changeProviderProfile(call, readProvider(call.body), call.request.ifMatch)
      return changed.ok ? accept(presentProvider(changed.value)) : changed
    },
  }),
]

const PARTNERS = [
  endpoint({
    id: 'platform-get-partner-taxes',
    method: 'GET',
    path: PARTNER,
    group: GROUP,
    summary: 'How a partner is taxed, with every version of that and every check of its tax id.',
    capability: 'platform.tax.read',
    params: schema.partnerParams,
    response: schema.partnerTaxesSchema,
    handle: async (call) => {
      const taxes = await showPartnerTaxes(call, call.params.partnerId)
      return taxes.ok ? accept(presentPartnerTaxes(taxes.value, rootOf(call.params))) : taxes
    },
  }),
  endpoint({
    id: 'platform-set-partner-taxes',
    method: 'PUT',
    path: PARTNER,
    group: GROUP,
    summary: 'Says on which data a partner is taxed from a day on that has not been invoiced yet.',
    capability: 'platform.tax.edit',
    params: schema.partnerParams,
    body: schema.partnerTaxesRequest,
    response: schema.partnerTaxesSchema,
    handle: async (call) => {
      const { taxId, region, validFrom } = call.body
      const facts = {
        ...(taxId === undefined ? {} : { taxId: taxId === '' ? null : taxId }),
        ...(region === undefined ? {} : { region }),
      }
      const set = await setTaxFacts(call, call.params.partnerId, facts, validFrom)
      return set.ok ? accept(presentPartnerTaxes(set.value, rootOf(call.params))) : set
    },
  }),
  endpoint({
    id: 'platform-validate-tax-id',
    method: 'POST',
    path: `${PARTNER}/validations`,
    group: GROUP,
    summary: 'Keeps what was found out about the tax id of a partner; without a state, looks at form and check digits.',
    capability: 'platform.tax.edit',
    params: schema.partnerParams,
    body: schema.validationRequest,
    response: schema.validationSchema,
    status: 201,
    handle: async (call) => {
      const { state, evidence, checkedOn = dayOfInstant(call.systemNow) } = call.body
      if ((state === undefined) !== (evidence === undefined)) {
        return refuse('malformed', { what: 'evidence', problem: 'give state and evidence together, or neither' })
      }
      const check = state === undefined || evidence === undefined ? undefined : { state, evidence, checkedOn }
      const kept = await checkPartnerTaxId(call, call.params.partnerId, check)
      return kept.ok ? accept(presentValidation(kept.value)) : kept
    },
  }),
  endpoint({
    id: 'platform-download-tax-certificate',
    method: 'GET',
    path: `${PARTNER}/certificates/:certificateId`,
    group: GROUP,
    summary: 'A certificate a partner submitted.',
    capability: 'platform.tax.read',
    params: schema.partnerCertificateParams,
    response: 'binary',
    handle: async (call) => {
      const { partnerId, certificateId } = call.params
      return sendCertificate(call.reply, await showCertificate(call, partnerId, certificateId))
    },
  }),
]

/** The submissions of all partners as they are worked off, from where the page before ended. */
function queueOf(request: RequestFacts): Outcome<NonNullable<SubmissionFilter<never>['queue']>> {
  const position = readSeekPosition(request, 'instant', 'guid', 'guid')
  if (!position.ok) return position
  const [submittedAt, partnerId, id] = position.value.after ?? []
  if (submittedAt === undefined || partnerId === undefined || id === undefined) return accept({})
  return accept({ after: { submittedAt: Number(submittedAt) as Instant, partnerId, id } })
}

const REVIEWS = [
  endpoint({
    id: 'platform-list-tax-exemptions',
    method: 'GET',
    path: '/v1/platform/taxes/exemptions',
    group: GROUP,
    summary: 'Certificates of exemption partners submitted, oldest first.',
    capability: 'platform.tax.read',
    query: schema.exemptionQueueQuery,
    response: schema.exemptionsSchema,
    handle: async (call) => {
      const queue = queueOf(call.request)
      if (!queue.ok) return queue
      const { state, size = schema.MOST_SUBMISSIONS } = call.query
      const states = state === undefined ? undefined : [state]
      const found = await showExemptions(call, { states, queue: queue.value, limit: size + 1 })
      const keyOf = (last: StoredExemption) => [String(last.submittedAt), last.partnerId, last.exemptionId]
      return accept(foundPage(found, size, call.request, keyOf, (one) => presentExemption(one, rootOf(one))))
    },
  }),
  endpoint({
    id: 'platform-review-tax-exemption',
    method: 'POST',
    path: `${PARTNER}/exemptions/:exemptionId/decision`,
    group: GROUP,
    summary: 'Approves or rejects an exemption; an approved one can still be withdrawn.',
    capability: 'platform.tax.edit',
    params: schema.exemptionParams,
    body: schema.exemptionDecision,
    response: schema.exemptionSchema,
    handle: async (call) => {
      const { state, note = '' } = call.body
      const reviewed = await reviewExemption(call, call.params, { state, note })
      return reviewed.ok ? accept(presentExemption(reviewed.value, rootOf(call.params))) : reviewed
    },
  }),
  endpoint({
    id: 'platform-list-withholdings',
    method: 'GET',
    path: '/v1/platform/taxes/withholdings',
    group: GROUP,
    summary: 'Claims for tax partners withheld, oldest first.',
    capability: 'platform.tax.read',
    query: schema.withholdingQueueQuery,
    response: schema.withholdingsSchema,
    handle: async (call) => {
      const queue = queueOf(call.request)
      if (!queue.ok) return queue
      const { state, size = schema.MOST_SUBMISSIONS } = call.query
      const states = state === undefined ? undefined : [stateOf(state)]
      const found = await showWithholdings(call, { states, queue: queue.value, limit: size + 1 })
      const keyOf = (last: Withholding) => [String(last.submittedAt), last.partnerId, last.withholdingId]
      return accept(foundPage(found, size, call.request, keyOf, (one) => presentWithholding(one, rootOf(one))))
    },
  }),
  endpoint({
    id: 'platform-review-withholding',
    method: 'POST',
    path: `${PARTNER}/withholdings/:withholdingId/decision`,
    group: GROUP,
    summary: 'Sends a claim back, approves it, or completes it, which pays the invoice with the tax withheld.',
    capability: 'platform.tax.edit',
    params: schema.partnerWithholdingParams,
    body: schema.withholdingDecision,
    response: schema.withholdingSchema,
    handle: async (call) => {
      const { note = '' } = call.body
      const state = stateOf(call.body.state) as 'sent-back' | 'approved' | 'completed'
      const reviewed = await reviewWithholding(call, call.params, { state, note })
      return reviewed.ok ? accept(presentWithholding(reviewed.value, rootOf(call.params))) : reviewed
    },
  }),
]

export const PLATFORM_TAX_ENDPOINTS = [...RATES, ...PROVIDER, ...PARTNERS, ...REVIEWS]
