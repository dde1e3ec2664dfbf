import { createHash } from 'node:crypto'
import { CAPABILITIES, may } from '../core/access/permission.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import {
  type Certificate,
  type CertificateType,
  countSubmissions,
  findCertificate,
  insertCertificate,
} from '../store/tax-claims.js'
import { recordChange } from './audit.js'
import type { UseCase } from './use-case.js'

export type { Certificate }

/** A file as a partner sends it. */
export interface SentFile {
  readonly name: string
  readonly content: Uint8Array
}

/** Largest certificate in bytes. */
const LARGEST_CERTIFICATE = 1_048_576

interface FileForm {
  readonly mediaType: CertificateType
  readonly endings: readonly string[]
  /** The first bytes, one of these texts of Latin-1 characters. */
  readonly beginnings: readonly string[]
}

const FORMS: readonly FileForm[] = [
  { mediaType: 'application/pdf', endings: ['pdf'], beginnings: ['%PDF-'] },
  { mediaType: 'image/jpeg', endings: ['jpg', 'jpeg'], beginnings: ['\xFF\xD8\xFF'] },
  { mediaType: 'image/png', endings: ['png'], beginnings: ['\x89PNG\r\n\x1A\n'] },
  { mediaType: 'image/gif', endings: ['gif'], beginnings: ['GIF87a', 'GIF89a'] },
]

/** Letters, digits, dots, hyphens and underscores; no blanks and nothing else. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

/** What kind of file this is, by its first bytes; its name must agree with them. */
function judgeFile({ name, content }: SentFile): Outcome<CertificateType> {
  const refused = (problem: string) => refuse('certificate-refused', { problem })
  if (!NAME.test(name)) {
    return refused('its name may have letters, digits, dots, hyphens and underscores, at most 100, and no blanks')
  }
  if (content.length === 0) return refused('it is empty')
  if (content.length > LARGEST_CERTIFICATE) return refused('it is larger than 1 MB')
  const head = Buffer.from(content.subarray(0, 8)).toString('latin1')
  const form = FORMS.find(({ beginnings }) => beginnings.some((beginning) => head.startsWith(beginning)))
  if (form === undefined) return refused('it is no PDF, JPEG, PNG or GIF')
  const ending = name.toLowerCase().split('.').at(-1)!
  const fits = name.includes('.') && form.endings.includes(ending)
  return fits
    ? accept(form.mediaType)
    : refused(`its content is ${form.mediaType}, so its name must end in .${form.endings[0]}`)
}

/** What may wait for a decision of the provider at a time, of one partner. */
const MOST_WAITING = 50

/**
 * Keeps a certificate of a partner; gives its id. Refused where the file is not of a kind that is taken, and where too much
 * waits for a decision already.
 */
export async function keepCertificate(
  { session, now, newId, actor }: UseCase,
  partnerId: string,
  file: SentFile,
): Promise<Outcome<string>> {
  const mediaType = judgeFile(file)
  if (!mediaType.ok) return mediaType
  if ((await countSubmissions(session, partnerId)) >= MOST_WAITING) {
    return refuse('too-many-submissions', { limit: MOST_WAITING })
  }
  const certificateId = newId()
  await insertCertificate(session, {
    ...{ partnerId, certificateId, name: file.name, mediaType: mediaType.value, content: file.content },
    ...{ sha256: createHash('sha256').update(file.content).digest('hex'), recordedAt: now, recordedBy: actor.name },
  })
  return accept(certificateId)
}

/** A certificate a partner submitted, with its content. It names tax ids, so that it was seen is recorded. */
export async function showCertificate(
  context: UseCase,
  partnerId: string,
  certificateId: string,
): Promise<Outcome<Certificate>> {
  const { roles } = context.actor
  // Also for the provider's staff, not all of whom may see tax ids.
  if (!may(roles, 'tax-id.read', false)) {
    return refuse('role-insufficient', { roles: roles.join(', '), what: CAPABILITIES['tax-id.read'].what })
  }
  const found = await findCertificate(context.session, partnerId, certificateId)
  if (found === undefined) return refuse('not-found', { what: 'certificate', id: certificateId })
  await recordChange(context, {
    ...{ partnerId, customer: null, resourceType: 'undefined', operationType: 'undefined', before: null, after: null },
    data: { action: 'view_tax_certificate', certificateId },
  })
  return accept(found)
}
