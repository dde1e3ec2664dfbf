import { findCountry } from '../core/ordering/countries.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type AgreementDocument,
  type AgreementTemplate,
  insertAgreementTemplate,
  listAgreementTemplates,
} from '../store/agreement-templates.js'
import type { AgreementType } from '../store/customer-agreements.js'
import { lockWord } from '../store/customer-profiles.js'
import { recordChange } from './audit.js'
import { PLATFORM_ID, type UseCase } from './use-case.js'

/** The text of an agreement in a language, for a country or, with an empty one, for those without a text of their own. */
export type AgreementText = Omit<AgreementDocument, 'templateId'>

/** Publishes a new version of an agreement. Who accepted an earlier one has accepted it. */
export async function publishAgreement(
  context: UseCase,
  type: AgreementType,
  texts: readonly AgreementText[],
): Promise<Outcome<AgreementTemplate>> {
  const known = new Set<string>()
  for (const { country, language } of texts) {
    const key = `${country}/${language.toLowerCase()}`
    if (country !== '' && findCountry(country) === undefined) return refuse('country-unknown', { country })
    if (known.has(key)) return refuse('malformed', { what: 'documents', problem: `${key} is there twice` })
    known.add(key)
  }
  await lockWord(context.session, `agreement ${type}`)
  const [newest] = await listAgreementTemplates(context.session, type)
  const template = { templateId: context.newId(), type, versionRank: (newest?.versionRank ?? 0) + 1 }
  await insertAgreementTemplate(context.session, template, texts)
  await recordChange(context, {
    partnerId: PLATFORM_ID,
    customer: null,
    resourceType: 'agreement',
    operationType: 'create_agreement',
    before: null,
    after: { ...template, languages: texts.map(({ country, language }) => `${language} ${country}`.trim()) },
  })
  return accept(template)
}
