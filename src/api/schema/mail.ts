import { z } from 'zod'
import { MAIL_LANGUAGES, MAIL_STATES } from '../../app/mail/mails.js'
import { TOLD_KINDS } from '../../app/mail-preferences.js'
import { LONGEST_SIGN_IN_NAME } from '../../core/access/identity-texts.js'
import { pageSize, seekQuery } from './customer-user.js'
import { attributesSchema, collectionOf, guid, maybe, selfLinks, text, wireEnum } from './wire.js'

/** Most mails on a page; also how many where no size is given. */
export const MOST_MAILS = 200

/** Words on the wire have underscores, as those of the contract. */
function wireWords<const Words extends readonly [string, ...string[]]>(words: Words): Words {
  return words.map((word) => word.replaceAll('-', '_')) as unknown as Words
}

const kinds = wireWords(TOLD_KINDS)
const states = wireWords(MAIL_STATES)

export const preferencesBody = z.object({
  language: maybe(wireEnum(MAIL_LANGUAGES)),
  switchedOff: z.array(wireEnum(kinds)).max(kinds.length).default([]),
})

export const preferencesSchema = z.object({
  userPrincipalName: z.string(),
  language: z.enum(MAIL_LANGUAGES),
  ownLanguage: z.enum(MAIL_LANGUAGES).optional(),
  switchedOff: z.array(z.enum(kinds)),
  kinds: z.array(z.object({ kind: z.enum(kinds), mayBeSwitchedOff: z.boolean(), isForRole: z.boolean() })),
  links: selfLinks,
  attributes: attributesSchema,
})

export const mailsQuery = z.object({
  partnerId: maybe(guid),
  state: maybe(wireEnum(states)),
  kind: maybe(wireEnum([...kinds, 'test'])),
  size: pageSize(MOST_MAILS),
  ...seekQuery,
})

export const mailParams = z.object({ mailId: guid })

export const testMailBody = z.object({
  address: text(LONGEST_SIGN_IN_NAME),
  language: maybe(wireEnum(MAIL_LANGUAGES)),
})

const mail = z.object({
  id: z.string(),
  partnerId: z.string().optional(),
  kind: z.string(),
  state: z.enum(states),
  address: z.string(),
  language: z.enum(MAIL_LANGUAGES),
  attempts: z.number().int(),
  createdDate: z.string(),
  nextAttemptDate: z.string().optional(),
  finishedDate: z.string().optional(),
  problem: z.string().optional(),
  links: selfLinks,
  attributes: attributesSchema,
})

export const mailsSchema = collectionOf(mail)
export const mailSchema = mail
export const mailInFullSchema = mail.extend({ subject: z.string(), text: z.string(), html: z.string() })
