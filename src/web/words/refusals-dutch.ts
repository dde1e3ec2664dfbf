import type { RefusalCode } from '../../core/refusal.js'
import { MONEY_REFUSALS_NL } from './money-refusals-nl.js'
import { REFUSALS_NL } from './refusals-nl.js'

const TEXTS: Readonly<Record<RefusalCode, string>> = { ...REFUSALS_NL, ...MONEY_REFUSALS_NL }

const DAY = /^\d{4}-\d\d-\d\d$/
const written = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'medium', timeZone: 'UTC' })

/** A refusal in Dutch; `undefined` for a word that is none of `core`'s. */
export function dutchRefusal(word: string, data: Readonly<Record<string, string | number>>): string | undefined {
  if (!Object.hasOwn(TEXTS, word)) return undefined
  return TEXTS[word as RefusalCode].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(data[name] ?? '')
    return DAY.test(value) ? written.format(new Date(value)) : value
  })
}
