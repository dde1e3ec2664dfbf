import { type Day, formatDay } from '../../core/calendar/day.js'
import { lastDayOf } from '../../core/calendar/period.js'
import type { DocumentAddress, InvoiceDocument } from '../../core/invoicing/invoice-document.js'
import { formatPlainDecimal } from '../../core/money/decimal.js'
import { formatAmount } from '../../core/money/format-amount.js'
import type { EInvoice, EInvoiceLine, EInvoiceParty } from './e-invoice.js'
import { UNIT_CODE } from './e-invoice-codes.js'
import { requireEInvoice } from './e-invoice-obstacles.js'
import { EMPTY, writeXml, type XmlTree } from './xml.js'

const GUIDELINE = 'urn:cen.eu:en16931:2017'
const NAMESPACE = 'urn:un:unece:uncefact:data:standard:'

type Money = (amount: bigint) => string

/**
 * The document in UN/CEFACT Cross Industry Invoice D16B, profile EN 16931 (also that of Factur-X). Throws where
 * `eInvoiceObstacles(document, 'cii')` names any.
 */
export function writeCii(document: InvoiceDocument): string {
  const invoice = requireEInvoice(document, 'cii')
  const { delivery } = invoice
  const money: Money = (amount) => formatAmount(amount, invoice.currency)
  return writeXml({
    'rsm:CrossIndustryInvoice': {
      '@xmlns:rsm': `${NAMESPACE}CrossIndustryInvoice:100`,
      '@xmlns:ram': `${NAMESPACE}ReusableAggregateBusinessInformationEntity:100`,
      '@xmlns:qdt': `${NAMESPACE}QualifiedDataType:100`,
      '@xmlns:udt': `${NAMESPACE}UnqualifiedDataType:100`,
      'rsm:ExchangedDocumentContext': { 'ram:GuidelineSpecifiedDocumentContextParameter': { 'ram:ID': GUIDELINE } },
      'rsm:ExchangedDocument': {
        'ram:ID': invoice.number,
        'ram:TypeCode': invoice.typeCode,
        'ram:IssueDateTime': dateTree(invoice.issuedOn),
        'ram:IncludedNote': { 'ram:Content': invoice.note },
      },
      'rsm:SupplyChainTradeTransaction': {
        'ram:IncludedSupplyChainTradeLineItem': invoice.lines.map((line) => lineTree(line, money)),
        'ram:ApplicableHeaderTradeAgreement': {
          'ram:BuyerReference': invoice.buyerReference,
          'ram:SellerTradeParty': partyTree(invoice.seller),
          'ram:BuyerTradeParty': partyTree(invoice.buyer),
          'ram:BuyerOrderReferencedDocument': { 'ram:IssuerAssignedID': invoice.purchaseOrder },
        },
        'ram:ApplicableHeaderTradeDelivery': delivery
          ? {
              'ram:ShipToTradeParty': {
                'ram:Name': delivery.name,
                'ram:PostalTradeAddress': addressTree(delivery.address),
              },
            }
          : EMPTY,
        'ram:ApplicableHeaderTradeSettlement': settlementTree(invoice, money),
      },
    },
  })
}

function lineTree(line: EInvoiceLine, money: Money): XmlTree {
  return {
    'ram:AssociatedDocumentLineDocument': { 'ram:LineID': line.id },
    'ram:SpecifiedTradeProduct': {
      'ram:SellerAssignedID': line.itemId,
      'ram:Name': line.name,
      'ram:ApplicableProductCharacteristic':
        line.publisher === '' ? undefined : { 'ram:Description': 'Publisher', 'ram:Value': line.publisher },
    },
    'ram:SpecifiedLineTradeAgreement': { 'ram:NetPriceProductTradePrice': { 'ram:ChargeAmount': money(line.price) } },
    'ram:SpecifiedLineTradeDelivery': {
      'ram:BilledQuantity': { '@unitCode': UNIT_CODE, '#text': String(line.quantity) },
    },
    'ram:SpecifiedLineTradeSettlement': {
      'ram:ApplicableTradeTax': {
        'ram:TypeCode': 'VAT',
        'ram:CategoryCode': line.category,
        'ram:RateApplicablePercent': ratePercent(line),
      },
      'ram:SpecifiedTradeSettlementLineMonetarySummation': { 'ram:LineTotalAmount': money(line.net) },
    },
  }
}

function partyTree(party: EInvoiceParty): XmlTree {
  const { electronicAddress: address, register, contact } = party
  return {
    'ram:ID': party.identifier,
    'ram:Name': party.name,
    'ram:SpecifiedLegalOrganization': register && {
      'ram:ID': { '@schemeID': register.scheme, '#text': register.value },
    },
    'ram:DefinedTradeContact': contact && {
      'ram:PersonName': contact.name,
      'ram:TelephoneUniversalCommunication': { 'ram:CompleteNumber': contact.phone },
      'ram:EmailURIUniversalCommunication': { 'ram:URIID': contact.email },
    },
    'ram:PostalTradeAddress': addressTree(party.address),
    'ram:URIUniversalCommunication': address && {
      'ram:URIID': { '@schemeID': address.scheme, '#text': address.value },
    },
    'ram:SpecifiedTaxRegistration': [
      { 'ram:ID': { '@schemeID': 'VA', '#text': party.vatId } },
      { 'ram:ID': { '@schemeID': 'FC', '#text': party.taxNumber } },
    ],
  }
}

function settlementTree(invoice: EInvoice, money: Money): XmlTree {
  const { payment, period, dueOn, preceding, totals, currency } = invoice
  return {
    'ram:PaymentReference': payment?.reference,
    'ram:InvoiceCurrencyCode': currency,
    'ram:SpecifiedTradeSettlementPaymentMeans': payment && {
      'ram:TypeCode': payment.code,
      'ram:PayeePartyCreditorFinancialAccount': { 'ram:IBANID': payment.iban, 'ram:AccountName': payment.accountName },
      'ram:PayeeSpecifiedCreditorFinancialInstitution': { 'ram:BICID': payment.bic },
    },
    'ram:ApplicableTradeTax': invoice.taxes.map((tax) => ({
      'ram:CalculatedAmount': money(tax.tax),
      'ram:TypeCode': 'VAT',
      'ram:ExemptionReason': tax.reason,
      'ram:BasisAmount': money(tax.taxable),
      'ram:CategoryCode': tax.category,
      'ram:ExemptionReasonCode': tax.reasonCode,
      'ram:RateApplicablePercent': ratePercent(tax),
    })),
    'ram:BillingSpecifiedPeriod': period && {
      'ram:StartDateTime': dateTree(period.start),
      'ram:EndDateTime': dateTree(lastDayOf(period)),
    },
    'ram:SpecifiedTradePaymentTerms': {
      'ram:Description': invoice.terms,
      'ram:DueDateDateTime': dueOn === undefined ? undefined : dateTree(dueOn),
    },
    'ram:SpecifiedTradeSettlementHeaderMonetarySummation': {
      'ram:LineTotalAmount': money(totals.net),
      'ram:TaxBasisTotalAmount': money(totals.net),
      'ram:TaxTotalAmount': { '@currencyID': currency, '#text': money(totals.tax) },
      'ram:GrandTotalAmount': money(totals.gross),
      'ram:TotalPrepaidAmount': totals.prepaid === 0n ? undefined : money(totals.prepaid),
      'ram:DuePayableAmount': money(totals.payable),
    },
    'ram:InvoiceReferencedDocument': preceding && {
      'ram:IssuerAssignedID': preceding.number,
      'ram:FormattedIssueDateTime': {
        'qdt:DateTimeString': { '@format': '102', '#text': compactDay(preceding.issuedOn) },
      },
    },
  }
}

/** Category O has no rate, not even zero. */
function ratePercent({ category, rate }: Pick<EInvoiceLine, 'category' | 'rate'>): string | undefined {
  return category === 'O' ? undefined : formatPlainDecimal(rate)
}

function addressTree({ lines, city, postalCode, region, country }: DocumentAddress): XmlTree {
  return {
    'ram:PostcodeCode': postalCode,
    'ram:LineOne': lines[0],
    'ram:LineTwo': lines[1],
    'ram:LineThree': lines[2],
    'ram:CityName': city,
    'ram:CountryID': country,
    'ram:CountrySubDivisionName': region,
  }
}

function dateTree(day: Day): XmlTree {
  return { 'udt:DateTimeString': { '@format': '102', '#text': compactDay(day) } }
}

function compactDay(day: Day): string {
  return formatDay(day).replaceAll('-', '')
}
