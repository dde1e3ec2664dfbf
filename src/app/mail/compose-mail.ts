import type { MailLanguage, MailReason } from '../../store/mail.js'
import type { MailContent, MailKind } from './mail-facts.js'
import type { Letter, Phrases } from './phrases.js'
import { ENGLISH } from './phrases-en.js'
import { DUTCH } from './phrases-nl.js'

const LANGUAGES: Readonly<Record<MailLanguage, Phrases>> = { en: ENGLISH, nl: DUTCH }

/** What surrounds the text of every mail. */
export interface Letterhead {
  /** Name of the provider; `undefined` before it has a profile. */
  readonly provider: string | undefined
  /** Where partners sign in, without a slash at its end; `undefined` for mails without links. */
  readonly portalUrl: string | undefined
}

/** A mail as its recipient reads it. */
export interface ComposedMail {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Who a mail is for. */
export interface Addressee {
  readonly name: string
  readonly language: MailLanguage
  readonly reason: MailReason
}

const LONGEST_SUBJECT = 200

/** Writes a mail. The same facts give the same text; nothing in them can add a header or markup. */
export function composeMail(
  { kind, facts }: MailContent,
  addressee: Addressee,
  letterhead: Letterhead,
  isAttached = false,
): ComposedMail {
  const phrases = LANGUAGES[addressee.language]
  // The kind chooses the facts; TypeScript does not follow that through an index.
  const write = phrases.letters[kind] as (facts: MailContent['facts']) => Letter
  const letter = write(facts)
  const closing = isAttached ? [...letter.closing, phrases.attached] : letter.closing
  const parts: Parts = {
    ...{ ...letter, closing, language: addressee.language, greeting: oneLine(phrases.greeting(addressee.name)) },
    url: urlOf(letter, letterhead),
    signature: phrases.signature(letterhead.provider ?? phrases.provider).map(oneLine),
    footer: [
      phrases.why[addressee.reason](facts.partner),
      ...(addressee.reason === 'role' || addressee.reason === 'submitter' ? [phrases.preferences] : []),
    ].map(oneLine),
  }
  const subject = oneLine(letter.subject).slice(0, LONGEST_SUBJECT)
  return { subject, text: textOf(parts), html: htmlOf(subject, parts) }
}

/** The languages and kinds there are texts of. */
export const COMPOSED_KINDS = Object.keys(ENGLISH.letters) as MailKind[]

interface Parts extends Omit<Letter, 'subject'> {
  readonly language: MailLanguage
  readonly greeting: string
  readonly url: string | undefined
  readonly signature: readonly string[]
  readonly footer: readonly string[]
}

function urlOf({ link }: Letter, { portalUrl }: Letterhead): string | undefined {
  if (link === undefined || portalUrl === undefined) return undefined
  return `${portalUrl}${link.path.split('/').map(encodeURIComponent).join('/')}`
}

/** A text without line breaks and other characters that programs obey. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

function textOf({ greeting, opening, rows, closing, link, url, signature, footer }: Parts): string {
  const width = Math.max(0, ...rows.map(([label]) => label.length))
  const blocks = [
    greeting,
    ...opening.map(oneLine),
    ...(rows.length === 0
      ? []
      : [rows.map(([label, value]) => `${label.padEnd(width)}  ${oneLine(value)}`).join('\n')]),
    ...closing.map(oneLine),
    ...(url === undefined ? [] : [`${link!.label}:\n${url}`]),
    signature.join('\n'),
    // What mail programs take for the start of a signature.
    ['-- ', ...footer].join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

const FONT = 'font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height: 1.5; color: #1a1a1a'

function htmlOf(subject: string, parts: Parts): string {
  const { language, greeting, opening, rows, closing, link, url, signature, footer } = parts
  const paragraph = (text: string) => `<p>${escapeHtml(oneLine(text))}</p>`
  const row = ([label, value]: readonly [string, string]) =>
    `<tr><th scope="row" style="text-align: left; padding: 2px 16px 2px 0">${escapeHtml(label)}</th>` +
    `<td style="padding: 2px 0">${escapeHtml(oneLine(value))}</td></tr>`
  return [
    '<!DOCTYPE html>',
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="margin: 0; padding: 24px; background: #ffffff; ${FONT}">`,
    paragraph(greeting),
    ...opening.map(paragraph),
    ...(rows.length === 0 ? [] : ['<table style="border-collapse: collapse">', ...rows.map(row), '</table>']),
    ...closing.map(paragraph),
    ...(url === undefined ? [] : [`<p><a href="${escapeHtml(url)}">${escapeHtml(oneLine(link!.label))}</a></p>`]),
    `<p>${signature.map(escapeHtml).join('<br>')}</p>`,
    '<hr style="border: 0; border-top: 1px solid #767676">',
    `<p style="font-size: 14px; color: #595959">${footer.map(escapeHtml).join('<br>')}</p>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
}
