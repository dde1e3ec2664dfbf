// An e-invoice as the rules of EN 16931 speak of it, read from either syntax by other code than writes it.
import { Decimal } from 'decimal.js'
import { type Element, everyElement, findAll, readXml, textAt } from './xml-tree.js'

export interface ReadParty {
  readonly name: string
  readonly country: string
  readonly street: string
  readonly city: string
  readonly postalCode: string
  readonly vatId: string
  readonly taxNumber: string
  readonly legalId: string
  readonly legalScheme: string
  readonly identifiers: readonly string[]
  readonly endpoint: string
  readonly endpointScheme: string
}

export interface ReadLine {
  readonly id: string
  readonly name: string
  readonly quantity: Decimal
  readonly unit: string
  readonly net: Decimal
  readonly price: Decimal
  readonly category: string
  /** `undefined` where the line has no rate. */
  readonly rate: Decimal | undefined
}

export interface ReadTax {
  readonly category: string
  readonly rate: Decimal | undefined
  readonly taxable: Decimal
  readonly tax: Decimal
  readonly reason: string
  readonly reasonCode: string
}

export interface ReadEInvoice {
  readonly syntax: 'ubl' | 'cii'
  readonly root: Element
  readonly specification: string
  readonly profile: string
  readonly number: string
  /** `YYYY-MM-DD`, as all days. */
  readonly issuedOn: string
  readonly typeCode: string
  readonly notes: readonly string[]
  readonly currency: string
  readonly buyerReference: string
  readonly purchaseOrder: string
  readonly start: string
  readonly end: string
  readonly preceding: readonly string[]
  readonly seller: ReadParty
  readonly buyer: ReadParty
  readonly hasDelivery: boolean
  readonly deliveryCountry: string
  readonly payments: readonly { readonly code: string; readonly account: string }[]
  readonly dueOn: string
  readonly terms: string
  readonly lines: readonly ReadLine[]
  readonly taxes: readonly ReadTax[]
  readonly lineNet: Decimal
  readonly net: Decimal
  readonly tax: Decimal
  readonly gross: Decimal
  readonly prepaid: Decimal
  readonly payable: Decimal
  /** Every amount of the file as it stands there, prices apart. */
  readonly amounts: readonly string[]
}

export function readEInvoice(xml: string): ReadEInvoice {
  const root = readXml(xml)
  return root.name === 'rsm:CrossIndustryInvoice' ? readCii(root) : readUbl(root)
}

function readUbl(root: Element): ReadEInvoice {
  const kind = root.name === 'CreditNote' ? 'CreditNote' : 'Invoice'
  const at = (path: string) => textAt(root, path)
  const total = (name: string) => decimal(at(`cac:LegalMonetaryTotal/cbc:${name}`))
  const amounts = everyElement(root).filter(
    ({ name, attributes }) => 'currencyID' in attributes && name !== 'cbc:PriceAmount',
  )
  return {
    syntax: 'ubl',
    root,
    specification: at('cbc:CustomizationID'),
    profile: at('cbc:ProfileID'),
    number: at('cbc:ID'),
    issuedOn: at('cbc:IssueDate'),
    typeCode: at(`cbc:${kind}TypeCode`),
    notes: findAll(root, 'cbc:Note').map(({ text }) => text),
    currency: at('cbc:DocumentCurrencyCode'),
    buyerReference: at('cbc:BuyerReference'),
    purchaseOrder: at('cac:OrderReference/cbc:ID'),
    start: at('cac:InvoicePeriod/cbc:StartDate'),
    end: at('cac:InvoicePeriod/cbc:EndDate'),
    preceding: findAll(root, 'cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID').map(({ text }) => text),
    seller: ublParty(findAll(root, 'cac:AccountingSupplierParty/cac:Party')[0]!),
    buyer: ublParty(findAll(root, 'cac:AccountingCustomerParty/cac:Party')[0]!),
    hasDelivery: findAll(root, 'cac:Delivery').length > 0,
    deliveryCountry: at('cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode'),
    payments: findAll(root, 'cac:PaymentMeans').map((means) => ({
      code: textAt(means, 'cbc:PaymentMeansCode'),
      account: textAt(means, 'cac:PayeeFinancialAccount/cbc:ID'),
    })),
    dueOn: at('cbc:DueDate'),
    terms: at('cac:PaymentTerms/cbc:Note'),
    lines: findAll(root, `cac:${kind}Line`).map((line) => ublLine(line, kind)),
    taxes: findAll(root, 'cac:TaxTotal/cac:TaxSubtotal').map(ublTax),
    lineNet: total('LineExtensionAmount'),
    net: total('TaxExclusiveAmount'),
    tax: decimal(at('cac:TaxTotal/cbc:TaxAmount')),
    gross: total('TaxInclusiveAmount'),
    prepaid: total('PrepaidAmount'),
    payable: total('PayableAmount'),
    amounts: amounts.map(({ text }) => text),
  }
}

function ublParty(party: Element): ReadParty {
  const schemes = findAll(party, 'cac:PartyTaxScheme')
  const numberOf = (isVat: boolean) =>
    schemes
      .filter((scheme) => (textAt(scheme, 'cac:TaxScheme/cbc:ID') === 'VAT') === isVat)
      .map((s) => textAt(s, 'cbc:CompanyID'))
  const legal = findAll(party, 'cac:PartyLegalEntity/cbc:CompanyID')[0]
  const endpoint = findAll(party, 'cbc:EndpointID')[0]
  return {
    name: textAt(party, 'cac:PartyLegalEntity/cbc:RegistrationName'),
    country: textAt(party, 'cac:PostalAddress/cac:Country/cbc:IdentificationCode'),
    street: textAt(party, 'cac:PostalAddress/cbc:StreetName'),
    city: textAt(party, 'cac:PostalAddress/cbc:CityName'),
    postalCode: textAt(party, 'cac:PostalAddress/cbc:PostalZone'),
    vatId: numberOf(true)[0] ?? '',
    taxNumber: numberOf(false)[0] ?? '',
    legalId: legal?.text ?? '',
    legalScheme: legal?.attributes['schemeID'] ?? '',
    identifiers: findAll(party, 'cac:PartyIdentification/cbc:ID').map(({ text }) => text),
    endpoint: endpoint?.text ?? '',
    endpointScheme: endpoint?.attributes['schemeID'] ?? '',
  }
}

function ublLine(line: Element, kind: 'Invoice' | 'CreditNote'): ReadLine {
  const quantity = findAll(line, kind === 'Invoice' ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity')[0]!
  const tax = 'cac:Item/cac:ClassifiedTaxCategory'
  return {
    id: textAt(line, 'cbc:ID'),
    name: textAt(line, 'cac:Item/cbc:Name'),
    quantity: decimal(quantity.text),
    unit: quantity.attributes['unitCode'] ?? '',
    net: decimal(textAt(line, 'cbc:LineExtensionAmount')),
    price: decimal(textAt(line, 'cac:Price/cbc:PriceAmount')),
    category: textAt(line, `${tax}/cbc:ID`),
    rate: optional(textAt(line, `${tax}/cbc:Percent`)),
  }
}

function ublTax(tax: Element): ReadTax {
  return {
    category: textAt(tax, 'cac:TaxCategory/cbc:ID'),
    rate: optional(textAt(tax, 'cac:TaxCategory/cbc:Percent')),
    taxable: decimal(textAt(tax, 'cbc:TaxableAmount')),
    tax: decimal(textAt(tax, 'cbc:TaxAmount')),
    reason: textAt(tax, 'cac:TaxCategory/cbc:TaxExemptionReason'),
    reasonCode: textAt(tax, 'cac:TaxCategory/cbc:TaxExemptionReasonCode'),
  }
}

function readCii(root: Element): ReadEInvoice {
  const deal = 'rsm:SupplyChainTradeTransaction'
  const agreement = `${deal}/ram:ApplicableHeaderTradeAgreement`
  const delivery = `${deal}/ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty`
  const settlement = `${deal}/ram:ApplicableHeaderTradeSettlement`
  const at = (path: string) => textAt(root, path)
  const day = (path: string) => at(`${path}/udt:DateTimeString`).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  const sums = `${settlement}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`
  const total = (name: string) => decimal(at(`${sums}/ram:${name}`))
  const amounts = everyElement(root).filter(({ name }) => name.endsWith('Amount') && name !== 'ram:ChargeAmount')
  return {
    syntax: 'cii',
    root,
    specification: at('rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID'),
    profile: at('rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID'),
    number: at('rsm:ExchangedDocument/ram:ID'),
    issuedOn: day('rsm:ExchangedDocument/ram:IssueDateTime'),
    typeCode: at('rsm:ExchangedDocument/ram:TypeCode'),
    notes: findAll(root, 'rsm:ExchangedDocument/ram:IncludedNote/ram:Content').map(({ text }) => text),
    currency: at(`${settlement}/ram:InvoiceCurrencyCode`),
    buyerReference: at(`${agreement}/ram:BuyerReference`),
    purchaseOrder: at(`${agreement}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID`),
    start: day(`${settlement}/ram:BillingSpecifiedPeriod/ram:StartDateTime`),
    end: day(`${settlement}/ram:BillingSpecifiedPeriod/ram:EndDateTime`),
    preceding: findAll(root, `${settlement}/ram:InvoiceReferencedDocument/ram:IssuerAssignedID`).map(
      ({ text }) => text,
    ),
    seller: ciiParty(findAll(root, `${agreement}/ram:SellerTradeParty`)[0]!),
    buyer: ciiParty(findAll(root, `${agreement}/ram:BuyerTradeParty`)[0]!),
    hasDelivery: findAll(root, delivery).length > 0,
    deliveryCountry: at(`${delivery}/ram:PostalTradeAddress/ram:CountryID`),
    payments: findAll(root, `${settlement}/ram:SpecifiedTradeSettlementPaymentMeans`).map((means) => ({
      code: textAt(means, 'ram:TypeCode'),
      account: textAt(means, 'ram:PayeePartyCreditorFinancialAccount/ram:IBANID'),
    })),
    dueOn: day(`${settlement}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime`),
    terms: at(`${settlement}/ram:SpecifiedTradePaymentTerms/ram:Description`),
    lines: findAll(root, `${deal}/ram:IncludedSupplyChainTradeLineItem`).map(ciiLine),
    taxes: findAll(root, `${settlement}/ram:ApplicableTradeTax`).map(ciiTax),
    lineNet: total('LineTotalAmount'),
    net: total('TaxBasisTotalAmount'),
    tax: total('TaxTotalAmount'),
    gross: total('GrandTotalAmount'),
    prepaid: total('TotalPrepaidAmount'),
    payable: total('DuePayableAmount'),
    amounts: amounts.map(({ text }) => text),
  }
}

function ciiParty(party: Element): ReadParty {
  const registrations = findAll(party, 'ram:SpecifiedTaxRegistration/ram:ID')
  const numberOf = (scheme: string) =>
    registrations.find(({ attributes }) => attributes['schemeID'] === scheme)?.text ?? ''
  const legal = findAll(party, 'ram:SpecifiedLegalOrganization/ram:ID')[0]
  const endpoint = findAll(party, 'ram:URIUniversalCommunication/ram:URIID')[0]
  return {
    name: textAt(party, 'ram:Name'),
    country: textAt(party, 'ram:PostalTradeAddress/ram:CountryID'),
    street: textAt(party, 'ram:PostalTradeAddress/ram:LineOne'),
    city: textAt(party, 'ram:PostalTradeAddress/ram:CityName'),
    postalCode: textAt(party, 'ram:PostalTradeAddress/ram:PostcodeCode'),
    vatId: numberOf('VA'),
    taxNumber: numberOf('FC'),
    legalId: legal?.text ?? '',
    legalScheme: legal?.attributes['schemeID'] ?? '',
    identifiers: findAll(party, 'ram:ID').map(({ text }) => text),
    endpoint: endpoint?.text ?? '',
    endpointScheme: endpoint?.attributes['schemeID'] ?? '',
  }
}

function ciiLine(line: Element): ReadLine {
  const quantity = findAll(line, 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity')[0]!
  const settlement = 'ram:SpecifiedLineTradeSettlement'
  const price = 'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount'
  return {
    id: textAt(line, 'ram:AssociatedDocumentLineDocument/ram:LineID'),
    name: textAt(line, 'ram:SpecifiedTradeProduct/ram:Name'),
    quantity: decimal(quantity.text),
    unit: quantity.attributes['unitCode'] ?? '',
    net: decimal(textAt(line, `${settlement}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount`)),
    price: decimal(textAt(line, price)),
    category: textAt(line, `${settlement}/ram:ApplicableTradeTax/ram:CategoryCode`),
    rate: optional(textAt(line, `${settlement}/ram:ApplicableTradeTax/ram:RateApplicablePercent`)),
  }
}

function ciiTax(tax: Element): ReadTax {
  return {
    category: textAt(tax, 'ram:CategoryCode'),
    rate: optional(textAt(tax, 'ram:RateApplicablePercent')),
    taxable: decimal(textAt(tax, 'ram:BasisAmount')),
    tax: decimal(textAt(tax, 'ram:CalculatedAmount')),
    reason: textAt(tax, 'ram:ExemptionReason'),
    reasonCode: textAt(tax, 'ram:ExemptionReasonCode'),
  }
}

/** Missing amounts count as zero; what is no number becomes NaN, which no rule accepts. */
function decimal(text: string): Decimal {
  return text === '' ? new Decimal(0) : new Decimal(/^-?\d+(\.\d+)?$/.test(text) ? text : Number.NaN)
}

function optional(text: string): Decimal | undefined {
  return text === '' ? undefined : decimal(text)
}
