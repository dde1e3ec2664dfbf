// Writes the pages of docs/ that repeat what the program knows, from the built program itself: columns of the
// reconciliation files, refusals, the command line, commerce profiles and proration policies, the API and who may use it.
// Usage: node scripts/generate-docs.mjs [--check]      With --check nothing is written; exit code 1 where a page is stale.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Command } from 'commander'
import { accessPage } from './access-page.mjs'
import { apiPage } from './api-page.mjs'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const NOTE =
  '<!-- Written by scripts/generate-docs.mjs (npm run docs). Do not edit: change the source and run it again. -->'

/** What columns mean; a key with the kind of file before it is for that file only. */
const MEANINGS = {
  PartnerId: 'Id of the partner that is billed.',
  CustomerId: 'Id of the customer.',
  CustomerName: 'Name of the customer.',
  CustomerDomainName: 'Domain of the customer.',
  CustomerCountry: 'Country of the customer, two letters.',
  DomainName: 'Domain of the customer.',
  MpnId: 'Partner number of the partner.',
  ResellerMpnId: 'Partner number of the reseller; empty where the partner sells directly.',
  InvoiceNumber: 'Number of the invoice.',
  OrderId: 'Id of the order the subscription was bought with.',
  OrderDate: 'Day of that order.',
  SubscriptionId: 'Id of the subscription.',
  SyndicationPartnerSubscriptionNumber: 'The same as SubscriptionId: a subscription has one id here.',
  OfferId: 'Id of the availability: a SKU with term, billing cycle and currency.',
  DurableOfferId: 'Product and SKU, joined by a colon.',
  OfferName: 'Name of the offer.',
  ProductId: 'Id of the product.',
  SkuId: 'Id of the SKU within the product.',
  AvailabilityId: 'Id of the availability: a SKU with term, billing cycle and currency.',
  SkuName: 'Title of the SKU.',
  ProductName: 'Title of the product.',
  PublisherName: 'Name of the publisher.',
  PublisherId: 'Id of the publisher.',
  'license-based SubscriptionStartDate': 'Start of the term the charge falls in, at 0:00.',
  'license-based SubscriptionEndDate':
    'The instant that term ends: 0:00 of the day after its last; empty where it never ends.',
  'one-time SubscriptionStartDate': 'First day of the term the charge falls in.',
  'one-time SubscriptionEndDate': 'Last day of that term; empty for what is bought once and for all.',
  'license-based ChargeStartDate': 'First day charged, at 0:00.',
  'license-based ChargeEndDate': 'Last day charged, at 23:59.',
  'one-time ChargeStartDate':
    'First day of the line; some profiles print the whole cycle ([profiles.md](profiles.md)).',
  'one-time ChargeEndDate': 'Last day of the line.',
  ChargeType: 'Why the charge exists ([profiles.md](profiles.md)).',
  UnitPrice: 'Price of one license: for the days charged, or the list price of a whole cycle, as the profile says.',
  Quantity: 'Licenses.',
  BillableQuantity: 'The same as Quantity.',
  Amount: 'What the charge costs, before discount and tax.',
  TotalOtherDiscount: 'Discount taken off the amount ([discounts.md](discounts.md)).',
  Subtotal: 'Amount without discount, before tax.',
  Tax: 'Tax of the line ([tax.md](tax.md)); 0 before the provider is registered for taxes.',
  TaxTotal: 'Tax of the line ([tax.md](tax.md)); 0 before the provider is registered for taxes.',
  TotalForCustomer: 'Subtotal with tax.',
  Total: 'Subtotal with tax.',
  Currency: 'Currency of the invoice, three letters.',
  PricingCurrency: 'Currency of the price: that of the invoice, or for usage that of the meter.',
  SubscriptionName: "The partner's own name for the subscription, or the name of the offer.",
  SubscriptionDescription: 'Name of the offer.',
  BillingCycleType: 'Monthly, Annual, Upfront or OneTime.',
  BillingFrequency: 'Monthly, Annual, Upfront or OneTime.',
  TermAndBillingCycle: 'Term and billing cycle in words, such as One-Year commitment for monthly billing.',
  UnitType: 'What is counted, such as License.',
  PriceAdjustmentDescription:
    'What the discount in the price is called, or a JSON list with the credit the partner earned; empty without one.',
  AlternateId: 'Empty.',
  PCToBCExchangeRate: 'Exchange rate from pricing to billing currency; 1 where both are the same.',
  PCToBCExchangeRateDate: 'Day of the exchange rate; the date of the invoice where both are the same.',
  MeterDescription: 'Name of the meter; empty for all but usage.',
  ReservationOrderId: 'Empty; for reservations.',
  CreditReasonCode: 'Why a credit note was given; empty on other documents.',
  ReferenceID: 'The same for all subscriptions that came out of one conversion; otherwise empty.',
  ProductQualifiers: 'A JSON list: Add-on, Trial, or both; otherwise empty.',
  PromotionID: 'Id of the promotion or discount in the price; empty without one.',
  // Usage.
  'one-time UnitPrice': 'List price of a license for a whole cycle, or of a unit of the meter in the pricing currency.',
  'one-time EffectiveUnitPrice':
    'Subtotal divided by quantity, cut after 15 digits; of usage in the pricing currency, with the earned credit taken off.',
  'one-time Quantity': 'Licenses; 1 for usage.',
  'one-time BillableQuantity': 'Licenses, or units of the meter that cost something.',
  'one-time BillingFrequency': 'Monthly, Annual, Upfront or OneTime; NA for usage.',
  'one-time TermAndBillingCycle':
    'Term and billing cycle in words, such as One-Year commitment for monthly billing; for usage what one unit is.',
  PartnerName: 'Name of the partner.',
  PartnerBillableAccountId: 'Empty.',
  CustomerBillableAccount: 'Empty.',
  CustomerCompanyName: 'Name of the customer.',
  Tier2MpnId: 'Partner number of the reseller; empty where the partner sells directly.',
  OrderID: 'Id of the order the subscription was bought with.',
  'usage-based ChargeStartDate': 'First day of the service period of the line, at 0:00.',
  'usage-based ChargeEndDate': 'Last day of it, at 23:59.',
  'daily-rated ChargeStartDate': 'First day of the service period of the line, at 0:00.',
  'daily-rated ChargeEndDate': 'Last day of it, at 23:59.',
  ServiceName: 'Service the meter belongs to.',
  ServiceType: 'Its type.',
  ResourceGuid: 'Id of the meter.',
  ResourceName: 'Name of the meter.',
  Region: 'Region the meter is priced for.',
  Sku: 'What the provider calls the meter in orders.',
  DetailLineItemId: 'Number of the tier, from 1.',
  ConsumedQuantity: 'Units that were used.',
  IncludedQuantity: 'Units of them that cost nothing.',
  OverageQuantity: 'Units that cost something.',
  ListPrice: 'Price of a unit in the currency of the invoice.',
  PretaxCharges: 'What the line costs before tax.',
  TaxAmount: 'Tax of the line ([tax.md](tax.md)).',
  PostTaxTotal: 'What the line costs with tax.',
  PretaxEffectiveRate: 'What a unit costs before tax, cut after 8 digits.',
  PostTaxEffectiveRate: 'What a unit costs with tax, cut after 8 digits.',
  'usage-based UsageDate': 'Day the subscription was ordered, at 0:00.',
  'daily-rated UsageDate': 'Day of the usage, UTC.',
  MeteredRegion: 'Region of the meter.',
  MeteredService: 'Service the meter belongs to.',
  MeteredServiceType: 'Its type.',
  Project: 'Empty.',
  ServiceInfo: 'Empty.',
  Unit: 'What one unit is, such as 1 Hour.',
  MeterType: 'What one unit is, such as 1 Hour.',
  MeterCategory: 'Category of the meter.',
  MeterId: 'Id of the meter.',
  MeterSubCategory: 'Subcategory of the meter.',
  MeterName: 'Name of the meter.',
  MeterRegion: 'Region the meter is priced for.',
  ResourceLocation: 'Where the resource is, as reported.',
  ConsumedService: 'Service the meter belongs to.',
  ResourceGroup: 'Group of the resource, as reported.',
  ResourceURI: 'Path of the resource, as reported.',
  Tags: 'Tags of the resource, as JSON.',
  AdditionalInfo: 'What else was reported of the resource, as JSON.',
  ServiceInfo1: 'Empty.',
  ServiceInfo2: 'Empty.',
  'daily-rated UnitPrice': 'Price of the first tier, or of the tier of the line, in the pricing currency.',
  'daily-rated Quantity': 'Units used by the resource on the day; below zero where they were corrected.',
  'daily-rated UnitType': 'What one unit is, as printed beside a price.',
  BillingPreTaxTotal: 'Share of the line before tax. All days of a line add up to it.',
  BillingCurrency: 'Currency of the invoice, three letters.',
  PricingPreTaxTotal: 'The same in the pricing currency.',
  EffectiveUnitPrice: 'What a unit cost in the pricing currency with the earned credit taken off, cut after 15 digits.',
  'license-based EffectiveUnitPrice': 'Subtotal divided by quantity, cut after 15 digits.',
  PartnerEarnedCreditPercentage: 'Percent of the price the partner earned on the day: 15 or 0.',
  CreditPercentage: 'Always 0: there are no other credits on usage.',
  CreditType: 'Empty.',
  EntitlementId: 'Id of the entitlement the resource belongs to, as reported.',
  EntitlementDescription: 'Name of that entitlement.',
}

/** Fields of a profile that the page shows. A profile with another one stops the script, so that none is forgotten. */
const SHOWN_FIELDS = [
  ...['id', 'invoiceType', 'reconFile', 'sales', 'proration', 'quantityChange', 'quantityReduction', 'lineDates'],
  ...['hasFee', 'usage'],
  ...['linePrice', 'chargeTypes', 'monthEnd', 'cancellation', 'suspension', 'autoRenew', 'trial', 'addOns'],
  'billingCycleChange',
]

// Built in a folder of its own, so that a check leaves dist alone; below the root, where packages are found.
mkdirSync(join(ROOT, 'out'), { recursive: true })
const HOUSE = mkdtempSync(join(ROOT, 'out', 'docs-'))
process.on('exit', () => rmSync(HOUSE, { recursive: true, force: true }))
for (const part of ['package.json', 'src', 'scripts/build.mjs']) {
  cpSync(join(ROOT, part), join(HOUSE, part), { recursive: true })
}
execFileSync(process.execPath, [join(HOUSE, 'scripts/build.mjs')], { stdio: 'inherit' })
const load = (path) => import(pathToFileURL(join(HOUSE, 'dist/core', path)).href)
const { REFUSALS } = await load('refusal.js')
const { COMMERCE_PROFILES } = await load('catalog/profiles.js')
const { PRORATION_POLICIES } = await load('proration/policies.js')
const { prorate } = await load('proration/prorate.js')
const { formatUnitPrice } = await load('money/unit-price.js')
const { formatScaled } = await load('money/decimal.js')
const { licenseBasedSchema } = await load('recon/schemas/license-based.js')
const { oneTimeSchema } = await load('recon/schemas/one-time.js')
const { usageBasedSchema } = await load('recon/schemas/usage-based.js')
const { dailyRatedSchema } = await load('recon/schemas/daily-rated.js')
const { ENDPOINTS } = await load('../api/endpoints.js')
const { COMMANDS, loadCommand } = await load('../cli/commands.js')
const PERMISSIONS = await load('access/permission.js')
const ACCESS_ROLES = await load('access/role.js')
const { FAULTS } = await load('../api/errors.js')

const pages = {
  'docs/recon-files.md': reconFiles(),
  'docs/refusals.md': refusals(),
  'docs/command-line.md': await commandLine(),
  'docs/profiles.md': profiles(),
  'docs/api.md': apiPage(ENDPOINTS, notBuilt(), NOTE),
  'docs/access.md': accessPage(PERMISSIONS, ACCESS_ROLES, ENDPOINTS, page, table),
}
const stale = Object.entries(pages).filter(([path, text]) => readPage(path) !== text)
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is stale: run npm run docs`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  for (const [path, text] of stale) writeFileSync(join(ROOT, path), text)
}
console.log(`generate-docs: ${Object.keys(pages).length} pages, ${stale.length} stale`)

/** A page as it is in the repository, whatever line ends the checkout has. */
function readPage(path) {
  return existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8').replaceAll('\r\n', '\n') : undefined
}

/** Operations of the contract that are not served, with their reasons, as the tests of the contract know them. */
function notBuilt() {
  const read = (name) => JSON.parse(readFileSync(join(ROOT, 'test/contract', name), 'utf8'))
  const samples = read('samples.json')
  return Object.entries(read('not-built.json')).map(([id, why]) => {
    const { method, path } = samples.find(({ endpoint }) => endpoint === id)
    return { id, why, operation: `${method} ${path}` }
  })
}

function page(title, ...parts) {
  return `# ${title}\n\n${NOTE}\n\n${parts.join('\n\n')}\n`
}

function table(header, rows) {
  const cell = (text) => String(text).replaceAll('|', '\\|')
  const lines = [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`)
  return lines.join('\n')
}

function reconFiles() {
  return page(
    'Reconciliation files',
    `Each issued invoice has files with one row for each charge. \`prorata export-recon\` writes them, the same bytes on
every run. The recurring invoice (numbers that begin with D) has the license-based file, the usage-based file for what was
used, or both; the one-time invoice (G) has the one-time file of all its lines, and the daily-rated file where some of them
are usage. What the license-based and the usage-based file, or the one-time file, come to is the total of the invoice; the
daily-rated file says once more, day by day and resource by resource, what its lines for usage say, and has no taxes.
Credit notes and void notes take lines back and have no days.`,
    `## Form
- CSV as in RFC 4180: commas, a header row, CR LF after each row, UTF-8. A cell is quoted only where it must be.
- Dates are M/D/YYYY, without leading zeros. Last days are inclusive here, unlike inside the program.
- Amounts have the digits of their currency and a point. Credits are negative.
- A text that a spreadsheet would take for a formula gets an apostrophe in front. A plain number such as \`-3.87\` does not.
- "Depends on" says what a cell is made of. A cell that depends on the partner is the same in all rows of a partner, and
  so on; "charge" is the row itself; "nothing" means that the cell is the same in every file.`,
    reconSchema('License-based file', licenseBasedSchema),
    reconSchema('Usage-based file', usageBasedSchema),
    reconSchema('One-time file', oneTimeSchema),
    reconSchema('Daily-rated file', dailyRatedSchema),
  )
}

function reconSchema(title, schema) {
  const rows = schema.columns.map(({ name, dependsOn }, index) => [
    index + 1,
    `\`${name}\``,
    dependsOn === 'line' ? 'charge' : dependsOn,
    meaningOf(schema.kind, name),
  ])
  return `## ${title}\n${schema.columns.length} columns.\n\n${table(['', 'column', 'depends on', 'meaning'], rows)}`
}

/** A column without a meaning stops the script. */
function meaningOf(kind, name) {
  const meaning = MEANINGS[`${kind} ${name}`] ?? MEANINGS[name]
  if (meaning === undefined) throw new Error(`scripts/generate-docs.mjs has no meaning for ${name} of the ${kind} file`)
  return meaning
}

function refusals() {
  const rows = Object.entries(REFUSALS).sort(([a], [b]) => (a < b ? -1 : 1))
  return page(
    'Refusals',
    `A refusal is an expected no: the program understood the request and will not do it. It has a code for programs, data,
and a sentence for people. It changes nothing. A refused command ends with exit code 3, a refused row of an import with
exit code 1. \`{names}\` stand for values of the refusal's data. The last column is what the API answers: the HTTP status, and
the number of the contract.`,
    table(
      ['code', 'sentence', 'over HTTP'],
      rows.map(([code, sentence]) => [
        `\`${code}\``,
        sentence.replaceAll(/\{\w+\}/g, (name) => `\`${name}\``),
        `${FAULTS[code].status}, ${FAULTS[code].code}`,
      ]),
    ),
    `Imports have further codes of their own for rows that cannot be read or do not fit what is stored. The reason stands
beside the code in the report.`,
  )
}

async function commandLine() {
  const main = execFileSync(process.execPath, [join(HOUSE, 'dist/cli/main.js'), '--help'], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, COLUMNS: undefined, DATABASE_URL: undefined },
  })
  const commands = await Promise.all(
    Object.keys(COMMANDS).map(async (name) => {
      const command = await loadCommand(name)
      new Command('prorata').addCommand(command)
      return command
    }),
  )
  const text = (help) => `\`\`\`text\n${help.replaceAll(/[ \t]+$/gm, '').trim()}\n\`\`\``
  const section = (command, path, level) => [
    `${'#'.repeat(level)} ${path}\n${text(helpOf(command))}`,
    ...command.commands.flatMap((part) => section(part, `${path} ${part.name()}`, level + 1)),
  ]
  return page(
    'Command line',
    `In a checkout a command is called as \`npx prorata\`, after \`npm ci\`. This page is what \`--help\` prints.`,
    text(main),
    ...commands.flatMap((command) => section(command, command.name(), 2)),
  )
}

/** What a command prints for `--help`, as in a pipe. */
function helpOf(command) {
  let help = ''
  const writeOut = (more) => {
    help += more
  }
  command.configureOutput({ writeOut, getOutHelpWidth: () => 80, getOutHasColors: () => false })
  command.outputHelp()
  return help
}

function profiles() {
  return page(
    'Commerce profiles and proration policies',
    `A SKU points to one commerce profile; the profile decides everything that differs between the ways of selling. A
profile names a proration policy for each billing cycle. Both are data
([why](decisions/0006-profiles-and-policies-as-data.md)). An operator adds a profile with \`prorata import profiles.json\`;
the built-in ones cannot be redefined. The rules in words are in [billing-rules.md](billing-rules.md).`,
    `## Built-in profiles\n${profileTable()}`,
    `## Charge types\nWhat the column ChargeType prints.\n\n${chargeTypeTable()}`,
    `## Proration policies
P is the price of a whole cycle per license, Q the quantity, d the days charged, N the days of the cycle. "Minor unit" is
the smallest unit of the currency. A whole cycle never goes through a policy: it costs exactly P x Q.

${policyTable()}`,
    `The examples are computed by the program in USD, as unit price and amount:\n\n${exampleTable()}`,
  )
}

function profileTable() {
  const unknown = Object.keys(COMMERCE_PROFILES.license).filter((field) => !SHOWN_FIELDS.includes(field))
  if (unknown.length > 0) throw new Error(`scripts/generate-docs.mjs does not show ${unknown.join(', ')} of profiles`)
  const all = Object.values(COMMERCE_PROFILES)
  const yesNo = (value) => (value ? 'yes' : 'no')
  const rows = {
    invoice: (of) => of.invoiceType,
    'reconciliation file': (of) => of.reconFile,
    'has a fee': (of) => yesNo(of.hasFee),
    'metered usage': ({ usage }) =>
      usage === null ? 'none' : `${usage.rating}: ${usage.chargeType}; ended: ${usage.chargeTypeWhenEnded}`,
    'terms and billing cycles': ({ sales }) =>
      sales?.map(({ term, billingCycles }) => `${term}: ${billingCycles.join(', ')}`).join('; ') ?? 'each SKU decides',
    'proration policy': ({ proration }) => {
      const ids = [...new Set(Object.values(proration))]
      if (ids.length === 1) return ids[0]
      return ids
        .map(
          (id) =>
            `${id} (${Object.keys(proration)
              .filter((cycle) => proration[cycle] === id)
              .join(', ')})`,
        )
        .join('; ')
    },
    'quantity change': (of) => of.quantityChange,
    'quantity reduction': (of) => of.quantityReduction,
    'dates of a line': (of) => of.lineDates,
    'unit price of a line': (of) => of.linePrice,
    'month end of cycles / of terms': ({ monthEnd }) => `${monthEnd.cycles} / ${monthEnd.terms}`,
    'cancellation windows count from': ({ cancellation }) => cancellation.windowFrom,
    cancellation: ({ cancellation }) => cancellation.rules.map(cancellationRule).join('; '),
    'suspension credits the rest of the cycle': ({ suspension }) => yesNo(suspension.credits),
    'suspension stops billing': ({ suspension }) => yesNo(suspension.stopsBilling),
    'suspension switches auto-renew off': ({ suspension }) => yesNo(suspension.switchesAutoRenewOff),
    'days to reactivate (at most)': ({ suspension }) =>
      `${suspension.reactivationDays} (${suspension.maximumReactivationDays})`,
    'auto-renew': (of) => of.autoRenew,
    'trial shows as a line': ({ trial }) => yesNo(trial.showsLine),
    'trial becomes a paid term': ({ trial }) => yesNo(trial.becomesPaid),
    'add-ons': (of) => of.addOns,
    'change of billing cycle': (of) => of.billingCycleChange,
  }
  return table(
    ['', ...all.map(({ id }) => `\`${id}\``)],
    Object.entries(rows).map(([title, textOf]) => [title, ...all.map(textOf)]),
  )
}

function cancellationRule({ fromTermMonths, full, prorated, afterwards }) {
  const window = ({ unit, length, inclusive }) =>
    `${inclusive ? 'up to' : 'under'} ${length} ${unit}${length === 1 ? '' : 's'}`
  // A window of no length is never open.
  const steps = full.length === 0 ? [] : [`${window(full)} in full`]
  if (prorated === 'always') steps.push('the remaining days')
  else {
    if (prorated !== 'never') steps.push(`${window(prorated)} the remaining days`)
    steps.push(afterwards === 'refuse' ? 'refused' : 'at renewal')
  }
  const joined = steps.map((step, index) => (index > 0 && step !== steps[1] ? `then ${step}` : step)).join(', ')
  return `${fromTermMonths === 0 ? '' : `terms of ${fromTermMonths} months and more: `}${joined}`
}

function chargeTypeTable() {
  const all = Object.values(COMMERCE_PROFILES)
  const textOf = (type) => {
    if (typeof type === 'string') return type
    const names = [...new Set(Object.values(type))]
    return names
      .map((name) =>
        names.length === 1
          ? name
          : `${name} (${Object.keys(type)
              .filter((cycle) => type[cycle] === name)
              .join(', ')})`,
      )
      .join('; ')
  }
  const things = Object.keys(all[0].chargeTypes)
  return table(
    ['what happened', ...all.map(({ id }) => `\`${id}\``)],
    things.map((thing) => [wordsOf(thing), ...all.map(({ chargeTypes }) => textOf(chargeTypes[thing]))]),
  )
}

function wordsOf(camelCase) {
  return camelCase.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function policyTable() {
  const rounding = { 'half-away-from-zero': 'rounded', 'toward-zero': 'cut off' }
  const rate = (of) => {
    if (of === null) return 'nothing'
    const digits =
      of.of === 'share'
        ? `${of.digits} digits`
        : of.digits === 0
          ? 'the minor unit'
          : 'one digit more than the minor unit'
    return `${{ unit: 'P / N', line: 'P x Q / N', share: 'd / N' }[of.of]}, ${rounding[of.rounding]} to ${digits}`
  }
  return table(
    ['policy', 'rounded on the way', 'unit price', 'amount'],
    Object.values(PRORATION_POLICIES).map((policy) => [
      `\`${policy.id}\``,
      rate(policy.rate),
      policy.unitPrice === 'exact'
        ? 'not rounded; shown with at most 8 digits'
        : `${rounding[policy.unitPrice]} to the minor unit`,
      policy.amount === 'unit-price' ? 'unit price x Q' : `P x Q x d / N, ${rounding[policy.amount]} to the minor unit`,
    ]),
  )
}

function exampleTable() {
  const cases = [
    [400_000_000n, 1, 19, 31],
    [1_000_000_000n, 3, 11, 31],
    [4_800_000_000n, 2, 346, 365],
  ]
  const titleOf = ([price, quantity, days, cycleDays]) =>
    `P ${formatUnitPrice(price, 2)}, Q ${quantity}, ${days} of ${cycleDays} days`
  return table(
    ['policy', ...cases.map(titleOf)],
    Object.values(PRORATION_POLICIES).map((policy) => [
      `\`${policy.id}\``,
      ...cases.map(([price, quantity, days, cycleDays]) => {
        const { unitPrice, amount } = prorate(policy, 2, price, quantity, days, cycleDays)
        return `${formatUnitPrice(unitPrice, 2)}, ${formatScaled(amount, 2)}`
      }),
    ]),
  )
}
