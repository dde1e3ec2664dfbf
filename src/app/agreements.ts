import { type Instant, MILLISECONDS_PER_HOUR } from '../core/calendar/day.js'
import { formatInstant } from '../core/calendar/instant.js'
import { findCountry } from '../core/ordering/countries.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type AgreementDocument,
  type AgreementTemplate,
  findAgreementTemplate,
  listAgreementDocuments,
  listAgreementTemplates,
} from '../store/agreement-templates.js'
import {
  type AgreementType,
  type CustomerAgreement,
  findDirectSignature,
  insertCustomerAgreement,
  listCustomerAgreements,
} from '../store/customer-agreements.js'
import { recordChange } from './audit.js'
import { loadCustomer } from './load-customer.js'
import { type LinkProof, type LinkWords, linkHolds, signLink } from './signed-links.js'
import type { UseCase } from './use-case.js'

export type { AgreementDocument, AgreementTemplate, AgreementType, CustomerAgreement }

/** The first places of the earth to see a day see it this long before UTC. */
const FURTHEST_AHEAD = 14 * MILLISECONDS_PER_HOUR

/** Agreements there are, of a type or all. */
export function listAgreements(
  { session }: Pick<UseCase, 'session'>,
  type: AgreementType | undefined,
): Promise<AgreementTemplate[]> {
  return listAgreementTemplates(session, type)
}

/** What customers of a partner accepted, as it was attested; of a type or all. */
export async function listConfirmations(
  context: UseCase,
  customerId: string,
  type: AgreementType | undefined,
): Promise<Outcome<CustomerAgreement[]>> {
  const customer = await loadCustomer(context, customerId)
  return customer.ok ? accept(await listCustomerAgreements(context.session, customer.value, type)) : customer
}

/** Who accepted which agreement, and when. */
export type Confirmation = Pick<
  CustomerAgreement,
  'templateId' | 'type' | 'firstName' | 'lastName' | 'email' | 'phoneNumber' | 'agreedAt'
>

/** Records that somebody of a customer accepted an agreement: the partner attests it, and the user's name stands for it. */
export async function confirmAgreement(
  context: UseCase,
  customerId: string,
  confirmation: Confirmation,
): Promise<Outcome<CustomerAgreement>> {
  const customer = await loadCustomer(context, customerId)
  if (!customer.ok) return customer
  const { templateId, type, agreedAt } = confirmation
  const template = await findAgreementTemplate(context.session, templateId)
  if (template?.type !== type) return refuse('agreement-template-unknown', { template: templateId, type })
  if (agreedAt > context.now + FURTHEST_AHEAD) return refuse('agreement-date-ahead', { date: formatInstant(agreedAt) })
  const agreement: CustomerAgreement = {
    ...confirmation,
    partnerId: customer.value.partnerId,
    customerId,
    agreementId: context.newId(),
    confirmedAt: context.now,
    confirmedBy: context.actor.id,
  }
  if (!(await insertCustomerAgreement(context.session, agreement))) return refuse('agreement-confirmed-already')
  const { firstName, lastName, email } = confirmation
  await recordChange(context, {
    partnerId: agreement.partnerId,
    customer: customer.value,
    resourceType: 'agreement',
    operationType: 'create_agreement',
    before: null,
    after: { templateId, type, dateAgreed: formatInstant(agreedAt), primaryContact: { firstName, lastName, email } },
  })
  return accept(agreement)
}

/** When a customer itself signed the customer agreement; `null` where it did not. */
export async function loadDirectSignature(context: UseCase, customerId: string): Promise<Outcome<Instant | null>> {
  const customer = await loadCustomer(context, customerId)
  return customer.ok ? accept(await findDirectSignature(context.session, customer.value)) : customer
}

/** The text of an agreement a link leads to. */
export interface DocumentPlace {
  readonly templateId: string
  readonly country: string
  readonly language: string
}

/** How long a link opens the text. */
const LINK_MILLISECONDS = 300_000

function wordsOf({ templateId, country, language }: DocumentPlace): LinkWords {
  return ['agreement', templateId, country, language]
}

/** Where the text of an agreement is, in the language nearest to the one asked for. */
export interface PlacedDocument extends DocumentPlace {
  readonly proof: LinkProof
}

/** A link to the text of an agreement, for five minutes. */
export async function openAgreement(
  context: Pick<UseCase, 'session' | 'now'>,
  templateId: string,
  wanted: { readonly country: string; readonly language: string },
): Promise<Outcome<PlacedDocument>> {
  const country = findCountry(wanted.country)?.code
  if (country === undefined) return refuse('not-found', { what: 'country', id: wanted.country })
  const template = await findAgreementTemplate(context.session, templateId)
  if (template === undefined) return refuse('not-found', { what: 'agreement template', id: templateId })
  const document = await findDocument(context, { templateId, country, language: wanted.language })
  if (document === undefined) {
    return refuse('not-found', { what: `text of the agreement ${templateId} in`, id: wanted.language })
  }
  const place = { templateId, country, language: document.language }
  return accept({ ...place, proof: await signLink(context.session, wordsOf(place), LINK_MILLISECONDS, context.now) })
}

/** The text a link leads to. */
export async function readAgreement(
  context: Pick<UseCase, 'session' | 'now'>,
  place: DocumentPlace,
  proof: LinkProof,
): Promise<Outcome<AgreementDocument>> {
  if (!(await linkHolds(context.session, wordsOf(place), proof, context.now))) return refuse('link-expired')
  const document = await findDocument(context, place)
  return document === undefined ? refuse('link-expired') : accept(document)
}

const FALLBACK_LANGUAGE = 'en-US'

/** An agreement as everybody may read it, in the language asked for or else in English. */
export async function readCurrentAgreement(
  context: Pick<UseCase, 'session'>,
  place: DocumentPlace,
): Promise<Outcome<AgreementDocument>> {
  const { templateId } = place
  const template = await findAgreementTemplate(context.session, templateId)
  if (template === undefined) return refuse('not-found', { what: 'agreement', id: templateId })
  const document =
    (await findDocument(context, place)) ?? (await findDocument(context, { ...place, language: FALLBACK_LANGUAGE }))
  return document === undefined ? refuse('not-found', { what: 'text of agreement', id: templateId }) : accept(document)
}

/** In the language asked for, or in another variety of it; those written for the country come first. */
async function findDocument(
  { session }: Pick<UseCase, 'session'>,
  { templateId, country, language }: DocumentPlace,
): Promise<AgreementDocument | undefined> {
  const documents = await listAgreementDocuments(session, templateId, country)
  const wanted = language.toLowerCase()
  const [base] = wanted.split('-')
  return (
    documents.find((document) => document.language.toLowerCase() === wanted) ??
    documents.find((document) => document.language.toLowerCase().split('-')[0] === base)
  )
}
