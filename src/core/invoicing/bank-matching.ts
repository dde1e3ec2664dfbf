import type { Currency } from '../money/currency.js'

/** What a bank says of money that came in. */
export interface BankCredit {
  readonly currency: Currency
  /** Minor units. */
  readonly amount: bigint
  /** What the payer wrote. */
  readonly remittance: string
  /** A reference in a field of its own, such as `RF...`; empty for none. */
  readonly structuredReference: string
  readonly payer: string
}

/** An invoice a credit may be meant for. */
export interface OpenInvoice {
  readonly partnerId: string
  readonly partnerName: string
  readonly number: string
  readonly currency: Currency
  /** Minor units. */
  readonly open: bigint
}

/** How sure a suggestion is. */
export const CONFIDENCES = ['exact', 'high', 'medium', 'low'] as const
export type Confidence = (typeof CONFIDENCES)[number]

export interface Suggestion {
  readonly partnerId: string
  readonly partnerName: string
  readonly confidence: Confidence
  /** Why, for people. */
  readonly reasons: readonly string[]
  readonly allocations: readonly { readonly number: string; readonly amount: bigint }[]
}

/** An invoice number found in a text. `whole` says that all its digits are there. */
export interface MentionedNumber {
  readonly number: string
  readonly whole: boolean
}

const DIGITS = 9
/** Letters of a series, then digits in groups; a bank may cut a text anywhere, and people write what they like. */
const MENTION = /(?<![A-Z0-9])([A-Z]{1,2})[\s.:/-]{0,2}((?:\d+[\s./-]?)+)/g
const CREDITOR_REFERENCE = /^RF(\d{2})([A-Z0-9]{1,21})$/

/**
 * Invoice numbers a text may speak of, whatever its case and spaces; zeros in front may be lost. Some of them may not
 * exist: a text holds other numbers, too.
 */
export function mentionedNumbers(text: string): MentionedNumber[] {
  const found = new Map<string, boolean>()
  for (const [, series, run] of text.toUpperCase().matchAll(MENTION)) {
    const groups = run!.split(/[\s./-]/).filter((group) => group !== '')
    let digits = ''
    for (const [index, group] of groups.entries()) {
      digits += group
      if (digits.length > DIGITS) break
      const whole = digits.length === DIGITS
      // Groups are put together only where they make a whole number.
      if (index > 0 && !whole) continue
      const number = `${series}${digits.padStart(DIGITS, '0')}`
      found.set(number, whole || found.get(number) === true)
    }
  }
  return [...found].map(([number, whole]) => ({ number, whole }))
}

/** The text of an ISO 11649 creditor reference, or `undefined` where it is none or its check digits are wrong. */
export function creditorReferenceText(reference: string): string | undefined {
  const match = CREDITOR_REFERENCE.exec(reference.toUpperCase().replaceAll(/\s/g, ''))
  if (match === null) return undefined
  let remainder = 0
  for (const character of `${match[2]}RF${match[1]}`) {
    const value = Number.parseInt(character, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1 ? match[2] : undefined
}

/** All numbers a credit names, in its texts and in its structured reference. */
export function numbersOf({ remittance, structuredReference }: BankCredit): MentionedNumber[] {
  const reference = creditorReferenceText(structuredReference) ?? structuredReference
  const found = new Map<string, boolean>()
  for (const text of [reference, remittance]) {
    for (const { number, whole } of mentionedNumbers(text)) found.set(number, whole || found.get(number) === true)
  }
  return [...found].map(([number, whole]) => ({ number, whole }))
}

/** A partner whose payments came from a bank account before. */
export interface KnownPayer {
  readonly partnerId: string
  readonly partnerName: string
}

const MOST_SUGGESTIONS = 10
const KNOWN_ACCOUNT = 'payments came from this bank account before'

/**
 * What a credit may pay, best first: for each partner the invoices its text names, and where it names none, an invoice of
 * exactly the amount. `exact` is only where every number is whole and the amount is what is open on them.
 *
 * @param known partner whose payments came from the same bank account before
 */
export function suggestMatches(
  credit: BankCredit,
  invoices: readonly OpenInvoice[],
  known: KnownPayer | undefined,
): Suggestion[] {
  const named = new Map(numbersOf(credit).map(({ number, whole }) => [number, whole]))
  const payable = invoices.filter(({ currency, open }) => currency === credit.currency && open > 0n)
  const byPartner = new Map<string, OpenInvoice[]>()
  for (const invoice of payable) {
    if (!named.has(invoice.number)) continue
    byPartner.set(invoice.partnerId, [...(byPartner.get(invoice.partnerId) ?? []), invoice])
  }
  const suggestions = [...byPartner.values()].map((own) => namedSuggestion(credit, own, named, known))
  for (const invoice of payable) {
    if (invoice.open === credit.amount && !named.has(invoice.number)) {
      suggestions.push(amountSuggestion(credit, invoice, known))
    }
  }
  if (known !== undefined && !suggestions.some(({ partnerId }) => partnerId === known.partnerId)) {
    suggestions.push({ ...known, confidence: 'low', reasons: [KNOWN_ACCOUNT], allocations: [] })
  }
  return suggestions
    .sort((left, right) => CONFIDENCES.indexOf(left.confidence) - CONFIDENCES.indexOf(right.confidence))
    .slice(0, MOST_SUGGESTIONS)
}

/** The one suggestion that needs no person: number and amount are exact, and there is no other like it. */
export function exactMatch(suggestions: readonly Suggestion[]): Suggestion | undefined {
  const exact = suggestions.filter(({ confidence }) => confidence === 'exact')
  return exact.length === 1 ? exact[0] : undefined
}

function namedSuggestion(
  credit: BankCredit,
  own: readonly OpenInvoice[],
  named: ReadonlyMap<string, boolean>,
  known: KnownPayer | undefined,
): Suggestion {
  const { partnerId, partnerName } = own[0]!
  const whole = own.every(({ number }) => named.get(number) === true)
  const open = own.reduce((sum, invoice) => sum + invoice.open, 0n)
  const familiar = familiarity(credit, own[0]!, known)
  const confidence: Confidence =
    open === credit.amount ? (whole ? 'exact' : 'high') : whole || familiar.length > 0 ? 'medium' : 'low'
  const reasons = [
    `${own.length === 1 ? 'the number is named' : `${own.length} numbers are named`}${whole ? '' : ' without its zeros'}`,
    open === credit.amount
      ? 'the amount is what is open'
      : credit.amount < open
        ? 'the amount is less than what is open'
        : 'the amount is more than what is open; the rest stays unallocated',
    ...familiar,
  ]
  let rest = credit.amount
  const allocations = own.flatMap((invoice) => {
    const amount = invoice.open < rest ? invoice.open : rest
    rest -= amount
    return amount > 0n ? [{ number: invoice.number, amount }] : []
  })
  return { partnerId, partnerName, confidence, reasons, allocations }
}

function amountSuggestion(credit: BankCredit, invoice: OpenInvoice, known: KnownPayer | undefined): Suggestion {
  const { partnerId, partnerName, number, open } = invoice
  const familiar = familiarity(credit, invoice, known)
  return {
    partnerId,
    partnerName,
    confidence: familiar.length > 0 ? 'medium' : 'low',
    reasons: ['the amount is what is open', ...familiar],
    allocations: [{ number, amount: open }],
  }
}

function familiarity({ payer }: BankCredit, { partnerId, partnerName }: OpenInvoice, known: KnownPayer | undefined) {
  return [
    ...(known?.partnerId === partnerId ? [KNOWN_ACCOUNT] : []),
    ...(sameName(payer, partnerName) ? ['the payer has the name of the partner'] : []),
  ]
}

/** Legal forms and punctuation do not make another name. */
const NOISE = /\b(?:b\.?v|n\.?v|gmbh|ag|ltd|limited|inc|llc|plc|s\.?a|s\.?r\.?l|sarl|oy|ab|as|aps|kg|co)\b\.?/g

function sameName(left: string, right: string): boolean {
  const [a, b] = [left, right].map((name) =>
    name
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(NOISE, ' ')
      .replaceAll(/[^\p{L}\p{N}]+/gu, ''),
  )
  return a !== '' && a === b
}
