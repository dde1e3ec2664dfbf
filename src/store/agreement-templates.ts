import type { AgreementType } from './customer-agreements.js'
import type { Session } from './database.js'

/** An agreement customers accept; of several of a type, the one with the highest rank holds. */
export interface AgreementTemplate {
  readonly templateId: string
  readonly type: AgreementType
  readonly versionRank: number
}

/** The text of an agreement. */
export interface AgreementDocument {
  readonly templateId: string
  /** ISO 3166-1 alpha-2; empty for every country that has no text of its own. */
  readonly country: string
  readonly language: string
  readonly title: string
  /** Plain text; an empty line parts paragraphs. */
  readonly body: string
}

/** Templates of a type or of all, the newest first. */
export async function listAgreementTemplates(
  session: Session,
  type: AgreementType | undefined,
): Promise<AgreementTemplate[]> {
  const { rows } = await session.query<AgreementTemplate>(
    `select template_id as "templateId", type, version_rank as "versionRank" from agreement_template
     where $1::text is null or type = $1 order by type, version_rank desc limit 1000`,
    [type ?? null],
  )
  return rows
}

export async function findAgreementTemplate(
  session: Session,
  templateId: string,
): Promise<AgreementTemplate | undefined> {
  const { rows } = await session.query<AgreementTemplate>(
    `select template_id as "templateId", type, version_rank as "versionRank" from agreement_template
     where template_id::text = $1`,
    [templateId],
  )
  return rows[0]
}

/** Texts of a template that hold in a country, its own before those for every country. */
export async function listAgreementDocuments(
  session: Session,
  templateId: string,
  country: string,
): Promise<AgreementDocument[]> {
  const { rows } = await session.query<AgreementDocument>(
    `select template_id as "templateId", country, language, title, body from agreement_document
     where template_id = $1 and country in ($2, '') order by country desc, language limit 1000`,
    [templateId, country],
  )
  return rows
}

/** Adds a version of an agreement with its texts. */
export async function insertAgreementTemplate(
  session: Session,
  template: AgreementTemplate,
  documents: readonly Omit<AgreementDocument, 'templateId'>[],
): Promise<void> {
  await session.query('insert into agreement_template (template_id, type, version_rank) values ($1, $2, $3)', [
    template.templateId,
    template.type,
    template.versionRank,
  ])
  await session.query(
    `insert into agreement_document (template_id, country, language, title, body)
     select $1, v.* from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as v (country, language, title, body)`,
    [
      template.templateId,
      documents.map((document) => document.country),
      documents.map((document) => document.language),
      documents.map((document) => document.title),
      documents.map((document) => document.body),
    ],
  )
}
