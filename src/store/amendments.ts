import type { Day, Instant } from '../core/calendar/day.js'
import type { AmendmentKind, AmendmentReason } from '../core/invoicing/amendment.js'
import type { ChargeKey } from '../core/invoicing/distribute-tax.js'
import type { TaxClass } from '../core/invoicing/tax-class.js'
import { formatDecimal, parseDecimal } from '../core/money/decimal.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import type { InvoiceKey } from './invoices.js'
import { INVOICE_TYPES } from './numbers.js'
import type { InvoiceTax } from './tax-invoices.js'

/** A document that amends an issued one. Credit and void notes have amounts below zero. */
export interface Amendment extends InvoiceKey {
  readonly number: string
  readonly kind: AmendmentKind
  readonly amends: string
  readonly issuedOn: Day
  /** Only of a replacement: nothing is to be paid of the others. */
  readonly dueOn: Day | null
  readonly reason: AmendmentReason
  readonly note: string
  /** Minor units. */
  readonly charged: bigint
  readonly adjusted: bigint
  readonly tax: bigint
  readonly total: bigint
  readonly chargeCount: bigint
}

/** A line of a document: charges of a SKU, or an adjustment. */
export interface DocumentLineRow {
  readonly lineNumber: number
  readonly kind: 'charges' | 'adjustment'
  /** Empty for an adjustment, as is the SKU. */
  readonly productId: string
  readonly skuId: string
  readonly description: string
  readonly taxClass: TaxClass
  readonly chargeCount: bigint
  readonly amount: bigint
  readonly tax: bigint
}

/** What a credit note takes back of a charge: below zero, unless the charge was. */
export interface CreditedCharge extends ChargeKey {
  readonly lineNumber: number
  readonly amount: bigint
  readonly tax: bigint
  /** `tax` by component of the tax class. */
  readonly taxes: readonly bigint[]
}

/** An amendment with everything that is stored of it. */
export interface AmendmentInFull {
  readonly amendment: Amendment
  readonly lines: readonly DocumentLineRow[]
  readonly taxes: readonly InvoiceTax[]
  /** Only of credit notes. */
  readonly charges: readonly CreditedCharge[]
}

/** Stores an issued amendment. */
export async function insertAmendment(
  session: Session,
  { amendment, lines, taxes, charges }: AmendmentInFull,
  { issuedAt, issuedBy }: { readonly issuedAt: Instant; readonly issuedBy: string },
): Promise<void> {
  const { partnerId, number } = amendment
  await session.query(
    `insert into amendment (partner_id, number, kind, amends, invoice_date, invoice_type, currency, issued_on, due_on,
       reason, note, charged, adjusted, tax, total, charge_count, issued_at, issued_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      ...[partnerId, number, amendment.kind, amendment.amends, dayParameter(amendment.invoiceDate)],
      ...[INVOICE_TYPES.numberOf(amendment.invoiceType), amendment.currency, dayParameter(amendment.issuedOn)],
      ...[amendment.dueOn === null ? null : dayParameter(amendment.dueOn), amendment.reason, amendment.note],
      ...[amendment.charged, amendment.adjusted, amendment.tax, amendment.total, amendment.chargeCount],
      ...[instantParameter(issuedAt), issuedBy],
    ],
  )
  await session.query(
    `insert into amendment_line (partner_id, number, line_number, kind, product_id, sku_id, description, tax_class,
       charge_count, amount, tax)
     select $1::uuid, $2::text, v.* from unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::bigint[], $10::bigint[], $11::bigint[]) as v`,
    [
      ...[partnerId, number, lines.map((line) => line.lineNumber), lines.map((line) => line.kind)],
      ...[lines.map((line) => line.productId), lines.map((line) => line.skuId)],
      ...[lines.map((line) => line.description), lines.map((line) => line.taxClass)],
      ...[lines.map((line) => line.chargeCount), lines.map((line) => line.amount), lines.map((line) => line.tax)],
    ],
  )
  await insertTaxes(session, partnerId, number, taxes)
  await session.query(
    `insert into amendment_charge (partner_id, number, subscription_id, charge_number, line_number, amount, tax, taxes)
     select $1::uuid, $2::text, v.subscription_id, v.charge_number, v.line_number, v.amount, v.tax, v.taxes::bigint[]
     from unnest($3::uuid[], $4::int[], $5::int[], $6::bigint[], $7::bigint[], $8::text[])
       as v (subscription_id, charge_number, line_number, amount, tax, taxes)`,
    [
      ...[partnerId, number, charges.map((one) => one.subscriptionId), charges.map((one) => one.chargeNumber)],
      ...[charges.map((one) => one.lineNumber), charges.map((one) => one.amount), charges.map((one) => one.tax)],
      charges.map((one) => `{${one.taxes.join(',')}}`),
    ],
  )
}

async function insertTaxes(
  session: Session,
  partnerId: string,
  number: string,
  taxes: readonly InvoiceTax[],
): Promise<void> {
  await session.query(
    `insert into amendment_tax (partner_id, number, source, tax_class, component_number, category, name, rate, taxable,
       tax, exemption_reason, exemption_code, treatment, why, cut_remainder, cut_subscription_id, cut_charge_number)
     select $1::uuid, $2::text, v.* from unnest($3::text[], $4::text[], $5::smallint[], $6::text[], $7::text[],
       $8::numeric[], $9::bigint[], $10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[],
       $16::uuid[], $17::int[]) as v`,
    [
      ...[partnerId, number, taxes.map((tax) => tax.source), taxes.map((tax) => tax.taxClass)],
      ...[taxes.map((tax) => tax.componentNumber), taxes.map((tax) => tax.category), taxes.map((tax) => tax.name)],
      ...[taxes.map((tax) => formatDecimal(tax.rate)), taxes.map((tax) => tax.taxable), taxes.map((tax) => tax.tax)],
      ...[taxes.map((tax) => tax.exemptionReason), taxes.map((tax) => tax.exemptionCode)],
      ...[taxes.map((tax) => tax.treatment), taxes.map((tax) => tax.why)],
      taxes.map((tax) => tax.cut?.remainder ?? null),
      taxes.map((tax) => tax.cut?.last.subscriptionId ?? null),
      taxes.map((tax) => tax.cut?.last.chargeNumber ?? null),
    ],
  )
}

/** The lines of amendments, in order of number and line. */
export async function listAmendmentLines(
  session: Session,
  partnerId: string,
  numbers: readonly string[],
): Promise<DocumentLineRow[]> {
  const { rows } = await session.query<DocumentLineRow>(
    `select line_number as "lineNumber", kind, product_id as "productId", sku_id as "skuId", description,
       tax_class as "taxClass", charge_count as "chargeCount", amount, tax
     from amendment_line where partner_id = $1 and number = any($2) order by number, line_number`,
    [partnerId, numbers],
  )
  return rows
}

/** The lines of an invoice, those of adjustments after those of charges. */
export async function listInvoiceLineRows(session: Session, invoice: InvoiceKey): Promise<DocumentLineRow[]> {
  const { rows } = await session.query<DocumentLineRow>(
    `select line_number as "lineNumber", 'charges' as kind, product_id as "productId", sku_id as "skuId", description,
       tax_class as "taxClass", charge_count as "chargeCount", amount, tax
     from invoice_line where partner_id = $1 and invoice_date = $2 and invoice_type = $3 and currency = $4
     union all
     select line_number, 'adjustment', '', '', description, tax_class, 0, amount, tax
     from invoice_adjustment where partner_id = $1 and invoice_date = $2 and invoice_type = $3 and currency = $4
     order by 1`,
    [
      invoice.partnerId,
      dayParameter(invoice.invoiceDate),
      INVOICE_TYPES.numberOf(invoice.invoiceType),
      invoice.currency,
    ],
  )
  return rows
}

type TaxRow = Omit<InvoiceTax, keyof InvoiceKey | 'rate' | 'cut'> & {
  readonly rate: string
  readonly remainder: bigint | null
  readonly subscriptionId: string
  readonly chargeNumber: number
}

/** What amendments of one invoice are taxed by; for several of them, in order of number. */
export async function listAmendmentTaxes(
  session: Session,
  { partnerId, invoiceDate, invoiceType, currency }: InvoiceKey,
  numbers: readonly string[],
): Promise<InvoiceTax[]> {
  const { rows } = await session.query<TaxRow>(
    `select source, tax_class as "taxClass", component_number as "componentNumber", category, name, rate, taxable, tax,
       exemption_reason as "exemptionReason", exemption_code as "exemptionCode", treatment, why,
       cut_remainder as remainder, cut_subscription_id as "subscriptionId", cut_charge_number as "chargeNumber"
     from amendment_tax where partner_id = $1 and number = any($2)
     order by number, source desc, tax_class, component_number`,
    [partnerId, numbers],
  )
  return rows.map(({ rate, remainder, subscriptionId, chargeNumber, ...row }) => ({
    ...{ partnerId, invoiceDate, invoiceType, currency, ...row },
    rate: parseDecimal(rate)!,
    cut: remainder === null ? undefined : { remainder, last: { subscriptionId, chargeNumber } },
  }))
}

/** What credit notes took back, charge by charge, in order of note and charge. */
export async function listCreditedCharges(
  session: Session,
  partnerId: string,
  numbers: readonly string[],
): Promise<CreditedCharge[]> {
  if (numbers.length === 0) return []
  const { rows } = await session.query<CreditedCharge>(
    `select subscription_id as "subscriptionId", charge_number as "chargeNumber", line_number as "lineNumber", amount, tax,
       taxes
     from amendment_charge where partner_id = $1 and number = any($2)
     order by number, subscription_id, charge_number`,
    [partnerId, numbers],
  )
  return rows.map((row) => ({ ...row, taxes: row.taxes.map(BigInt) }))
}

// Markets -------------------------------------------------------------------------------------------------------------

/** Whether invoices are voided and billed again in a country. */
export interface RebillMarket {
  readonly country: string
  readonly isOffered: boolean
  readonly changedAt: Instant
  readonly changedBy: string
}

/** Countries for which somebody decided; in all others it is offered. */
export async function listRebillMarkets(session: Session): Promise<RebillMarket[]> {
  const { rows } = await session.query<RebillMarket>(
    `select country, is_offered as "isOffered", changed_at as "changedAt", changed_by as "changedBy"
     from rebill_market order by country`,
  )
  return rows
}

export async function putRebillMarket(session: Session, market: RebillMarket): Promise<void> {
  const { country, isOffered, changedAt, changedBy } = market
  await session.query(
    `insert into rebill_market (country, is_offered, changed_at, changed_by) values ($1, $2, $3, $4)
     on conflict (country) do update
       set is_offered = excluded.is_offered, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [country, isOffered, instantParameter(changedAt), changedBy],
  )
}
