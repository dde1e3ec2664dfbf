import type { AmendmentInFull } from '../app/amend-document.js'
import type { BilledDocument } from '../app/list-amendments.js'
import { formatDay } from '../core/calendar/day.js'
import { reasonText } from '../core/invoicing/amendment.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { printable, table } from './output.js'

type ShownAmendment = Pick<AmendmentInFull, 'amendment' | 'lines' | 'taxes'>

/** An amendment with its lines, as programs read it; without a number where it was not issued. */
export function amendmentFacts({ amendment, lines, taxes }: ShownAmendment) {
  const { number, kind, amends, partnerId, reason, note, issuedOn, dueOn, currency } = amendment
  const money = (amount: bigint) => formatAmount(amount, currency as Currency)
  return {
    ...(number === '' ? {} : { number }),
    ...{ kind, amends, partnerId, reason, note, issuedOn: formatDay(issuedOn) },
    ...(dueOn === null ? {} : { dueDate: formatDay(dueOn) }),
    currency,
    charges: Number(amendment.chargeCount),
    charged: money(amendment.charged),
    adjusted: money(amendment.adjusted),
    tax: money(amendment.tax),
    total: money(amendment.total),
    lines: lines.map((line) => ({
      line: line.lineNumber,
      sku: line.kind === 'adjustment' ? '' : `${line.productId}:${line.skuId}`,
      description: line.description,
      amount: money(line.amount),
      tax: money(line.tax),
    })),
    taxes: taxes.map(({ name, taxable, tax, why }) => ({ name, taxable: money(taxable), tax: money(tax), why })),
  }
}

const TITLES = {
  'credit-note': 'credit note for',
  'void-note': 'void note for',
  'adjustment-note': 'replacement of',
} as const

/** Likewise, for people. */
export function amendmentsText(amendments: readonly ShownAmendment[]): string {
  return amendments
    .map((one) => {
      const { amendment } = one
      const facts = amendmentFacts(one)
      const title = `${facts.number ?? 'Would be'}: ${TITLES[facts.kind]} ${facts.amends} of ${facts.issuedOn}`
      const rows = facts.lines.map((line) => [String(line.line), line.sku, line.description, line.amount, line.tax])
      const due = facts.dueDate === undefined ? '' : `, due on ${facts.dueDate}`
      return [
        `${title}, ${printable(reasonText(amendment.reason, amendment.note))}`,
        table(['Line', 'SKU', 'Description', 'Amount', 'Tax'], rows, [0, 3, 4]),
        `${facts.total} ${facts.currency} with ${facts.tax} of tax${due}`,
        '',
      ].join('\n')
    })
    .join('\n')
}

/** An amendment of a list, as programs read it. */
export function storedFacts(document: BilledDocument) {
  const { number, kind, amends, reason, partnerId, issuedOn, currency, total } = document
  const date = formatDay(issuedOn)
  return { number, date, kind, amends, partnerId, reason, total: formatAmount(total, currency as Currency), currency }
}

export function amendmentRow(one: ReturnType<typeof storedFacts>): string[] {
  return [one.number, one.date, one.kind, one.amends ?? '', one.partnerId, one.reason ?? '', one.total, one.currency]
}
