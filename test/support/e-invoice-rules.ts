// The rules of EN 16931 and Peppol BIS Billing 3.0 that documents of this program can touch, as data. Each rule bears the
// number of the official one; its sentence is ours.
import { Decimal } from 'decimal.js'
import { ADDRESS_SCHEMES, COUNTRIES } from './e-invoice-lists.js'
import type { ReadEInvoice, ReadLine, ReadParty, ReadTax } from './e-invoice-reading.js'
import { everyElement } from './xml-tree.js'

export interface Rule {
  readonly id: string
  readonly says: string
  /** Only for one of the syntaxes; Peppol's rules are those of UBL. */
  readonly syntax?: 'ubl' | 'cii'
  readonly holds: (invoice: ReadEInvoice) => boolean
}

/** Rules an e-invoice breaks. */
export function brokenRules(invoice: ReadEInvoice): string[] {
  return RULES.filter(
    ({ syntax, holds }) => (syntax === undefined || syntax === invoice.syntax) && !holds(invoice),
  ).map(({ id, says }) => `${id}: ${says}`)
}

const EXEMPT = ['E', 'AE', 'G', 'O']
const UNTAXED = ['Z', 'E', 'AE', 'G', 'O']
/** Categories that are one group whatever the rate, since they have none but zero. */
const ONCE = ['Z', 'E', 'AE', 'G', 'O']

const sum = (amounts: readonly Decimal[]) => amounts.reduce((total, amount) => total.plus(amount), new Decimal(0))
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)
const isAmount = (text: string) => /^-?\d+(\.\d{1,2})?$/.test(text)
const parties = ({ seller, buyer }: ReadEInvoice): readonly ReadParty[] => [seller, buyer]
const has = ({ lines }: ReadEInvoice, category: string) => lines.some((line) => line.category === category)
const group = (line: ReadLine | ReadTax) => `${line.category} ${line.rate ?? ''}`
const sellerIsTaxable = ({ seller }: ReadEInvoice) => seller.vatId !== '' || seller.taxNumber !== ''

const WHOLE: readonly Rule[] = [
  {
    id: 'BR-01',
    says: 'a specification is named',
    holds: ({ specification }) => specification.startsWith('urn:cen.eu:en16931:2017'),
  },
  { id: 'BR-02', says: 'it has a number', holds: ({ number }) => number !== '' },
  { id: 'BR-03', says: 'it has a day of issue', holds: ({ issuedOn }) => isDay(issuedOn) },
  {
    id: 'BR-04',
    says: 'its type is an invoice or a credit note',
    holds: ({ typeCode }) => ['380', '381'].includes(typeCode),
  },
  { id: 'BR-05', says: 'it has a currency', holds: ({ currency }) => /^[A-Z]{3}$/.test(currency) },
  { id: 'BR-06', says: 'the seller has a name', holds: ({ seller }) => seller.name !== '' },
  { id: 'BR-07', says: 'the buyer has a name', holds: ({ buyer }) => buyer.name !== '' },
  { id: 'BR-09', says: 'the seller has a country', holds: ({ seller }) => seller.country !== '' },
  { id: 'BR-11', says: 'the buyer has a country', holds: ({ buyer }) => buyer.country !== '' },
  { id: 'BR-16', says: 'it has a line', holds: ({ lines }) => lines.length > 0 },
  {
    id: 'BR-29',
    says: 'the period does not end before it starts',
    holds: ({ start, end }) => start === '' || end >= start,
  },
  { id: 'BR-49', says: 'a way to pay has a code', holds: ({ payments }) => payments.every(({ code }) => code !== '') },
  {
    id: 'BR-50/61',
    says: 'a transfer names an account',
    holds: ({ payments }) => payments.every(({ code, account }) => !['30', '58'].includes(code) || account !== ''),
  },
  {
    id: 'BR-55',
    says: 'a preceding document has a number',
    holds: ({ preceding }) => preceding.every((text) => text !== ''),
  },
  {
    id: 'BR-57',
    says: 'an address of delivery has a country',
    holds: ({ hasDelivery, deliveryCountry }) => !hasDelivery || COUNTRIES.has(deliveryCountry),
  },
  {
    id: 'BR-62/63',
    says: 'an electronic address has a scheme',
    holds: (invoice) => parties(invoice).every((party) => party.endpoint === '' || party.endpointScheme !== ''),
  },
  {
    id: 'BR-CO-09',
    says: 'a VAT id begins with a country',
    holds: (invoice) =>
      parties(invoice).every(({ vatId }) => vatId === '' || COUNTRIES.has(vatId.slice(0, 2)) || vatId.startsWith('EL')),
  },
  {
    id: 'BR-CO-25',
    says: 'what is to be paid has a due date or terms',
    holds: ({ payable, dueOn, terms }) => payable.lte(0) || dueOn !== '' || terms !== '',
  },
  {
    id: 'BR-CO-26',
    says: 'the seller is identified',
    holds: ({ seller }) => seller.identifiers.length > 0 || seller.legalId !== '' || seller.vatId !== '',
  },
  {
    id: 'BR-CL-14',
    says: 'countries are of ISO 3166',
    holds: (invoice) => parties(invoice).every(({ country }) => COUNTRIES.has(country)),
  },
  {
    id: 'BR-CL-16',
    says: 'ways to pay are of UNTDID 4461',
    holds: ({ payments }) => payments.every(({ code }) => ['30', '58'].includes(code)),
  },
  {
    id: 'BR-CL-25',
    says: 'schemes of electronic addresses are of the list EAS',
    holds: (invoice) =>
      parties(invoice).every((party) => party.endpoint === '' || ADDRESS_SCHEMES.has(party.endpointScheme)),
  },
]

const SUMS: readonly Rule[] = [
  {
    id: 'BR-CO-10',
    says: 'the lines add up',
    holds: ({ lines, lineNet }) => sum(lines.map(({ net }) => net)).eq(lineNet),
  },
  { id: 'BR-CO-13', says: 'the total before tax is that of the lines', holds: ({ lineNet, net }) => net.eq(lineNet) },
  {
    id: 'BR-CO-14',
    says: 'the tax is the sum of the breakdown',
    holds: ({ taxes, tax }) => sum(taxes.map((one) => one.tax)).eq(tax),
  },
  { id: 'BR-CO-15', says: 'the total is net and tax', holds: ({ net, tax, gross }) => gross.eq(net.plus(tax)) },
  {
    id: 'BR-CO-16',
    says: 'what is paid before is taken off',
    holds: ({ gross, prepaid, payable }) => payable.eq(gross.minus(prepaid)),
  },
  {
    id: 'BR-DEC',
    says: 'amounts have at most two digits after the point',
    holds: ({ amounts }) => amounts.length > 0 && amounts.every(isAmount),
  },
]

const LINES: readonly Rule[] = [
  {
    id: 'BR-21',
    says: 'a line has a number of its own',
    holds: ({ lines }) => new Set(lines.map(({ id }) => id).filter(Boolean)).size === lines.length,
  },
  {
    id: 'BR-23',
    says: 'a quantity has a unit',
    holds: ({ lines }) => lines.every(({ unit }) => ['C62', 'EA'].includes(unit)),
  },
  { id: 'BR-25', says: 'a line has a name', holds: ({ lines }) => lines.every(({ name }) => name !== '') },
  { id: 'BR-27', says: 'a price is not negative', holds: ({ lines }) => lines.every(({ price }) => price.gte(0)) },
  {
    id: 'BR-CO-04',
    says: 'a line has a category',
    holds: ({ lines }) => lines.every(({ category }) => ['S', ...UNTAXED].includes(category)),
  },
  {
    id: 'PEPPOL-EN16931-R120',
    says: 'a line is quantity times price',
    holds: ({ lines }) => lines.every(({ quantity, price, net }) => quantity.times(price).eq(net)),
  },
]

const TAXES: readonly Rule[] = [
  { id: 'BR-CO-18', says: 'there is a breakdown', holds: ({ taxes }) => taxes.length > 0 },
  {
    id: 'BR-CO-17',
    says: 'the tax of a group is its amount times its rate',
    holds: ({ taxes }) =>
      taxes.every(({ taxable, rate, tax }) =>
        taxable
          .times(rate ?? 0)
          .div(100)
          .minus(tax)
          .abs()
          .lt(1),
      ),
  },
  {
    id: 'BR-48',
    says: 'a group has a rate, but for those out of scope',
    holds: ({ taxes }) => taxes.every(({ category, rate }) => (category === 'O') === (rate === undefined)),
  },
  {
    id: 'BR-S-08',
    says: 'a group is the sum of its lines',
    holds: ({ lines, taxes }) =>
      taxes.every((tax) =>
        sum(lines.filter((line) => group(line) === group(tax)).map(({ net }) => net)).eq(tax.taxable),
      ),
  },
  {
    id: 'BR-*-01',
    says: 'every category of a line has a group, those without a rate just one',
    holds: ({ lines, taxes }) => {
      const groups = taxes.map(group)
      const categories = taxes.map(({ category }) => category).filter((category) => ONCE.includes(category))
      const all = new Set(lines.map(group))
      return (
        new Set(groups).size === groups.length &&
        new Set(categories).size === categories.length &&
        groups.every((one) => all.has(one)) &&
        [...all].every((one) => groups.includes(one))
      )
    },
  },
  {
    id: 'BR-S-02',
    says: 'a seller that charges tax is registered',
    holds: (invoice) => !has(invoice, 'S') || sellerIsTaxable(invoice),
  },
  {
    id: 'BR-S-05',
    says: 'a standard rate is above zero',
    holds: ({ lines }) => lines.every(({ category, rate }) => category !== 'S' || rate?.gt(0) === true),
  },
  {
    id: 'BR-S-10',
    says: 'a taxed group has no reason',
    holds: ({ taxes }) =>
      taxes.every(({ category, reason, reasonCode }) => EXEMPT.includes(category) || reason + reasonCode === ''),
  },
  {
    id: 'BR-E-10',
    says: 'an untaxed group has a reason',
    holds: ({ taxes }) =>
      taxes.every(({ category, reason, reasonCode }) => !EXEMPT.includes(category) || reason + reasonCode !== ''),
  },
  {
    id: 'BR-E-05',
    says: 'an untaxed line has the rate zero, or none out of scope',
    holds: ({ lines }) =>
      lines.every(
        ({ category, rate }) =>
          !UNTAXED.includes(category) || (category === 'O' ? rate === undefined : rate?.isZero() === true),
      ),
  },
  {
    id: 'BR-E-09',
    says: 'an untaxed group has no tax',
    holds: ({ taxes }) => taxes.every(({ category, tax }) => !UNTAXED.includes(category) || tax.isZero()),
  },
  {
    id: 'BR-E-02',
    says: 'a seller of exempt or zero-rated supplies is registered',
    holds: (invoice) => !(has(invoice, 'E') || has(invoice, 'Z')) || sellerIsTaxable(invoice),
  },
  {
    id: 'BR-AE-02',
    says: 'reverse charge has both registrations',
    holds: (invoice) =>
      !has(invoice, 'AE') || (sellerIsTaxable(invoice) && (invoice.buyer.vatId !== '' || invoice.buyer.legalId !== '')),
  },
  {
    id: 'BR-G-02',
    says: 'an exporter has a VAT id',
    holds: (invoice) => !has(invoice, 'G') || invoice.seller.vatId !== '',
  },
  {
    id: 'BR-O-02',
    says: 'out of scope, nobody shows a VAT id',
    holds: (invoice) => !has(invoice, 'O') || parties(invoice).every(({ vatId }) => vatId === ''),
  },
  {
    id: 'BR-O-11',
    says: 'out of scope stands alone',
    holds: (invoice) => !has(invoice, 'O') || invoice.taxes.length === 1,
  },
]

const PEPPOL: readonly Rule[] = [
  {
    id: 'PEPPOL-EN16931-R001',
    says: 'a process is named',
    holds: ({ profile }) => profile === 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
  },
  { id: 'PEPPOL-EN16931-R002', says: 'there is one note at most', holds: ({ notes }) => notes.length <= 1 },
  {
    id: 'PEPPOL-EN16931-R003',
    says: 'the buyer finds a reference',
    holds: ({ buyerReference, purchaseOrder }) => buyerReference !== '' || purchaseOrder !== '',
  },
  {
    id: 'PEPPOL-EN16931-R004',
    says: 'the specification is Peppol BIS Billing 3.0',
    holds: ({ specification }) => specification.endsWith('#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0'),
  },
  {
    id: 'PEPPOL-EN16931-R008',
    says: 'no element is empty',
    holds: ({ root }) => everyElement(root).every(({ children, text }) => children.length > 0 || text.trim() !== ''),
  },
  {
    id: 'PEPPOL-EN16931-R010/R020',
    says: 'both have an electronic address',
    holds: (invoice) => parties(invoice).every(({ endpoint }) => endpoint !== ''),
  },
  {
    id: 'PEPPOL-EN16931-R051',
    says: 'all amounts are in one currency',
    holds: ({ root, currency }) =>
      everyElement(root).every(({ attributes }) => (attributes['currencyID'] ?? currency) === currency),
  },
  {
    id: 'PEPPOL-EN16931-P0100/P0101',
    says: 'the root fits the type',
    holds: ({ root, typeCode }) => root.name === (typeCode === '381' ? 'CreditNote' : 'Invoice'),
  },
  {
    id: 'PEPPOL-EN16931-P0104..P0107',
    says: 'a code of exemption is that of its category',
    holds: ({ taxes }) =>
      taxes.every(
        ({ category, reasonCode }) => !/^VATEX-EU-(AE|G|O)$/.test(reasonCode) || reasonCode === `VATEX-EU-${category}`,
      ),
  },
  {
    id: 'PEPPOL-EN16931-F001',
    says: 'days are written in full',
    holds: ({ issuedOn, dueOn, start, end }) => [issuedOn, dueOn, start, end].every((day) => day === '' || isDay(day)),
  },
]

const NATIONAL: readonly Rule[] = [
  {
    id: 'NL-R-001',
    says: 'a Dutch credit note names its invoice',
    holds: ({ seller, typeCode, preceding }) => seller.country !== 'NL' || typeCode !== '381' || preceding.length > 0,
  },
  {
    id: 'NL-R-002',
    says: 'a Dutch seller has a whole address',
    holds: ({ seller }) =>
      seller.country !== 'NL' || [seller.street, seller.city, seller.postalCode].every((part) => part !== ''),
  },
  {
    id: 'NL-R-003',
    says: 'a Dutch seller shows its register number',
    holds: ({ seller }) =>
      seller.country !== 'NL' || (seller.legalId !== '' && ['0106', '0190'].includes(seller.legalScheme)),
  },
  {
    id: 'NL-R-004',
    says: 'so has a Dutch buyer of a Dutch seller',
    holds: ({ seller, buyer }) =>
      seller.country !== 'NL' ||
      buyer.country !== 'NL' ||
      [buyer.street, buyer.city, buyer.postalCode].every((part) => part !== ''),
  },
  {
    id: 'NL-R-005',
    says: 'a Dutch buyer of a Dutch seller shows it by its scheme',
    holds: ({ seller, buyer }) =>
      seller.country !== 'NL' ||
      buyer.country !== 'NL' ||
      buyer.legalId === '' ||
      ['0106', '0190'].includes(buyer.legalScheme),
  },
  {
    id: 'NL-R-007',
    says: 'a Dutch seller says how to pay',
    holds: ({ seller, payments, payable }) => seller.country !== 'NL' || payable.lte(0) || payments.length > 0,
  },
  {
    id: 'NL-R-008',
    says: 'by a way that is used there',
    holds: ({ seller, payments }) =>
      seller.country !== 'NL' || payments.every(({ code }) => ['30', '48', '49', '57', '58', '59'].includes(code)),
  },
  {
    id: 'DK-R-014',
    says: 'a Danish seller shows its CVR number',
    holds: ({ seller }) =>
      seller.country !== 'DK' || (seller.legalScheme === '0184' && /^DK\d{8}$/.test(seller.legalId)),
  },
  {
    id: 'DE-R-001',
    says: 'a German seller tells a German buyer how to pay',
    holds: ({ seller, buyer, payments }) => seller.country !== 'DE' || buyer.country !== 'DE' || payments.length > 0,
  },
]

export const RULES: readonly Rule[] = [
  ...WHOLE,
  ...SUMS,
  ...LINES,
  ...TAXES,
  ...[...PEPPOL, ...NATIONAL].map((rule): Rule => ({ ...rule, syntax: 'ubl' })),
]
