import type { RefusalCode } from '../../core/refusal.js'
import { MONEY_REFUSALS_NL } from './money-refusals-nl.js'
import { ASKED_NL, REASON_PATTERNS_NL, REASONS_NL } from './reasons-nl.js'
import { REFUSALS_NL } from './refusals-nl.js'

const TEXTS: Readonly<Record<RefusalCode, string>> = { ...REFUSALS_NL, ...MONEY_REFUSALS_NL }

const DAY = /^\d{4}-\d\d-\d\d$/
const written = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'medium', timeZone: 'UTC' })

/** What stands between the parts of lists. */
const LINKS = [
  ['; ', '; '],
  [', ', ', '],
  [' and ', ' en '],
  [' or ', ' of '],
] as const

/** A refusal in Dutch; `undefined` for a word that is none of `core`'s. */
export function dutchRefusal(word: string, data: Readonly<Record<string, string | number>>): string | undefined {
  if (!Object.hasOwn(TEXTS, word)) return undefined
  return TEXTS[word as RefusalCode].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(data[name] ?? '')
    return name === 'asked' && Object.hasOwn(ASKED_NL, value) ? ASKED_NL[value]! : dutchValue(value)
  })
}

/** What is put into a refusal, in Dutch; names, codes and what is not known stay as they are. */
export function dutchValue(text: string): string {
  if (DAY.test(text)) return written.format(new Date(text))
  if (Object.hasOwn(REASONS_NL, text)) return REASONS_NL[text]!
  for (const [pattern, dutch] of REASON_PATTERNS_NL) {
    const found = pattern.exec(text)
    if (found === null) continue
    return dutch.replace(/\$(\d)|\{(\d)\}/g, (_, asIs?: string, inDutch?: string) =>
      asIs === undefined ? dutchValue(found[Number(inDutch)]!) : found[Number(asIs)]!,
    )
  }
  for (const [link, dutchLink] of LINKS) {
    const parts = text.split(link)
    const dutch = parts.map((part) => (parts.length === 1 ? part : dutchValue(part)))
    // A title may hold such a link: only where every part is known is it a list.
    if (dutch.every((part, index) => part !== parts[index])) return dutch.join(dutchLink)
  }
  return text
}
