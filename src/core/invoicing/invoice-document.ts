import type { Day } from '../calendar/day.js'
import type { Period } from '../calendar/period.js'
import type { Currency } from '../money/currency.js'
import type { Decimal } from '../money/decimal.js'
import type { TaxCategory } from './tax-category.js'

/** What a document is: an invoice, one that takes a part or all of one back, or one that replaces a voided invoice. */
export type DocumentType = 'invoice' | 'credit-note' | 'void-note' | 'adjustment-note'

/** Whether it takes something back: its amounts have their sign turned, and nothing is to be paid. */
export function takesBack(documentType: DocumentType): boolean {
  return documentType === 'credit-note' || documentType === 'void-note'
}

/** A postal address as it was when the document was issued. */
export interface DocumentAddress {
  /** Street and number, then what else is needed; one to three lines. */
  readonly lines: readonly string[]
  readonly city: string
  readonly postalCode: string
  /** State or province, where addresses of the country have one; otherwise empty. */
  readonly region: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
}

/** A seller or buyer as it was when the document was issued. */
export interface DocumentParty {
  readonly name: string
  readonly address: DocumentAddress
  /** With its country's prefix; `undefined` where none was known at issue. */
  readonly vatId: string | undefined
  /** Number under which it is known to a tax office whose numbers are no VAT ids; left out for none. */
  readonly taxNumber?: string
  /** Number in the company register, or another tax number such as a US FEIN; empty for none. */
  readonly registrationNumber: string
  readonly email: string
  readonly phone: string
  /** Address in the Peppol network: scheme of the EAS list and value. */
  readonly electronicAddress: { readonly scheme: string; readonly value: string } | undefined
}

/** One stretch of charges of a subscription on an invoice. Details come in order of customer and subscription. */
export interface DocumentDetail {
  readonly customerId: string
  readonly customerName: string
  readonly subscriptionId: string
  readonly subscriptionName: string
  readonly productName: string
  readonly publisherName: string
  readonly chargeType: string
  /** Half-open. */
  readonly period: Period
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  /** What was measured, where it is usage; quantity and price are those of it then. */
  readonly usage: DetailUsage | undefined
  /** Minor units, before tax. */
  readonly amount: bigint
  readonly discount: bigint
  /** Why the price is not that of the list, such as a promotion; empty for none. */
  readonly discountReason: string
  readonly tax: bigint
}

/** What a quantity of usage is, and what its price is made of. */
export interface DetailUsage {
  readonly meter: string
  /** What one of the quantity is, such as `1 Hour`. */
  readonly unit: string
  /** What of the usage costs nothing and is not in the quantity. */
  readonly included: Decimal
  readonly pricingCurrency: Currency
  /** Percent of the price that the partner earned; it is taken off already. */
  readonly earnedCredit: number
}

/** One line of a document: what is charged of a SKU, or an adjustment. */
export interface DocumentLine {
  /** From 1, without gaps. */
  readonly lineNumber: number
  readonly kind: 'charges' | 'adjustment'
  readonly productId: string
  readonly skuId: string
  readonly description: string
  readonly publisherName: string
  readonly chargeCount: number
  /** Minor units, before tax; negative where credits outweigh charges. */
  readonly amount: bigint
  readonly tax: bigint
  readonly taxCategory: TaxCategory
  /** Percent, such as 21; zero where the category has no rate. */
  readonly taxRate: Decimal
}

/** What a document has to say about one kind of tax. */
export interface DocumentTax {
  readonly category: TaxCategory
  /** Such as `VAT 21 %`, `GST/HST`, `Sales tax`. */
  readonly name: string
  readonly rate: Decimal
  /** Minor units. */
  readonly taxable: bigint
  readonly tax: bigint
  /** Why there is no tax, as the law wants it said; empty where there is. */
  readonly exemptionReason: string
  /** Code of the VATEX list, such as `VATEX-EU-AE`; empty where there is none. */
  readonly exemptionCode: string
}

/** Everything an issued document says. It is made once, when the document is issued, and never changes. */
export interface InvoiceDocument {
  readonly documentType: DocumentType
  readonly number: string
  readonly invoiceType: 'recurring' | 'one-time'
  /** Number of the document this one credits, voids or replaces; `undefined` for plain invoices. */
  readonly amends: { readonly number: string; readonly issuedOn: Day } | undefined
  /** Why, in words; empty for plain invoices. */
  readonly reason: string
  readonly issuedOn: Day
  readonly dueOn: Day
  /** Days from the issue date to the due date, such as 60. */
  readonly paymentDays: number
  /** Half-open. */
  readonly period: Period
  readonly currency: Currency
  readonly seller: DocumentParty
  readonly buyer: DocumentParty
  /** Where the services are received, where that is another address than the buyer's. */
  readonly serviceRecipient: DocumentParty | undefined
  /** What the provider calls the account, such as its network id. */
  readonly customerNumber: string
  /** The buyer's purchase order; empty for none. */
  readonly purchaseOrder: string
  /** What the buyer wants quoted to route the invoice; where empty, the customer number is used. */
  readonly buyerReference: string
  readonly payment: {
    readonly accountName: string
    readonly iban: string
    readonly bic: string
    /** Text for payers; the invoice number is to be quoted in any case. */
    readonly instructions: string
  }
  readonly supportUrl: string
  readonly lines: readonly DocumentLine[]
  readonly taxes: readonly DocumentTax[]
  /** Minor units; below zero for what a credit or void note takes back. */
  readonly totals: {
    readonly licenseCharges: bigint
    readonly usageCharges: bigint
    readonly oneTimeCharges: bigint
    /** Discounts inside the charges, as a positive amount. */
    readonly discounts: bigint
    readonly adjustments: bigint
    /** Charges and adjustments, before tax. */
    readonly net: bigint
    readonly tax: bigint
    /** Net and tax. */
    readonly total: bigint
    /** Credits after tax, such as payments in advance, as a positive amount: the total without them is to be paid. */
    readonly otherCredits: bigint
  }
  /** Rates used where prices are in another currency. */
  readonly exchangeRates: readonly {
    readonly from: Currency
    readonly to: Currency
    readonly rate: Decimal
    readonly on: Day
  }[]
  readonly publishers: readonly { readonly name: string; readonly address: string }[]
}
