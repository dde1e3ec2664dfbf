import type { TaxCut } from '../core/invoicing/distribute-tax.js'
import type { TaxClass } from '../core/invoicing/tax-class.js'
import type { TaxComponent } from '../core/invoicing/tax-engine.js'
import type { TaxTreatment } from '../core/invoicing/tax-treatment.js'
import { formatDecimal, parseDecimal } from '../core/money/decimal.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'
import type { InvoiceKey } from './invoices.js'
import { INVOICE_TYPES } from './numbers.js'

/** One tax on what one class comes to on an invoice. */
export interface InvoiceTax extends InvoiceKey, TaxComponent {
  /** What was taxed: the charges of the invoice, or adjustments on it. */
  readonly source: 'charges' | 'adjustments'
  readonly taxClass: TaxClass
  /** From 1 within source and class. */
  readonly componentNumber: number
  readonly treatment: TaxTreatment
  /** For charges: from which the tax of each follows; `undefined` where no unit was left over. */
  readonly cut: TaxCut | undefined
}

/** Stores what issued invoices are taxed by; the invoices must be there. */
export async function insertInvoiceTaxes(session: Session, taxes: readonly InvoiceTax[]): Promise<void> {
  if (taxes.length === 0) return
  await session.query(
    `insert into invoice_tax (partner_id, invoice_date, invoice_type, currency, source, tax_class, component_number,
       category, name, rate, taxable, tax, exemption_reason, exemption_code, treatment, why, cut_remainder,
       cut_subscription_id, cut_charge_number)
     select * from unnest($1::uuid[], $2::date[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::smallint[],
       $8::text[], $9::text[], $10::numeric[], $11::bigint[], $12::bigint[], $13::text[], $14::text[], $15::text[],
       $16::text[], $17::bigint[], $18::uuid[], $19::int[])`,
    [
      taxes.map((tax) => tax.partnerId),
      taxes.map((tax) => dayParameter(tax.invoiceDate)),
      taxes.map((tax) => INVOICE_TYPES.numberOf(tax.invoiceType)),
      taxes.map((tax) => tax.currency),
      taxes.map((tax) => tax.source),
      taxes.map((tax) => tax.taxClass),
      taxes.map((tax) => tax.componentNumber),
      taxes.map((tax) => tax.category),
      taxes.map((tax) => tax.name),
      taxes.map((tax) => formatDecimal(tax.rate)),
      taxes.map((tax) => tax.taxable),
      taxes.map((tax) => tax.tax),
      taxes.map((tax) => tax.exemptionReason),
      taxes.map((tax) => tax.exemptionCode),
      taxes.map((tax) => tax.treatment),
      taxes.map((tax) => tax.why),
      taxes.map((tax) => tax.cut?.remainder ?? null),
      taxes.map((tax) => tax.cut?.last.subscriptionId ?? null),
      taxes.map((tax) => tax.cut?.last.chargeNumber ?? null),
    ],
  )
}

interface Row extends Omit<InvoiceTax, 'invoiceType' | 'rate' | 'cut'> {
  readonly type: number
  readonly rate: string
  readonly remainder: bigint | null
  readonly subscriptionId: string
  readonly chargeNumber: number
}

/** What invoices are taxed by, in order of invoice, source, class and component; nothing for those that are not taxed. */
export async function listInvoiceTaxes(session: Session, invoices: readonly InvoiceKey[]): Promise<InvoiceTax[]> {
  const { rows } = await session.query<Row>(
    `select t.partner_id as "partnerId", t.invoice_date as "invoiceDate", t.invoice_type as type, t.currency, t.source,
       t.tax_class as "taxClass", t.component_number as "componentNumber", t.category, t.name, t.rate, t.taxable, t.tax,
       t.exemption_reason as "exemptionReason", t.exemption_code as "exemptionCode", t.treatment, t.why,
       t.cut_remainder as remainder, t.cut_subscription_id as "subscriptionId", t.cut_charge_number as "chargeNumber"
     from unnest($1::uuid[], $2::date[], $3::smallint[], $4::text[]) as i (partner_id, invoice_date, invoice_type, currency)
     join invoice_tax t on t.partner_id = i.partner_id and t.invoice_date = i.invoice_date
       and t.invoice_type = i.invoice_type and t.currency = i.currency
     order by t.partner_id, t.invoice_date, t.invoice_type, t.currency, t.source desc, t.tax_class, t.component_number`,
    [
      invoices.map((invoice) => invoice.partnerId),
      invoices.map((invoice) => dayParameter(invoice.invoiceDate)),
      invoices.map((invoice) => INVOICE_TYPES.numberOf(invoice.invoiceType)),
      invoices.map((invoice) => invoice.currency),
    ],
  )
  return rows.map(({ type, rate, remainder, subscriptionId, chargeNumber, ...row }) => ({
    ...row,
    invoiceType: INVOICE_TYPES.wordOf(type),
    rate: parseDecimal(rate)!,
    cut: remainder === null ? undefined : { remainder, last: { subscriptionId, chargeNumber } },
  }))
}

/** The tax class each SKU (`product:sku`) had when an invoice was issued. */
export async function listLineTaxClasses(
  session: Session,
  { partnerId, invoiceDate, invoiceType, currency }: InvoiceKey,
): Promise<ReadonlyMap<string, TaxClass>> {
  const { rows } = await session.query<{ readonly sku: string; readonly taxClass: TaxClass }>(
    `select product_id || ':' || sku_id as sku, tax_class as "taxClass" from invoice_line
     where partner_id = $1 and invoice_date = $2 and invoice_type = $3 and currency = $4`,
    [partnerId, dayParameter(invoiceDate), INVOICE_TYPES.numberOf(invoiceType), currency],
  )
  return new Map(rows.map(({ sku, taxClass }) => [sku, taxClass]))
}
