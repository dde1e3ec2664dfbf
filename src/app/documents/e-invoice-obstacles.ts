import type { InvoiceDocument } from '../../core/invoicing/invoice-document.js'
import { type EInvoice, type EInvoiceParty, eInvoiceOf } from './e-invoice.js'
import { NATIONAL_DEMANDS, type NationalDemands } from './e-invoice-codes.js'
import { fitsTwoDigits } from './e-invoice-taxes.js'

/** UBL is written for the Peppol network, which asks for more than the standard does. */
export type EInvoiceSyntax = 'ubl' | 'cii'

/** Why a document cannot be an e-invoice. */
export type EInvoiceObstacle =
  | 'no-lines'
  | 'sums-disagree'
  | 'currency-has-more-than-two-digits'
  | 'party-without-name-or-country'
  | 'seller-without-tax-registration'
  | 'buyer-without-tax-registration'
  | 'taxed-and-outside-scope'
  | 'party-without-electronic-address'
  | 'buyer-without-reference'
  | 'national-register-number-missing'
  | 'national-address-incomplete'
  | 'national-contact-missing'
  | 'national-account-missing'

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
    ['taxed-and-outside-scope', categories.has('O') && categories.size > 1],
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
