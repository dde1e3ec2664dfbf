import { REFUSALS, type RefusalCode } from '../../core/refusal.js'
import { dutchComplaint } from './complaints-dutch.js'
import { MONEY_REFUSALS_NL } from './money-refusals-nl.js'
import { readBack } from './read-back.js'
import { ASKED_NL, REASON_PATTERNS_NL, REASONS_NL } from './reasons-nl.js'
import { REFUSALS_NL } from './refusals-nl.js'
import { dutchTaxReason } from './tax-reasons-nl.js'

const TEXTS: Readonly<Record<RefusalCode, string>> = { ...REFUSALS_NL, ...MONEY_REFUSALS_NL }

const DAY = /^\d{4}-\d\d-\d\d$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*Z$/
const days = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'medium', timeZone: 'UTC' })
const instants = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

/** What stands between the parts of lists. */
const LINKS = [
  ['; ', '; '],
  [', ', ', '],
  [' and ', ' en '],
  [' or ', ' of '],
] as const

/** A refusal in Dutch; `undefined` for a word that is none of `core`'s. */
export function dutchRefusal(word: string, data: Readonly<Record<string, string | number>>): string | undefined {
  if (!isRefusal(word)) return undefined
  return TEXTS[word].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(data[name] ?? '')
    return name === 'asked' && Object.hasOwn(ASKED_NL, value) ? ASKED_NL[value]! : dutchValue(value)
  })
}

/**
 * What the server says in English, in Dutch: a refusal, a reason, or complaints about the fields of a request. What is
 * not known stays as it is.
 * @param word of the refusal it is the sentence of, where that is known
 */
export function dutchSaid(text: string, word = ''): string {
  const data = isRefusal(word) ? readBack(REFUSALS[word], text) : undefined
  if (data !== undefined) return dutchRefusal(word, data)!
  const said = dutchValue(text)
  return said === text ? (dutchComplaint(text, dutchValue) ?? text) : said
}

const isRefusal = (word: string): word is RefusalCode => Object.hasOwn(TEXTS, word)

/** What is put into a refusal, in Dutch; names, codes and what is not known stay as they are. */
export function dutchValue(text: string): string {
  if (DAY.test(text)) return days.format(new Date(text))
  if (INSTANT.test(text)) return `${instants.format(new Date(text))} UTC`
  if (Object.hasOwn(REASONS_NL, text)) return REASONS_NL[text]!
  return dutchSentence(text) ?? dutchPattern(text) ?? dutchList(text) ?? text
}

/** Letters of its own that a template needs, so that a text can be told to be of it. */
const LEAST_LETTERS = 12
const lettersOf = (template: string) => template.replaceAll(/\{\w+\}|[^a-z]/gi, '').length

/** The templates by which refusals are told, longer ones first, since one may read like the beginning of another. */
const TEMPLATES = (Object.entries(REFUSALS) as [RefusalCode, string][])
  .filter(([, template]) => lettersOf(template) >= LEAST_LETTERS)
  .sort(([, one], [, other]) => lettersOf(other) - lettersOf(one))

/** A whole refusal or explanation of a tax that is put into another text. */
function dutchSentence(text: string): string | undefined {
  const tax = dutchTaxReason(text, dutchValue)
  if (tax !== undefined || !text.endsWith('.')) return tax
  for (const [word, template] of TEMPLATES) {
    const data = readBack(template, text)
    if (data !== undefined) return dutchRefusal(word, data)
  }
  return undefined
}

function dutchPattern(text: string): string | undefined {
  for (const [pattern, dutch] of REASON_PATTERNS_NL) {
    const found = pattern.exec(text)
    if (found === null) continue
    return dutch.replace(/\$(\d)|\{(\d)\}/g, (_, asIs?: string, inDutch?: string) =>
      asIs === undefined ? dutchValue(found[Number(inDutch)]!) : found[Number(asIs)]!,
    )
  }
  return undefined
}

function dutchList(text: string): string | undefined {
  for (const [link, dutchLink] of LINKS) {
    const parts = text.split(link)
    const dutch = parts.map((part) => (parts.length === 1 ? part : dutchValue(part)))
    // A title may hold such a link: only where every part is known is it a list.
    if (dutch.every((part, index) => part !== parts[index])) return dutch.join(dutchLink)
  }
  return undefined
}
