// E-invoices against the rules of EN 16931 and Peppol, and against another program that writes them.
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eInvoiceObstacles } from '../../src/app/documents/e-invoice-obstacles.js'
import { writeCii } from '../../src/app/documents/write-cii.js'
import { writeUbl } from '../../src/app/documents/write-ubl.js'
import { type Day, dayOf } from '../../src/core/calendar/day.js'
import type { DocumentParty, InvoiceDocument } from '../../src/core/invoicing/invoice-document.js'
import { BUYER, inCurrency, type SampleLine, SELLER, sampleDocument, voidNoteOf } from '../support/documents.js'
import { rewrite } from '../support/e-invoice-oracle.js'
import { type ReadEInvoice, readEInvoice } from '../support/e-invoice-reading.js'
import { brokenRules, RULES } from '../support/e-invoice-rules.js'
import { linesOf, readXml, textAt } from '../support/xml-tree.js'

const PLAIN: readonly SampleLine[] = [{ amount: 123_456n }, { amount: -4_500n }, { amount: 9_999n, rate: '9' }]

function expectValid(document: InvoiceDocument): void {
  expect(eInvoiceObstacles(document, 'ubl')).toEqual([])
  expect(brokenRules(readEInvoice(writeUbl(document)))).toEqual([])
  expect(brokenRules(readEInvoice(writeCii(document)))).toEqual([])
}

/** A buyer in a country, with or without numbers. */
function buyerIn(country: string, rest: Partial<DocumentParty> = {}): DocumentParty {
  return { ...BUYER, address: { ...BUYER.address, country }, vatId: undefined, registrationNumber: '', ...rest }
}

describe('e-invoices', () => {
  const plain = sampleDocument(PLAIN)

  it.each<readonly [string, InvoiceDocument]>([
    ['an invoice', plain],
    ['a void note', voidNoteOf(plain)],
    [
      'an adjustment note',
      { ...plain, documentType: 'adjustment-note', amends: { number: 'D1', issuedOn: dayOf(2026, 1, 15) } },
    ],
    ['an invoice below zero', sampleDocument([{ amount: -5_000n }])],
    ['its void note', voidNoteOf(sampleDocument([{ amount: -5_000n }]))],
    ['nothing to pay', sampleDocument([{ amount: 0n }])],
    ['reverse charge', sampleDocument([{ amount: 100n, category: 'AE' }])],
    ['exempt and taxed', sampleDocument([{ amount: 100n, category: 'E' }, { amount: 200n }])],
    ['an export', sampleDocument([{ amount: 100n, category: 'G' }], { buyer: buyerIn('CH') })],
    ['zero rate written as standard', sampleDocument([{ amount: 100n, category: 'S', rate: '0' }, { amount: 5n }])],
    ['outside the scope', sampleDocument([{ amount: 100n, category: 'O' }])],
    ['Japanese yen', inCurrency(plain, 'JPY')],
    [
      'a rate with digits',
      sampleDocument([{ amount: 100_000n, rate: '8.10' }], {
        seller: { ...SELLER, vatId: 'CHE123456789MWST', address: { ...SELLER.address, country: 'CH' } },
      }),
    ],
    ['paid before', { ...plain, totals: { ...plain.totals, otherCredits: 1_000n } }],
    [
      'a Danish seller',
      sampleDocument(PLAIN, {
        seller: { ...SELLER, vatId: 'DK12345678', address: { ...SELLER.address, country: 'DK' } },
      }),
    ],
    [
      'a German seller and buyer',
      sampleDocument(PLAIN, {
        seller: {
          ...SELLER,
          vatId: 'DE999999999',
          electronicAddress: undefined,
          address: { ...SELLER.address, country: 'DE' },
        },
      }),
    ],
    ['a service recipient', { ...plain, serviceRecipient: buyerIn('FR') }],
    ['no period', { ...plain, period: { start: dayOf(2026, 1, 1), end: dayOf(2026, 1, 1) } }],
    [
      'awkward text',
      sampleDocument([
        { amount: 1n, description: '<b>&"\u0000\uD800' },
        { amount: 1n, description: '' },
      ]),
    ],
  ])('%s keeps the rules', (_, document) => {
    expectValid(document)
  })

  it('keep the rules whatever is on them', () => {
    const taxed = fc.record({
      amount: fc.bigInt({ min: -10_000_000n, max: 10_000_000n }),
      category: fc.constantFrom<NonNullable<SampleLine['category']>>('S', 'Z', 'E', 'AE', 'G'),
      rate: fc.constantFrom('21', '9', '5.5', '8.10', '0', '25.00'),
      description: fc.string({ maxLength: 30 }),
    })
    const outside = fc.record({ amount: fc.bigInt({ min: -1_000n, max: 1_000n }), category: fc.constant('O' as const) })
    const lines = fc.oneof(
      { weight: 4, arbitrary: fc.array(taxed, { minLength: 1, maxLength: 12 }) },
      fc.array(outside, { minLength: 1, maxLength: 4 }),
    )
    const rest = fc.record({
      currency: fc.constantFrom('EUR', 'USD', 'JPY', 'ISK'),
      credit: fc.boolean(),
      purchaseOrder: fc.constantFrom('', 'PO 1'),
      electronic: fc.boolean(),
      otherCredits: fc.constantFrom(0n, 500n),
    })
    fc.assert(
      fc.property(lines, rest, (some, { currency, credit, purchaseOrder, electronic, otherCredits }) => {
        const seller = electronic ? SELLER : { ...SELLER, electronicAddress: undefined }
        const document = inCurrency(sampleDocument(some, { purchaseOrder, seller }), currency)
        const paid = { ...document, totals: { ...document.totals, otherCredits } }
        expectValid(credit ? voidNoteOf(paid) : paid)
      }),
    )
  })
})

describe('what documents become', () => {
  it('a void note is a credit note of what it voids, with the same amounts', () => {
    const invoice = sampleDocument(PLAIN)
    const [sold, credited] = [readEInvoice(writeUbl(invoice)), readEInvoice(writeUbl(voidNoteOf(invoice)))]
    expect([sold.typeCode, credited.typeCode]).toEqual(['380', '381'])
    expect(credited.preceding).toEqual([invoice.number])
    expect(credited.payable).toEqual(sold.payable)
    expect(credited.lines).toEqual(sold.lines)
    expect(credited.dueOn).toBe('')
  })

  it('an invoice below zero stays an invoice, with a negative quantity and never a negative price', () => {
    const { typeCode, payable, lines } = readEInvoice(writeUbl(sampleDocument([{ amount: -5_000n }])))
    expect(typeCode).toBe('380')
    expect(payable.toString()).toBe('-60.5')
    expect(lines[0]).toMatchObject({ quantity: new Decimal(-1), price: new Decimal(50), net: new Decimal(-50) })
  })

  it('an adjustment note is an invoice that names the one it replaces', () => {
    const amends = { number: 'D000000001', issuedOn: dayOf(2026, 1, 15) }
    const { typeCode, preceding } = readEInvoice(
      writeCii(sampleDocument(PLAIN, { documentType: 'adjustment-note', amends })),
    )
    expect([typeCode, ...preceding]).toEqual(['380', 'D000000001'])
  })

  it('outside the scope of tax no VAT id is shown, and the seller is known by another number', () => {
    const seller = { ...SELLER, registrationNumber: '', address: { ...SELLER.address, country: 'US' } }
    const invoice = readEInvoice(writeUbl(sampleDocument([{ amount: 1n, category: 'O' }], { seller })))
    expect([invoice.seller.vatId, invoice.buyer.vatId, invoice.seller.taxNumber]).toEqual(['', '', ''])
    expect(invoice.seller.identifiers).toEqual([SELLER.electronicAddress!.value])
  })

  it('a VAT id stands for an electronic address, and after it the e-mail address', () => {
    const german = readEInvoice(writeUbl(sampleDocument(PLAIN)))
    expect([german.buyer.endpointScheme, german.buyer.endpoint]).toEqual(['9930', 'DE123456789'])
    const american = readEInvoice(
      writeUbl(sampleDocument(PLAIN, { buyer: buyerIn('US', { email: 'ap@elm.example' }) })),
    )
    expect([american.buyer.endpointScheme, american.buyer.endpoint]).toEqual(['EM', 'ap@elm.example'])
  })

  it('the customer number is the reference of a buyer that gave none', () => {
    const references = ['', 'Team 7'].map((buyerReference) =>
      readEInvoice(writeUbl(sampleDocument(PLAIN, { buyerReference }))),
    )
    expect(references.map(({ buyerReference }) => buyerReference)).toEqual(['4711-0815', 'Team 7'])
  })

  it('two reasons for an exemption are one group that says both', () => {
    const document = sampleDocument([
      { amount: 1n, category: 'E' },
      { amount: 2n, category: 'E' },
    ])
    const taxes = ['One', 'Two'].map((exemptionReason) => ({
      ...document.taxes[0]!,
      exemptionReason,
      exemptionCode: `C-${exemptionReason}`,
    }))
    expect(readEInvoice(writeUbl({ ...document, taxes })).taxes).toMatchObject([{ reason: 'One; Two', reasonCode: '' }])
  })

  it('no account, no way to pay', () => {
    const document = sampleDocument(PLAIN)
    expect(readEInvoice(writeCii({ ...document, payment: { ...document.payment, iban: '' } })).payments).toEqual([])
  })

  it('the period ends on its last day', () => {
    const { start, end } = readEInvoice(writeCii(sampleDocument(PLAIN)))
    expect([start, end]).toEqual(['2026-01-15', '2026-02-14'])
  })
})

describe('what cannot be an e-invoice', () => {
  const plain = sampleDocument(PLAIN)
  const seller = (rest: Partial<DocumentParty>) => ({ ...plain, seller: { ...SELLER, ...rest } })
  const buyer = (rest: Partial<DocumentParty>) => ({ ...plain, buyer: { ...BUYER, ...rest } })

  it.each<readonly [string, InvoiceDocument]>([
    ['no-lines', sampleDocument([])],
    ['sums-disagree', { ...plain, totals: { ...plain.totals, net: 1n } }],
    ['currency-has-more-than-two-digits', inCurrency(plain, 'KWD')],
    ['party-without-name-or-country', buyer({ name: ' ' })],
    ['party-without-name-or-country', buyer({ address: { ...BUYER.address, country: '' } })],
    ['seller-without-tax-registration', seller({ vatId: undefined, registrationNumber: '' })],
    [
      'seller-without-tax-registration',
      { ...sampleDocument([{ amount: 1n, category: 'G' }]), seller: { ...SELLER, vatId: undefined } },
    ],
    ['buyer-without-tax-registration', sampleDocument([{ amount: 1n, category: 'AE' }], { buyer: buyerIn('FR') })],
    ['vat-id-without-prefix', buyer({ vatId: '123456789' })],
    ['vat-id-without-prefix', seller({ vatId: '001234567B01' })],
    [
      'untaxed-category-with-tax',
      { ...plain, lines: plain.lines.map((line) => ({ ...line, taxCategory: 'E' as const })) },
    ],
    ['taxed-and-outside-scope', sampleDocument([{ amount: 1n, category: 'O' }, { amount: 1n }])],
    ['party-without-electronic-address', buyer({ vatId: undefined, email: '' })],
    ['buyer-without-reference', { ...plain, customerNumber: '', purchaseOrder: ' ' }],
    ['national-register-number-missing', seller({ registrationNumber: ' ' })],
    ['national-address-incomplete', seller({ address: { ...SELLER.address, postalCode: '' } })],
    ['national-contact-missing', seller({ phone: '', address: { ...SELLER.address, country: 'DE' } })],
    ['national-account-missing', { ...plain, payment: { ...plain.payment, iban: '' } }],
  ])('%s', (obstacle, document) => {
    expect(eInvoiceObstacles(document, 'ubl')).toContain(obstacle)
    expect(() => writeUbl(document)).toThrow(obstacle)
  })

  it('a tax number that is no VAT id stands where the standard has room for it', () => {
    const numbers = { vatId: undefined, taxNumber: '4123456789' }
    const african = readEInvoice(
      writeCii(
        sampleDocument([{ amount: 100n, category: 'AE' }], {
          buyer: buyerIn('ZA', { ...numbers, email: 'a@b.example' }),
        }),
      ),
    )
    expect([african.buyer.vatId, african.buyer.legalId]).toEqual(['', '4123456789'])
    const sold = readEInvoice(writeCii(seller(numbers)))
    expect([sold.seller.vatId, sold.seller.taxNumber]).toEqual(['', '4123456789'])
  })

  it('asks less of what does not go to Peppol', () => {
    expect(
      eInvoiceObstacles(seller({ registrationNumber: ' ', electronicAddress: undefined, email: '' }), 'cii'),
    ).toEqual([])
  })
})

describe('the rules', () => {
  const good = readEInvoice(writeUbl(sampleDocument(PLAIN)))
  const line = good.lines[0]!
  const tax = good.taxes[0]!
  const ten = new Decimal(10)
  const only = (category: string, rate: Decimal | undefined = new Decimal(0)): Partial<ReadEInvoice> => ({
    lines: [{ ...line, category, rate }],
    taxes: [{ ...tax, category, rate, tax: new Decimal(0), reason: 'x' }],
  })
  const unregistered = { ...good.seller, vatId: '', taxNumber: '' }
  const danish = { ...good.seller, country: 'DK' }
  const dutchBuyer = { ...good.buyer, country: 'NL' }
  const german = { ...good.seller, country: 'DE' }
  const broken = (xml: string, from: string | RegExp, to: string) => readEInvoice(xml.replace(from, to))
  const xml = writeUbl(sampleDocument(PLAIN))

  /** For each rule an e-invoice that breaks it. */
  const BREAKS: Readonly<Record<string, Partial<ReadEInvoice>>> = {
    'BR-01': { specification: '' },
    'BR-02': { number: '' },
    'BR-03': { issuedOn: '15.02.2026' },
    'BR-04': { typeCode: '999' },
    'BR-05': { currency: '' },
    'BR-06': { seller: { ...good.seller, name: '' } },
    'BR-07': { buyer: { ...good.buyer, name: '' } },
    'BR-09': { seller: { ...good.seller, country: '' } },
    'BR-11': { buyer: { ...good.buyer, country: '' } },
    'BR-16': { lines: [] },
    'BR-29': { end: '2020-01-01' },
    'BR-49': { payments: [{ code: '', account: 'x' }] },
    'BR-50/61': { payments: [{ code: '30', account: '' }] },
    'BR-55': { preceding: [''] },
    'BR-57': { hasDelivery: true, deliveryCountry: '' },
    'BR-62/63': { buyer: { ...good.buyer, endpointScheme: '' } },
    'BR-CO-09': { buyer: { ...good.buyer, vatId: '123456789' } },
    'BR-CO-25': { dueOn: '', terms: '' },
    'BR-CO-26': { seller: { ...unregistered, legalId: '', identifiers: [] } },
    'BR-CL-14': { buyer: { ...good.buyer, country: 'QQ' } },
    'BR-CL-16': { payments: [{ code: '7', account: 'x' }] },
    'BR-CL-25': { buyer: { ...good.buyer, endpointScheme: 'ZZ' } },
    'BR-CO-10': { lineNet: ten },
    'BR-CO-13': { net: ten },
    'BR-CO-14': { tax: ten },
    'BR-CO-15': { gross: ten },
    'BR-CO-16': { payable: ten },
    'BR-DEC': { amounts: ['1.234'] },
    'BR-21': { lines: [line, line] },
    'BR-23': { lines: [{ ...line, unit: '' }] },
    'BR-25': { lines: [{ ...line, name: '' }] },
    'BR-27': { lines: [{ ...line, price: new Decimal(-1) }] },
    'BR-CO-04': { lines: [{ ...line, category: '' }] },
    'PEPPOL-EN16931-R120': { lines: [{ ...line, quantity: ten }] },
    'BR-CO-18': { taxes: [] },
    'BR-CO-17': { taxes: [{ ...tax, tax: ten }] },
    'BR-48': { taxes: [{ ...tax, rate: undefined }] },
    'BR-S-08': { taxes: [{ ...tax, taxable: ten }] },
    'BR-*-01': { taxes: [tax, tax] },
    'BR-S-02': { seller: unregistered },
    'BR-S-05': only('S'),
    'BR-S-10': { taxes: [{ ...tax, reason: 'x' }] },
    'BR-E-10': { taxes: [{ ...tax, category: 'E' }] },
    'BR-E-05': only('E', ten),
    'BR-E-09': { taxes: [{ ...tax, category: 'E' }] },
    'BR-E-02': { ...only('E'), seller: unregistered },
    'BR-AE-02': { ...only('AE'), buyer: { ...good.buyer, vatId: '', legalId: '' } },
    'BR-G-02': { ...only('G'), seller: unregistered },
    'BR-O-02': only('O'),
    'BR-O-11': { lines: [{ ...line, category: 'O' }], taxes: [tax, { ...tax, category: 'O' }] },
    'PEPPOL-EN16931-R001': { profile: '' },
    'PEPPOL-EN16931-R002': { notes: ['a', 'b'] },
    'PEPPOL-EN16931-R003': { buyerReference: '', purchaseOrder: '' },
    'PEPPOL-EN16931-R004': { specification: 'urn:cen.eu:en16931:2017' },
    'PEPPOL-EN16931-R008': broken(xml, /<cbc:CityName>Berlin/, '<cbc:CityName>'),
    'PEPPOL-EN16931-R010/R020': { buyer: { ...good.buyer, endpoint: '' } },
    'PEPPOL-EN16931-R051': broken(xml, 'currencyID="EUR"', 'currencyID="USD"'),
    'PEPPOL-EN16931-P0100/P0101': { typeCode: '381' },
    'PEPPOL-EN16931-P0104..P0107': { taxes: [{ ...tax, category: 'G', reasonCode: 'VATEX-EU-AE' }] },
    'PEPPOL-EN16931-F001': { dueOn: '20260215' },
    'NL-R-001': { typeCode: '381', preceding: [] },
    'NL-R-002': { seller: { ...good.seller, city: '' } },
    'NL-R-003': { seller: { ...good.seller, legalScheme: '' } },
    'NL-R-004': { buyer: { ...dutchBuyer, street: '' } },
    'NL-R-005': { buyer: { ...dutchBuyer, legalId: '1', legalScheme: '' } },
    'NL-R-007': { payments: [] },
    'NL-R-008': { payments: [{ code: '1', account: '' }] },
    'DK-R-014': { seller: danish },
    'DE-R-001': { seller: german, payments: [] },
  }

  it('can each be broken', () => {
    expect(Object.keys(BREAKS)).toEqual(RULES.map(({ id }) => id))
    for (const [id, change] of Object.entries(BREAKS)) {
      const found = brokenRules({ ...good, ...change }).map((text) => text.slice(0, text.indexOf(': ')))
      expect(found, id).toContain(id)
    }
  })
})

describe('another writer of e-invoices', () => {
  const written: readonly (readonly [string, InvoiceDocument])[] = [
    ['an invoice', sampleDocument(PLAIN, { serviceRecipient: buyerIn('FR'), reason: 'Note' })],
    ['a void note', voidNoteOf(sampleDocument(PLAIN))],
    ['reverse charge', sampleDocument([{ amount: 100n, category: 'AE' }])],
    ['exempt', sampleDocument([{ amount: 100n, category: 'E' }, { amount: 2n }])],
    ['outside the scope', sampleDocument([{ amount: 100n, category: 'O' }])],
    ['without a VAT id', sampleDocument(PLAIN, { seller: { ...SELLER, vatId: undefined } })],
    ['yen', inCurrency(sampleDocument(PLAIN, { issuedOn: (dayOf(2026, 2, 15) + 1) as Day }), 'JPY')],
  ]

  it.each(written)('agrees on UBL: %s', async (_, document) => {
    const ours = writeUbl(document)
    expect(linesOf(readXml(ours))).toEqual(linesOf(await rewrite(ours, 'UBL')))
  })

  it.each(written)('makes the same CII of our UBL: %s', async (_, document) => {
    // It names the specification of what it was given, and drops the preceding invoice and an empty delivery.
    const isOwn = (line: string) =>
      !/ExchangedDocumentContext|InvoiceReferencedDocument|ApplicableHeaderTradeDelivery $/.test(line)
    const theirs = linesOf(await rewrite(writeUbl(document), 'CII')).filter(isOwn)
    expect(linesOf(readXml(writeCii(document))).filter(isOwn)).toEqual(theirs)
  })

  it('refuses what is no e-invoice', async () => {
    await expect(rewrite(writeUbl(sampleDocument(PLAIN)).replace('>58<', '>999<'), 'UBL')).rejects.toThrow()
    const twice = writeUbl(sampleDocument(PLAIN)).replace('<cbc:ID>D', '<cbc:ID>1</cbc:ID><cbc:ID>D')
    await expect(rewrite(twice, 'UBL')).rejects.toThrow('twice')
  })
})

it('the names of attributes and elements are those of the syntaxes', () => {
  const ubl = readXml(writeUbl(sampleDocument(PLAIN)))
  expect(textAt(ubl, 'cac:PaymentMeans/cbc:PaymentID')).toBe('D000000007')
  const cii = readXml(writeCii(sampleDocument(PLAIN)))
  expect(textAt(cii, 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:PaymentReference')).toBe(
    'D000000007',
  )
})
