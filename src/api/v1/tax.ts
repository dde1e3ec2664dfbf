import type { Account } from '../../app/accounts.js'
import { noteTaxIdSeen } from '../../app/note-tax-id-seen.js'
import { type Certificate, showCertificate } from '../../app/tax-certificates.js'
import { showExemptions, submitExemption } from '../../app/tax-exemptions.js'
import { loadPartnerTaxes } from '../../app/tax-profiles.js'
import {
  correctWithholding,
  currencyOfInvoice,
  loadWithholding,
  showWithholdings,
  submitWithholding,
  type WithholdingState,
} from '../../app/tax-withholdings.js'
import type { Currency } from '../../core/money/currency.js'
import { accept, type Outcome } from '../../core/refusal.js'
import { attachment } from '../attachment.js'
import { endpoint, type Reply } from '../endpoint.js'
import { collection } from '../paging.js'
import * as schema from '../schema/tax.js'
import { readAmount } from './present-payments.js'
import { presentExemption, presentTaxProfile, presentWithholding, readFile } from './present-tax.js'

const GROUP = 'Taxes'
const ROOT = '/taxes'

export const stateOf = (word: string) => word.replaceAll('_', '-') as WithholdingState

/** A certificate as a file to keep: never shown in the page it is asked from. */
export function sendCertificate(reply: Reply, certificate: Outcome<Certificate>): Outcome<Uint8Array> {
  if (!certificate.ok) return certificate
  const { name, mediaType, content } = certificate.value
  Object.assign(reply.headers, {
    'Content-Type': mediaType,
    'Content-Disposition': attachment(name),
    'X-Content-Type-Options': 'nosniff',
  })
  return accept(content)
}

const ofPartner = ({ partnerId }: Account) => ({ partnerIds: [partnerId], limit: schema.MOST_SUBMISSIONS })

export const TAX_ENDPOINTS = [
  endpoint({
    id: 'get-tax-profile',
    method: 'GET',
    path: '/v1/taxes/profile',
    group: GROUP,
    summary:
      'How the partner is taxed now, and from its next billing day on; the tax id is part of its billing profile.',
    capability: 'tax-id.read',
    userOnly: true,
    response: schema.taxProfileSchema,
    handle: async (call) => {
      const taxes = await loadPartnerTaxes(call, call.account!)
      if (taxes.now.taxId !== null || taxes.next !== undefined) await noteTaxIdSeen(call, call.account!, 'tax')
      return accept(presentTaxProfile(taxes, '/taxes/profile'))
    },
  }),
  endpoint({
    id: 'list-tax-exemptions',
    method: 'GET',
    path: '/v1/taxes/exemptions',
    group: GROUP,
    summary: 'Certificates of exemption the partner submitted, newest first.',
    capability: 'billing.read',
    query: schema.exemptionsQuery,
    response: schema.exemptionsSchema,
    handle: async (call) => {
      const { state } = call.query
      const states = state === undefined ? undefined : [state]
      const found = await showExemptions(call, { ...ofPartner(call.account!), states })
      return accept(
        collection(
          found.map((one) => presentExemption(one, ROOT)),
          call.request.uri,
        ),
      )
    },
  }),
  endpoint({
    id: 'submit-tax-exemption',
    method: 'POST',
    path: '/v1/taxes/exemptions',
    group: GROUP,
    summary: 'Submits a certificate of exemption; it counts once the provider approved it.',
    capability: 'account.edit',
    userOnly: true,
    body: schema.exemptionRequest,
    bodyLimit: schema.CERTIFICATE_BODY_LIMIT,
    response: schema.exemptionSchema,
    status: 201,
    handle: async (call) => {
      const { certificate, certificateNumber, region = '', validTo, ...exemption } = call.body
      const file = readFile(certificate)
      const asked = { ...exemption, certificate: certificateNumber, region, validTo, file }
      const submitted = await submitExemption(call, call.account!, asked)
      return submitted.ok ? accept(presentExemption(submitted.value, ROOT)) : submitted
    },
  }),
  endpoint({
    id: 'list-withholdings',
    method: 'GET',
    path: '/v1/taxes/withholdings',
    group: GROUP,
    summary: 'Claims for tax the partner withheld from its payments, newest first.',
    capability: 'billing.read',
    query: schema.withholdingsQuery,
    response: schema.withholdingsSchema,
    handle: async (call) => {
      const { state } = call.query
      const states = state === undefined ? undefined : [stateOf(state)]
      const found = await showWithholdings(call, { ...ofPartner(call.account!), states })
      return accept(
        collection(
          found.map((one) => presentWithholding(one, ROOT)),
          call.request.uri,
        ),
      )
    },
  }),
  endpoint({
    id: 'submit-withholding',
    method: 'POST',
    path: '/v1/taxes/withholdings',
    group: GROUP,
    summary: 'Claims tax withheld from the payment of a partly paid invoice, with the certificate of the tax office.',
    capability: 'billing.edit',
    userOnly: true,
    body: schema.withholdingRequest,
    bodyLimit: schema.CERTIFICATE_BODY_LIMIT,
    response: schema.withholdingSchema,
    status: 201,
    handle: async (call) => {
      const number = call.body.invoiceId.toUpperCase()
      const currency = await currencyOfInvoice(call, call.account!.partnerId, number)
      if (!currency.ok) return currency
      const total = readAmount(call.body.total, currency.value)
      if (!total.ok) return total
      const asked = { total: total.value, file: readFile(call.body.certificate) }
      const submitted = await submitWithholding(call, call.account!, number, asked)
      return submitted.ok ? accept(presentWithholding(submitted.value, ROOT)) : submitted
    },
  }),
  endpoint({
    id: 'correct-withholding',
    method: 'PUT',
    path: '/v1/taxes/withholdings/:withholdingId',
    group: GROUP,
    summary: 'Corrects a claim that was sent back.',
    capability: 'billing.edit',
    userOnly: true,
    params: schema.withholdingParams,
    body: schema.withholdingCorrection,
    bodyLimit: schema.CERTIFICATE_BODY_LIMIT,
    response: schema.withholdingSchema,
    handle: async (call) => {
      const { withholdingId } = call.params
      const known = await loadWithholding(call, call.account!.partnerId, withholdingId)
      if (!known.ok) return known
      const total = readAmount(call.body.total, known.value.currency as Currency)
      if (!total.ok) return total
      const file = call.body.certificate === undefined ? undefined : readFile(call.body.certificate)
      const corrected = await correctWithholding(call, call.account!, withholdingId, { total: total.value, file })
      return corrected.ok ? accept(presentWithholding(corrected.value, ROOT)) : corrected
    },
  }),
  endpoint({
    id: 'download-tax-certificate',
    method: 'GET',
    path: '/v1/taxes/certificates/:certificateId',
    group: GROUP,
    summary: 'A certificate the partner submitted.',
    capability: 'tax-id.read',
    params: schema.certificateParams,
    response: 'binary',
    handle: async (call) =>
      sendCertificate(call.reply, await showCertificate(call, call.account!.partnerId, call.params.certificateId)),
  }),
]
