import type { InvoiceDocument } from '../../core/invoicing/invoice-document.js'
import { beginsWithCountry } from '../../core/ordering/vat-id.js'
import { type EInvoice, type EInvoiceParty, eInvoiceOf } from './e-invoice.js'
import { NATIONAL_DEMANDS, type NationalDemands } from './e-invoice-codes.js'
import { fitsTwoDigits } from './e-invoice-taxes.js'

/** UBL is written for the Peppol network, which asks for more than the standard does. */
export type EInvoiceSyntax = 'ubl' | 'cii'

/** Why a document cannot be an e-invoice, and what to do. */
export const E_INVOICE_OBSTACLES = {
  'no-lines': 'it has no lines, and an e-invoice needs one: send the PDF',
  'sums-disagree': 'its lines do not add up to its totals: run prorata verify-ledger and report what it finds',
  'currency-has-more-than-two-digits':
    'its currency has more than two digits after the point, for which EN 16931 has no room: send the PDF',
  'party-without-name-or-country':
    "seller or buyer has no name or country: complete the provider's or the partner's profile, then void the document and rebill it",
  'seller-without-tax-registration':
    'it names no VAT id or tax number of the seller (exports need a VAT id): register one with prorata tax register, then void the document and rebill it',
  'buyer-without-tax-registration':
    'the buyer accounts for the tax but has neither VAT id nor register number on it: have the partner give one, then void the document and rebill it',
  'vat-id-without-prefix':
    'a VAT id on it lacks the prefix of its country, such as NL: correct the registration or the tax id of the partner, then void the document and rebill it',
  'taxed-and-outside-scope':
    'some of its lines are outside the scope of tax and others are not, which EN 16931 wants on two documents: send the PDF',
  'untaxed-category-with-tax':
    'a line of a category without tax bears tax: run prorata verify-ledger and report what it finds',
  'party-without-electronic-address':
    'Peppol asks for an address of both: give a Peppol address or an e-mail address in the profile (factur-x and cii need none)',
  'buyer-without-reference':
    'Peppol asks for a reference of the buyer: give the partner a customer number or a purchase order number (factur-x and cii need none)',
  'national-register-number-missing':
    'sellers of the country show their number in the company register: add it with prorata tax provider (factur-x and cii need none)',
  'national-address-incomplete':
    'the rules of the country ask for street, city and postal code: complete the addresses (factur-x and cii need less)',
  'national-contact-missing':
    'the rules of the country ask for e-mail address and telephone number of the seller: add them with prorata tax provider (factur-x and cii need none)',
  'national-account-missing':
    'the rules of the country ask for an account to pay to: add the IBAN with prorata tax provider (factur-x and cii need none)',
} as const satisfies Readonly<Record<string, string>>

export type EInvoiceObstacle = keyof typeof E_INVOICE_OBSTACLES

/** Everything that keeps the document from being a valid e-invoice in a syntax; empty where nothing does. */
export function eInvoiceObstacles(document: InvoiceDocument, syntax: EInvoiceSyntax): EInvoiceObstacle[] {
  const invoice = eInvoiceOf(document)
  const found = [
    ...generalObstacles(document, invoice),
    ...(syntax === 'ubl' ? [...peppolObstacles(invoice), ...nationalObstacles(invoice)] : []),
  ]
  return found.filter(([, isThere]) => isThere).map(([obstacle]) => obstacle)
}

/** The e-invoice of a document; throws where something keeps it from being one (ask `eInvoiceObstacles` first). */
export function requireEInvoice(document: InvoiceDocument, syntax: EInvoiceSyntax): EInvoice {
  const obstacles = eInvoiceObstacles(document, syntax)
  if (obstacles.length > 0) throw new RangeError(`${document.number} cannot be an e-invoice: ${obstacles.join(', ')}`)
  return eInvoiceOf(document)
}

type Checked = readonly [EInvoiceObstacle, boolean]

function generalObstacles(document: InvoiceDocument, { seller, buyer, lines }: EInvoice): Checked[] {
  const categories = new Set(lines.map((line) => line.category))
  const registered = seller.vatId !== '' || (seller.taxNumber !== '' && !categories.has('G'))
  const isNamed = ({ name, address }: EInvoiceParty) => name !== '' && /^[A-Z]{2}$/.test(address.country)
  return [
    ['no-lines', lines.length === 0],
    ['sums-disagree', !sumsAgree(document)],
    ['currency-has-more-than-two-digits', !fitsTwoDigits(document.currency)],
    ['party-without-name-or-country', !(isNamed(seller) && isNamed(buyer))],
    ['seller-without-tax-registration', lines.length > 0 && !categories.has('O') && !registered],
    ['buyer-without-tax-registration', categories.has('AE') && buyer.vatId === '' && buyer.register === undefined],
    ['vat-id-without-prefix', [seller, buyer].some(({ vatId }) => vatId !== '' && !beginsWithCountry(vatId))],
    ['taxed-and-outside-scope', categories.has('O') && categories.size > 1],
    ['untaxed-category-with-tax', document.lines.some((line) => line.taxCategory !== 'S' && line.tax !== 0n)],
  ]
}

function peppolObstacles({ seller, buyer, buyerReference, purchaseOrder }: EInvoice): Checked[] {
  const addressed = seller.electronicAddress !== undefined && buyer.electronicAddress !== undefined
  return [
    ['party-without-electronic-address', !addressed],
    ['buyer-without-reference', buyerReference.trim() === '' && purchaseOrder.trim() === ''],
  ]
}

function nationalObstacles({ seller, buyer, payment }: EInvoice): Checked[] {
  const { country } = seller.address
  const isDomestic = buyer.address.country === country
  const demands: NationalDemands | undefined = NATIONAL_DEMANDS[country]
  if (demands === undefined || (demands.domestic && !isDomestic)) return []
  const parties = isDomestic ? [seller, buyer] : [seller]
  const { phone, email } = seller.contact ?? { phone: '', email: '' }
  return [
    ['national-register-number-missing', demands.register && seller.register === undefined],
    ['national-address-incomplete', demands.address && !parties.every(hasWholeAddress)],
    ['national-contact-missing', demands.contact && (phone === '' || email === '')],
    ['national-account-missing', demands.account && payment === undefined],
  ]
}

function hasWholeAddress({ address }: EInvoiceParty): boolean {
  return [address.lines[0] ?? '', address.city, address.postalCode].every((part) => part.trim() !== '')
}

function sumsAgree({ lines, totals }: InvoiceDocument): boolean {
  const net = lines.reduce((sum, line) => sum + line.amount, 0n)
  const tax = lines.reduce((sum, line) => sum + line.tax, 0n)
  return net === totals.net && tax === totals.tax && net + tax === totals.total
}
