import { type Day, formatDay } from '../../core/calendar/day.js'
import { daysOf, type Period } from '../../core/calendar/period.js'
import {
  type DocumentAddress,
  type DocumentParty,
  type InvoiceDocument,
  takesBack,
} from '../../core/invoicing/invoice-document.js'
import type { TaxCategory } from '../../core/invoicing/tax-category.js'
import type { Currency } from '../../core/money/currency.js'
import type { Decimal } from '../../core/money/decimal.js'
import {
  CREDIT_TRANSFER,
  EMAIL_ADDRESS_SCHEME,
  REGISTER_SCHEMES,
  SEPA_CREDIT_TRANSFER,
  VAT_ADDRESS_SCHEMES,
} from './e-invoice-codes.js'
import { breakdownOf, type EInvoiceTax, taxedLinesOf } from './e-invoice-taxes.js'

/** A document as EN 16931 sees it, before it is written in one of its two syntaxes. Numbers BT-n are the standard's. */
export interface EInvoice {
  /** 380 invoice (BT-3), 381 credit note: its amounts are positive where they are credited. */
  readonly typeCode: '380' | '381'
  readonly number: string
  readonly issuedOn: Day
  /** BT-9; `undefined` on credit notes, which nobody has to pay. */
  readonly dueOn: Day | undefined
  readonly note: string
  readonly currency: Currency
  readonly buyerReference: string
  readonly purchaseOrder: string
  /** `undefined` where the period has no day. */
  readonly period: Period | undefined
  /** BG-3: the document this one voids or replaces. */
  readonly preceding: { readonly number: string; readonly issuedOn: Day } | undefined
  readonly seller: EInvoiceParty
  readonly buyer: EInvoiceParty
  readonly delivery: { readonly name: string; readonly address: DocumentAddress } | undefined
  readonly payment: EInvoicePayment | undefined
  readonly terms: string
  readonly lines: readonly EInvoiceLine[]
  readonly taxes: readonly EInvoiceTax[]
  readonly totals: {
    readonly net: bigint
    readonly tax: bigint
    readonly gross: bigint
    readonly prepaid: bigint
    readonly payable: bigint
  }
}

export interface EInvoiceParty {
  readonly name: string
  readonly address: DocumentAddress
  /** BT-29 or BT-46: the seller's or buyer's number with the other; empty for none. */
  readonly identifier: string
  /** Empty where unknown, and where nothing is subject to VAT. */
  readonly vatId: string
  /** BT-32, for sellers without a VAT id. */
  readonly taxNumber: string
  readonly register: Identifier | undefined
  readonly electronicAddress: Identifier | undefined
  readonly contact: { readonly name: string; readonly phone: string; readonly email: string } | undefined
}

export interface Identifier {
  /** Empty for none. */
  readonly scheme: string
  readonly value: string
}

export interface EInvoicePayment {
  readonly code: string
  /** BT-83: what is to be quoted. */
  readonly reference: string
  readonly accountName: string
  readonly iban: string
  readonly bic: string
}

export interface EInvoiceLine {
  readonly id: string
  readonly name: string
  /** BT-155; empty for none. */
  readonly itemId: string
  /** Printed as a property of the item; empty for none. */
  readonly publisher: string
  /** 1, or -1 where the line is negative: a price never is. */
  readonly quantity: 1 | -1
  readonly price: bigint
  readonly net: bigint
  readonly category: TaxCategory
  readonly rate: Decimal
}

/**
 * The document in the words of EN 16931. Credit and void notes become credit notes with their amounts turned; an invoice or an
 * adjustment note stays an invoice even where its total is negative, which the standard and Peppol allow.
 */
export function eInvoiceOf(document: InvoiceDocument): EInvoice {
  const credit = takesBack(document.documentType)
  const sign = credit ? -1n : 1n
  const taxable = document.lines.some(({ taxCategory }) => taxCategory !== 'O')
  const { net, tax, total, otherCredits } = document.totals
  return {
    typeCode: credit ? '381' : '380',
    number: document.number,
    issuedOn: document.issuedOn,
    dueOn: credit ? undefined : document.dueOn,
    note: document.reason,
    currency: document.currency,
    buyerReference: document.buyerReference || document.customerNumber,
    purchaseOrder: document.purchaseOrder,
    period: daysOf(document.period) > 0 ? document.period : undefined,
    preceding: document.amends,
    seller: sellerOf(document.seller, taxable),
    buyer: buyerOf(document, taxable),
    delivery: document.serviceRecipient,
    payment: paymentOf(document),
    terms: credit ? 'Nothing is to be paid: the amount is credited.' : termsOf(document),
    lines: taxedLinesOf(document).map((line): EInvoiceLine => {
      const amount = sign * line.amount
      return {
        id: String(line.lineNumber),
        name: line.description.trim() || line.skuId || line.kind,
        itemId: [line.productId, line.skuId].filter((part) => part !== '').join(':'),
        publisher: line.publisherName,
        quantity: amount < 0n ? -1 : 1,
        price: amount < 0n ? -amount : amount,
        net: amount,
        category: line.taxCategory,
        rate: line.taxRate,
      }
    }),
    taxes: breakdownOf(document, sign),
    totals: {
      net: sign * net,
      tax: sign * tax,
      gross: sign * total,
      prepaid: sign * otherCredits,
      payable: sign * (total - otherCredits),
    },
  }
}

function partyOf(party: DocumentParty, taxable: boolean): EInvoiceParty {
  const { name, address, email, phone } = party
  const vatId = (party.vatId ?? '').replace(/[\s.-]/g, '').toUpperCase()
  const electronicAddress = party.electronicAddress ?? fallbackAddressOf(vatId, email)
  return {
    name: name.trim(),
    address,
    identifier: '',
    vatId: taxable ? vatId : '',
    taxNumber: '',
    register: registerOf(party),
    electronicAddress,
    contact: email === '' && phone === '' ? undefined : { name: name.trim(), phone, email },
  }
}

/** A buyer has no field for a tax number that is no VAT id: it stands where that of a register would. */
function buyerOf({ buyer: party, customerNumber }: InvoiceDocument, taxable: boolean): EInvoiceParty {
  const buyer = partyOf(party, taxable)
  const number = taxable && party.taxNumber !== undefined ? { scheme: '', value: party.taxNumber } : undefined
  return { ...buyer, identifier: customerNumber, register: buyer.register ?? number }
}

/** A seller has to be identified by some number; one that may not show its VAT id uses its electronic address. */
function sellerOf(party: DocumentParty, taxable: boolean): EInvoiceParty {
  const seller = partyOf(party, taxable)
  const identified = seller.vatId !== '' || seller.register !== undefined
  return {
    ...seller,
    identifier: identified ? '' : (seller.electronicAddress?.value ?? seller.name),
    taxNumber: taxable && seller.vatId === '' ? (party.taxNumber ?? party.registrationNumber) : '',
  }
}

function registerOf({ registrationNumber, address }: DocumentParty): Identifier | undefined {
  if (registrationNumber.trim() === '') return undefined
  const known = REGISTER_SCHEMES[address.country]
  if (known === undefined) return { scheme: '', value: registrationNumber.trim() }
  return { scheme: known.scheme, value: `${known.prefix}${registrationNumber.replace(/\D/g, '')}` }
}

function fallbackAddressOf(vatId: string, email: string): Identifier | undefined {
  const scheme = VAT_ADDRESS_SCHEMES[vatId.slice(0, 2)]
  if (scheme !== undefined) return { scheme, value: vatId }
  return email === '' ? undefined : { scheme: EMAIL_ADDRESS_SCHEME, value: email }
}

/** Without an account there is nothing to say about how to pay, since a transfer must name one. */
function paymentOf(document: InvoiceDocument): EInvoicePayment | undefined {
  const { accountName, bic } = document.payment
  const iban = document.payment.iban.replace(/\s/g, '')
  if (iban === '') return undefined
  // Denmark's rules know no other transfer to an IBAN than the SEPA one, in any currency.
  const sepa = document.currency === 'EUR' || document.seller.address.country === 'DK'
  return { code: sepa ? SEPA_CREDIT_TRANSFER : CREDIT_TRANSFER, reference: document.number, accountName, iban, bic }
}

function termsOf({ paymentDays, dueOn, payment }: InvoiceDocument): string {
  return `Payment within ${paymentDays} days, by ${formatDay(dueOn)}. ${payment.instructions}`.trim()
}
