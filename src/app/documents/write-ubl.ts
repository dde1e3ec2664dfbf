import { formatDay } from '../../core/calendar/day.js'
import { lastDayOf } from '../../core/calendar/period.js'
import type { DocumentAddress, InvoiceDocument } from '../../core/invoicing/invoice-document.js'
import { formatPlainDecimal } from '../../core/money/decimal.js'
import { formatAmount } from '../../core/money/format-amount.js'
import type { EInvoice, EInvoiceLine, EInvoiceParty, EInvoicePayment, Identifier } from './e-invoice.js'
import { UNIT_CODE } from './e-invoice-codes.js'
import { requireEInvoice } from './e-invoice-obstacles.js'
import type { EInvoiceTax } from './e-invoice-taxes.js'
import { writeXml, type XmlTree } from './xml.js'

const CUSTOMIZATION = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0'
const PROFILE = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'
const NAMESPACE = 'urn:oasis:names:specification:ubl:schema:xsd:'
const VAT: XmlTree = { 'cbc:ID': 'VAT' }

/** What the two documents of UBL call the same things. */
const WORDS = {
  '380': {
    root: 'Invoice',
    typeCode: 'cbc:InvoiceTypeCode',
    line: 'cac:InvoiceLine',
    quantity: 'cbc:InvoicedQuantity',
  },
  '381': {
    root: 'CreditNote',
    typeCode: 'cbc:CreditNoteTypeCode',
    line: 'cac:CreditNoteLine',
    quantity: 'cbc:CreditedQuantity',
  },
} as const

/** The document in Peppol BIS Billing 3.0 (UBL 2.1). Throws where `eInvoiceObstacles(document, 'ubl')` names any. */
export function writeUbl(document: InvoiceDocument): string {
  const invoice = requireEInvoice(document, 'ubl')
  const words = WORDS[invoice.typeCode]
  const money = (amount: bigint): XmlTree => ({
    '@currencyID': invoice.currency,
    '#text': formatAmount(amount, invoice.currency),
  })
  return writeXml({
    [words.root]: {
      '@xmlns': `${NAMESPACE}${words.root}-2`,
      '@xmlns:cac': `${NAMESPACE}CommonAggregateComponents-2`,
      '@xmlns:cbc': `${NAMESPACE}CommonBasicComponents-2`,
      'cbc:CustomizationID': CUSTOMIZATION,
      'cbc:ProfileID': PROFILE,
      'cbc:ID': invoice.number,
      'cbc:IssueDate': formatDay(invoice.issuedOn),
      'cbc:DueDate': invoice.dueOn === undefined ? undefined : formatDay(invoice.dueOn),
      [words.typeCode]: invoice.typeCode,
      'cbc:Note': invoice.note,
      'cbc:DocumentCurrencyCode': invoice.currency,
      'cbc:BuyerReference': invoice.buyerReference,
      'cac:InvoicePeriod': invoice.period && {
        'cbc:StartDate': formatDay(invoice.period.start),
        'cbc:EndDate': formatDay(lastDayOf(invoice.period)),
      },
      'cac:OrderReference': { 'cbc:ID': invoice.purchaseOrder },
      'cac:BillingReference': invoice.preceding && {
        'cac:InvoiceDocumentReference': {
          'cbc:ID': invoice.preceding.number,
          'cbc:IssueDate': formatDay(invoice.preceding.issuedOn),
        },
      },
      'cac:AccountingSupplierParty': { 'cac:Party': partyTree(invoice.seller) },
      'cac:AccountingCustomerParty': { 'cac:Party': partyTree(invoice.buyer) },
      'cac:Delivery': invoice.delivery && {
        'cac:DeliveryLocation': { 'cac:Address': addressTree(invoice.delivery.address) },
        'cac:DeliveryParty': { 'cac:PartyName': { 'cbc:Name': invoice.delivery.name } },
      },
      'cac:PaymentMeans': invoice.payment && paymentTree(invoice.payment),
      'cac:PaymentTerms': { 'cbc:Note': invoice.terms },
      'cac:TaxTotal': {
        'cbc:TaxAmount': money(invoice.totals.tax),
        'cac:TaxSubtotal': invoice.taxes.map((tax) => ({
          'cbc:TaxableAmount': money(tax.taxable),
          'cbc:TaxAmount': money(tax.tax),
          'cac:TaxCategory': categoryTree(tax, tax),
        })),
      },
      'cac:LegalMonetaryTotal': totalsTree(invoice, money),
      [words.line]: invoice.lines.map((line) => lineTree(line, words.quantity, money)),
    },
  })
}

type Money = (amount: bigint) => XmlTree

function totalsTree({ totals }: EInvoice, money: Money): XmlTree {
  return {
    'cbc:LineExtensionAmount': money(totals.net),
    'cbc:TaxExclusiveAmount': money(totals.net),
    'cbc:TaxInclusiveAmount': money(totals.gross),
    'cbc:PrepaidAmount': totals.prepaid === 0n ? undefined : money(totals.prepaid),
    'cbc:PayableAmount': money(totals.payable),
  }
}

function lineTree(line: EInvoiceLine, quantityName: string, money: Money): XmlTree {
  return {
    'cbc:ID': line.id,
    [quantityName]: { '@unitCode': UNIT_CODE, '#text': String(line.quantity) },
    'cbc:LineExtensionAmount': money(line.net),
    'cac:Item': {
      'cbc:Name': line.name,
      'cac:SellersItemIdentification': { 'cbc:ID': line.itemId },
      'cac:ClassifiedTaxCategory': categoryTree(line),
      'cac:AdditionalItemProperty':
        line.publisher === '' ? undefined : { 'cbc:Name': 'Publisher', 'cbc:Value': line.publisher },
    },
    'cac:Price': { 'cbc:PriceAmount': money(line.price) },
  }
}

/** Category O has no rate, not even zero. */
function categoryTree(line: Pick<EInvoiceLine, 'category' | 'rate'>, tax?: EInvoiceTax): XmlTree {
  return {
    'cbc:ID': line.category,
    'cbc:Percent': line.category === 'O' ? undefined : formatPlainDecimal(line.rate),
    'cbc:TaxExemptionReasonCode': tax?.reasonCode,
    'cbc:TaxExemptionReason': tax?.reason,
    'cac:TaxScheme': VAT,
  }
}

function partyTree(party: EInvoiceParty): XmlTree {
  return {
    'cbc:EndpointID': party.electronicAddress && identifierTree(party.electronicAddress),
    'cac:PartyIdentification': { 'cbc:ID': party.identifier },
    'cac:PostalAddress': addressTree(party.address),
    'cac:PartyTaxScheme': [
      ...(party.vatId === '' ? [] : [{ 'cbc:CompanyID': party.vatId, 'cac:TaxScheme': VAT }]),
      ...(party.taxNumber === '' ? [] : [{ 'cbc:CompanyID': party.taxNumber, 'cac:TaxScheme': { 'cbc:ID': 'TAX' } }]),
    ],
    'cac:PartyLegalEntity': {
      'cbc:RegistrationName': party.name,
      'cbc:CompanyID': party.register && identifierTree(party.register),
    },
    'cac:Contact': party.contact && {
      'cbc:Name': party.contact.name,
      'cbc:Telephone': party.contact.phone,
      'cbc:ElectronicMail': party.contact.email,
    },
  }
}

function identifierTree({ scheme, value }: Identifier): XmlTree {
  return { '@schemeID': scheme, '#text': value }
}

function addressTree({ lines, city, postalCode, region, country }: DocumentAddress): XmlTree {
  return {
    'cbc:StreetName': lines[0],
    'cbc:AdditionalStreetName': lines[1],
    'cbc:CityName': city,
    'cbc:PostalZone': postalCode,
    'cbc:CountrySubentity': region,
    'cac:AddressLine': { 'cbc:Line': lines[2] },
    'cac:Country': { 'cbc:IdentificationCode': country },
  }
}

function paymentTree({ code, reference, iban, accountName, bic }: EInvoicePayment): XmlTree {
  return {
    'cbc:PaymentMeansCode': code,
    'cbc:PaymentID': reference,
    'cac:PayeeFinancialAccount': {
      'cbc:ID': iban,
      'cbc:Name': accountName,
      'cac:FinancialInstitutionBranch': { 'cbc:ID': bic },
    },
  }
}
