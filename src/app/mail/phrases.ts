import { parseDay } from '../../core/calendar/day.js'
import type { MailReason } from '../../store/mail.js'
import { type DocumentLanguage, writeDay, writeNumber } from '../documents/language.js'
import type { FactsByKind, MailKind } from './mail-facts.js'

/** What a mail says before it has a form: the same for plain text and HTML. */
export interface Letter {
  readonly subject: string
  /** Paragraphs before the table. */
  readonly opening: readonly string[]
  /** Labels with their values; empty for no table. */
  readonly rows: readonly (readonly [label: string, value: string])[]
  readonly closing: readonly string[]
  /** What the link leads to, below the address of the portal; `undefined` for none. */
  readonly link?: { readonly label: string; readonly path: string } | undefined
}

/** Everything a language has to say. */
export interface Phrases {
  greeting(name: string): string
  signature(provider: string): readonly string[]
  /** Stands for the provider where it has no profile yet. */
  readonly provider: string
  /** Why the reader gets the mail. */
  readonly why: Readonly<Record<MailReason, (partner: string) => string>>
  /** How to get fewer of them. */
  readonly preferences: string
  readonly attached: string
  readonly letters: { readonly [K in MailKind]: (facts: FactsByKind[K]) => Letter }
}

/** Whether a document asks for money: notes that take charges back do not. */
export function isToBePaid(document: FactsByKind['invoice-ready']['document']): boolean {
  return document === 'invoice' || document === 'adjustment-note'
}

/** Amounts and days as people of a language write them. */
export function writersOf(language: DocumentLanguage) {
  return {
    /** `EUR 1,234.50` of the exact text `1234.50`. */
    money: (currency: string, amount: string) => `${currency} ${writeNumber(amount, language)}`,
    /** `15 Jan 2026` of `2026-01-15`. */
    day: (text: string) => {
      const day = parseDay(text)
      return day === undefined ? text : writeDay(day, language)
    },
  }
}
