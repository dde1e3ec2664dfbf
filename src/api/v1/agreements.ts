import {
  type AgreementType,
  type CustomerAgreement,
  confirmAgreement,
  listAgreements,
  listConfirmations,
  loadDirectSignature,
  openAgreement,
  type PlacedDocument,
  readAgreement,
  readCurrentAgreement,
} from '../../app/agreements.js'
import { accept } from '../../core/refusal.js'
import { attachment } from '../attachment.js'
import { endpoint } from '../endpoint.js'
import { collection } from '../paging.js'
import {
  agreementDocumentSchema,
  agreementMetaDataSchema,
  agreementRequest,
  agreementSchema,
  agreementsQuery,
  directSignStatusSchema,
  documentQuery,
  signedDocumentParams,
  signedDocumentQuery,
  templateParams,
} from '../schema/agreement.js'
import { customerParams } from '../schema/customer.js'
import { collectionOf, wireInstant } from '../schema/wire.js'
import { agreementPage, agreementText } from './agreement-page.js'

/** The type a list is limited to; `undefined` for every one. */
function typeOf(word: AgreementType | '*'): AgreementType | undefined {
  return word === '*' ? undefined : word
}

/** Where everybody can read an agreement as it stands. */
export function agreementLink(origin: string, templateId: string): string {
  return `${origin}/agreements/${templateId}`
}

function presentAgreement(agreement: CustomerAgreement, origin: string) {
  const { firstName, lastName, email, phoneNumber, templateId, type, agreedAt, confirmedBy } = agreement
  return {
    userId: confirmedBy,
    primaryContact: { firstName, lastName, email, phoneNumber },
    templateId,
    dateAgreed: wireInstant(agreedAt),
    type,
    agreementLink: agreementLink(origin, templateId),
  }
}

function presentDocument({ templateId, country, language, proof }: PlacedDocument, origin: string) {
  const query = `expires=${proof.expires}&signature=${proof.signature}`
  const displayUri = `${origin}/agreementdocuments/${templateId}/${country}/${language}?${query}`
  return { displayUri, downloadUri: `${displayUri}&download=true`, language, country }
}

const HTML = 'text/html; charset=utf-8'

export const AGREEMENT_ENDPOINTS = [
  endpoint({
    id: 'list-agreements',
    method: 'GET',
    path: '/v1/agreements',
    group: 'Agreements',
    summary: 'The agreements customers accept; those of the cloud agreement unless agreementType says otherwise.',
    capability: 'agreement.read',
    userOnly: true,
    query: agreementsQuery,
    response: collectionOf(agreementMetaDataSchema),
    handle: async (call) => {
      const templates = await listAgreements(call, typeOf(call.query.agreementType))
      const items = templates.map(({ templateId, type, versionRank }) => ({
        templateId,
        agreementType: type,
        agreementLink: agreementLink(call.request.origin, templateId),
        versionRank,
      }))
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'customer-agreements',
    method: 'GET',
    path: '/v1/customers/:customerId/agreements',
    group: 'Agreements',
    summary: 'Who of a customer accepted which agreement; of the cloud agreement unless agreementType says otherwise.',
    capability: 'agreement.read',
    userOnly: true,
    params: customerParams,
    query: agreementsQuery,
    response: collectionOf(agreementSchema),
    handle: async (call) => {
      const agreements = await listConfirmations(call, call.params.customerId, typeOf(call.query.agreementType))
      if (!agreements.ok) return agreements
      const items = agreements.value.map((agreement) => presentAgreement(agreement, call.request.origin))
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'create-customer-agreement',
    method: 'POST',
    path: '/v1/customers/:customerId/agreements',
    group: 'Agreements',
    summary: 'Records that somebody of the customer accepted an agreement, without which nothing can be bought.',
    capability: 'agreement.confirm',
    userOnly: true,
    params: customerParams,
    body: agreementRequest,
    response: agreementSchema,
    status: 201,
    handle: async (call) => {
      const { primaryContact, templateId, dateAgreed, type } = call.body
      const { phoneNumber = '', ...contact } = primaryContact
      const confirmation = { ...contact, phoneNumber, templateId, type, agreedAt: dateAgreed }
      const agreement = await confirmAgreement(call, call.params.customerId, confirmation)
      return agreement.ok ? accept(presentAgreement(agreement.value, call.request.origin)) : agreement
    },
  }),
  endpoint({
    id: 'agreement-document',
    method: 'GET',
    path: '/v1/agreementtemplates/:templateId/document',
    group: 'Agreements',
    summary: 'Links to the text of an agreement in a language and country, good for five minutes.',
    capability: 'agreement.read',
    userOnly: true,
    params: templateParams,
    query: documentQuery,
    response: agreementDocumentSchema,
    handle: async (call) => {
      const { language = call.request.locale, country = call.account!.country } = call.query
      // Links are opened without a token, and so without an account whose clock they could go by.
      const context = { session: call.session, now: call.systemNow }
      const document = await openAgreement(context, call.params.templateId, { language, country })
      return document.ok ? accept(presentDocument(document.value, call.request.origin)) : document
    },
  }),
  endpoint({
    id: 'direct-sign-status',
    method: 'GET',
    path: '/v1/customers/:customerId/directSignedMicrosoftCustomerAgreementStatus',
    group: 'Agreements',
    summary: 'Whether the customer itself signed the customer agreement.',
    capability: 'agreement.read',
    userOnly: true,
    params: customerParams,
    response: directSignStatusSchema,
    handle: async (call) => {
      const signedAt = await loadDirectSignature(call, call.params.customerId)
      return signedAt.ok ? accept({ isSigned: signedAt.value !== null }) : signedAt
    },
  }),
  endpoint({
    id: 'open-agreement-document',
    method: 'GET',
    path: '/agreementdocuments/:templateId/:country/:language',
    group: 'Agreements',
    summary: 'The text of an agreement, to whoever has a link that has not expired.',
    capability: 'public',
    params: signedDocumentParams,
    query: signedDocumentQuery,
    response: 'binary',
    handle: async (call) => {
      const { expires, signature, download } = call.query
      const context = { session: call.session, now: call.systemNow }
      const document = await readAgreement(context, call.params, { expires, signature })
      if (!document.ok) return document
      if (download !== 'true') {
        call.reply.headers['content-type'] = HTML
        return accept(Buffer.from(agreementPage(document.value)))
      }
      call.reply.headers['content-type'] = 'text/plain; charset=utf-8'
      call.reply.headers['content-disposition'] = attachment(`agreement-${document.value.language}.txt`)
      return accept(Buffer.from(agreementText(document.value)))
    },
  }),
  endpoint({
    id: 'read-agreement',
    method: 'GET',
    path: '/agreements/:templateId',
    group: 'Agreements',
    summary: 'An agreement as it stands, for everybody: the page agreementLink leads to.',
    capability: 'public',
    params: templateParams,
    query: documentQuery,
    response: 'binary',
    handle: async (call) => {
      const { language = call.request.locale, country = '' } = call.query
      const document = await readCurrentAgreement(call, { templateId: call.params.templateId, language, country })
      if (!document.ok) return document
      call.reply.headers['content-type'] = HTML
      return accept(Buffer.from(agreementPage(document.value)))
    },
  }),
]
