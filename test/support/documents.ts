// Documents for tests: one that has everything, and ways to make others of it.
import { Writable } from 'node:stream'
import { type Day, dayOf } from '../../src/core/calendar/day.js'
import type {
  DocumentDetail,
  DocumentLine,
  DocumentParty,
  DocumentTax,
  InvoiceDocument,
} from '../../src/core/invoicing/invoice-document.js'
import type { TaxCategory } from '../../src/core/invoicing/tax-category.js'
import { type Currency, parseCurrency } from '../../src/core/money/currency.js'
import { type Decimal, decimalOf, parseDecimal, rescale } from '../../src/core/money/decimal.js'

const EUR = parseCurrency('EUR')!

export const SELLER: DocumentParty = {
  name: 'Polder Cloud Distributie B.V.',
  address: {
    lines: ['Stationsplein 1', 'Gebouw B'],
    city: 'Utrecht',
    postalCode: '3511 ED',
    region: '',
    country: 'NL',
  },
  vatId: 'NL001234567B01',
  registrationNumber: '12345678',
  email: 'billing@polder.example',
  phone: '+31 30 123 4567',
  electronicAddress: { scheme: '0106', value: '12345678' },
}

export const BUYER: DocumentParty = {
  name: 'Elm, "Oak" & Söhne GmbH',
  address: { lines: ['Unter den Linden 5'], city: 'Berlin', postalCode: '10117', region: '', country: 'DE' },
  vatId: 'DE123456789',
  registrationNumber: 'HRB 12345',
  email: 'buchhaltung@elm.example',
  phone: '+49 30 1234567',
  electronicAddress: undefined,
}

export interface SampleLine {
  readonly amount: bigint
  readonly category?: TaxCategory
  /** Percent. */
  readonly rate?: string
  readonly description?: string
  readonly kind?: DocumentLine['kind']
}

const EXEMPTIONS: Partial<Record<TaxCategory, readonly [reason: string, code: string]>> = {
  AE: ['Reverse charge: the buyer accounts for the tax (Article 196, Directive 2006/112/EC)', 'VATEX-EU-AE'],
  E: ['Exempt by certificate 2026-17', ''],
  G: ['Export outside the EU', 'VATEX-EU-G'],
  O: ['Not subject to VAT', 'VATEX-EU-O'],
}

/** A document with these lines; taxes and totals follow from them as they do where documents are issued. */
export function sampleDocument(lines: readonly SampleLine[], rest: Partial<InvoiceDocument> = {}): InvoiceDocument {
  const taxes = taxesOf(lines)
  const taxLeft = new Map(taxes.map((tax) => [keyOf(tax.category, tax.rate), tax.tax]))
  const documentLines = lines.map((line, index): DocumentLine => {
    const category = line.category ?? 'S'
    const taxRate = rateOf(line)
    const key = keyOf(category, taxRate)
    const isLast = !lines.slice(index + 1).some((later) => keyOf(later.category ?? 'S', rateOf(later)) === key)
    const tax = isLast ? taxLeft.get(key)! : (line.amount * percentPoints(taxRate)) / 1_000_000n
    taxLeft.set(key, taxLeft.get(key)! - tax)
    const adjustment = line.kind === 'adjustment'
    return {
      lineNumber: index + 1,
      kind: line.kind ?? 'charges',
      productId: adjustment ? '' : `CFQ7TTC0LH1${index}`,
      skuId: adjustment ? '' : '0001',
      description: line.description ?? `Product ${index + 1}`,
      publisherName: adjustment ? '' : 'Contoso Publishing',
      chargeCount: adjustment ? 0 : 3,
      amount: line.amount,
      tax,
      taxCategory: category,
      taxRate,
    }
  })
  const net = sum(documentLines.map((line) => line.amount))
  const tax = sum(documentLines.map((line) => line.tax))
  const adjustments = sum(documentLines.filter(({ kind }) => kind === 'adjustment').map((line) => line.amount))
  return {
    ...FRAME,
    lines: documentLines,
    taxes,
    totals: {
      licenseCharges: net - adjustments,
      usageCharges: 0n,
      oneTimeCharges: 0n,
      discounts: 0n,
      adjustments,
      net,
      tax,
      total: net + tax,
      otherCredits: 0n,
    },
    ...rest,
  }
}

/** The void note of a document: everything turned. */
export function voidNoteOf(document: InvoiceDocument, number = 'C000000001'): InvoiceDocument {
  const turned = Object.fromEntries(Object.entries(document.totals).map(([name, amount]) => [name, -amount]))
  return {
    ...document,
    documentType: 'void-note',
    number,
    amends: { number: document.number, issuedOn: document.issuedOn },
    reason: 'The address of the buyer was wrong.',
    issuedOn: (document.issuedOn + 10) as Day,
    lines: document.lines.map((line) => ({ ...line, amount: -line.amount, tax: -line.tax })),
    taxes: document.taxes.map((tax) => ({ ...tax, taxable: -tax.taxable, tax: -tax.tax })),
    totals: turned as unknown as InvoiceDocument['totals'],
  }
}

export function inCurrency(document: InvoiceDocument, code: string): InvoiceDocument {
  return { ...document, currency: parseCurrency(code) as Currency }
}

/** Details of a few customers and subscriptions, made one by one. */
export async function* sampleDetails(count: number, perSubscription = 3): AsyncGenerator<DocumentDetail> {
  for (let index = 0; index < count; index++) {
    const subscription = Math.floor(index / perSubscription)
    const customer = Math.floor(subscription / 4)
    yield sampleDetail(index, {
      customerId: `customer-${customer}`,
      customerName: `Customer ${customer} Ltd`,
      subscriptionId: `9d3f0c1e-0000-4000-8000-${String(subscription).padStart(12, '0')}`,
      subscriptionName: `Office for team ${subscription}`,
    })
  }
}

export function sampleDetail(index: number, rest: Partial<DocumentDetail> = {}): DocumentDetail {
  const amount = BigInt(1_000 + ((index * 7_919) % 90_000))
  return {
    customerId: 'customer-0',
    customerName: 'Customer 0 Ltd',
    subscriptionId: '9d3f0c1e-0000-4000-8000-000000000000',
    subscriptionName: 'Office',
    productName: `Contoso 365 Business plan ${index % 17}`,
    publisherName: 'Contoso Publishing',
    chargeType: 'Cycle fee',
    period: { start: dayOf(2026, 1, 15), end: dayOf(2026, 2, 15) },
    quantity: decimalOf(BigInt(1 + (index % 50))),
    unitPrice: parseDecimal('12.50')!,
    usage: undefined,
    amount,
    discount: 0n,
    discountReason: '',
    tax: (amount * 21n) / 100n,
    ...rest,
  }
}

/** Keeps what is written to it. */
export function collector(): { readonly output: Writable; readonly bytes: () => Buffer } {
  const chunks: Buffer[] = []
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  return { output, bytes: () => Buffer.concat(chunks) }
}

const FRAME: Omit<InvoiceDocument, 'lines' | 'taxes' | 'totals'> = {
  documentType: 'invoice',
  number: 'D000000007',
  invoiceType: 'recurring',
  amends: undefined,
  reason: '',
  issuedOn: dayOf(2026, 2, 15),
  dueOn: dayOf(2026, 4, 16),
  paymentDays: 60,
  period: { start: dayOf(2026, 1, 15), end: dayOf(2026, 2, 15) },
  currency: EUR,
  seller: SELLER,
  buyer: BUYER,
  serviceRecipient: undefined,
  customerNumber: '4711-0815',
  purchaseOrder: 'PO-2026/001',
  buyerReference: '',
  payment: {
    accountName: 'Polder Cloud Distributie B.V.',
    iban: 'NL91 ABNA 0417 1643 00',
    bic: 'ABNANL2A',
    instructions: 'Pay by bank transfer.',
  },
  supportUrl: 'https://support.polder.example',
  exchangeRates: [{ from: parseCurrency('USD')!, to: EUR, rate: parseDecimal('0.9231')!, on: dayOf(2025, 12, 30) }],
  publishers: [{ name: 'Contoso Publishing', address: '1 Example Way, Redmond, WA 98052, US' }],
}

function taxesOf(lines: readonly SampleLine[]): DocumentTax[] {
  const groups = new Map<string, SampleLine[]>()
  for (const line of lines) {
    const key = keyOf(line.category ?? 'S', rateOf(line))
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  return [...groups.values()].map((group): DocumentTax => {
    const category = group[0]!.category ?? 'S'
    const rate = rateOf(group[0]!)
    const taxable = sum(group.map((line) => line.amount))
    const [exemptionReason, exemptionCode] = EXEMPTIONS[category] ?? ['', '']
    return {
      category,
      name: nameOf(category, rate),
      rate,
      taxable,
      tax: taxOf(taxable, rate),
      exemptionReason,
      exemptionCode,
    }
  })
}

/** Half away from zero, as taxes of documents are. */
function taxOf(taxable: bigint, rate: Decimal): bigint {
  const exact = taxable * percentPoints(rate)
  const half = exact < 0n ? -500_000n : 500_000n
  return (exact + half) / 1_000_000n
}

/** A percentage in ten thousandths of a percent. */
function percentPoints(rate: Decimal): bigint {
  return rescale(rate, 4)
}

function nameOf(category: TaxCategory, rate: Decimal): string {
  if (category === 'S') return `VAT ${rescale(rate, 2, 'half-even') / 100n} %`
  return category === 'AE' ? 'VAT reverse charge' : category === 'Z' ? 'VAT 0 %' : 'No VAT'
}

function rateOf({ category = 'S', rate = '21' }: SampleLine): Decimal {
  return category === 'S' ? parseDecimal(rate)! : decimalOf(0n)
}

function keyOf(category: TaxCategory, rate: Decimal): string {
  return `${category} ${percentPoints(rate)}`
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
