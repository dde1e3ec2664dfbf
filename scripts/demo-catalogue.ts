// The invented catalogue of the demo. The first SKUs are those that the demo's customers have bought: their ids, prices and
// order stay, because the demo's amounts depend on them.

export interface DemoPublisher {
  readonly id: string
  readonly name: string
  readonly isProvider?: boolean
  readonly setupUrl?: string
  readonly countries?: readonly string[]
  readonly channelExcluded?: boolean
}

export interface DemoSku {
  readonly id: string
  readonly title: string
  readonly publisher: string
  readonly profile: 'license' | 'new-commerce' | 'saas' | 'one-time-recurring' | 'usage' | 'usage-plan' | 'metered-saas'
  readonly sales: readonly (readonly [term: string, billingCycle: string])[]
  /** List price for a month in USD; for what is paid once, for the purchase. */
  readonly price: number
  readonly flat?: boolean
  readonly trial?: string
  readonly addOn?: boolean
  readonly description?: string
  readonly productType?: string
  readonly category?: 'Enterprise' | 'Small business' | 'Trial'
  readonly isTrial?: boolean
  readonly seats?: readonly [minimum: number, maximum: number]
  readonly limit?: readonly [kind: 'lifetime' | 'concurrent', count: number]
  /** Segment that its prices are for. */
  readonly segment?: 'education' | 'government' | 'nonprofit'
  /** Sold, with prices of their own, in these countries only. */
  readonly countries?: readonly string[]
  /** Numbers of the demo's partners that alone may sell it. */
  readonly exclusive?: readonly number[]
  readonly channelExcluded?: boolean
  readonly transactable?: boolean
  readonly attestation?: boolean
  readonly activation?: boolean
  readonly withdrawnOn?: string
  /** Ids of SKUs. */
  readonly bases?: readonly string[]
  readonly needs?: readonly string[]
  readonly convertsTo?: readonly string[]
  readonly upgradesTo?: readonly string[]
}

const LIND = 'Lindenhof Software'
const ORCH = 'Orchard Apps'
const INKW = 'Inkwell Documents'
const QUAY = 'Quayside Commerce'
const HOME = 'Homestead Payroll'
const BAST = 'Bastion Vaults'
const ROAD = 'Roadworks Telematics'

export const PUBLISHERS: readonly DemoPublisher[] = [
  { id: 'LIND', name: LIND, isProvider: true },
  { id: 'ORCH', name: ORCH, setupUrl: 'https://orchard.example/setup?subscription={subscription}' },
  { id: 'INKW', name: INKW, setupUrl: 'https://inkwell.example/activate/{subscription}' },
  { id: 'QUAY', name: QUAY, setupUrl: 'https://quayside.example/start?id={subscription}' },
  { id: 'HOME', name: HOME, countries: ['US', 'CA'] },
  { id: 'BAST', name: BAST, channelExcluded: true },
  { id: 'ROAD', name: ROAD },
  { id: 'EXAM', name: 'Example publisher' },
]

const YEARLY = [
  ['P1Y', 'monthly'],
  ['P1Y', 'annual'],
] as const
const YEARS = [...YEARLY, ['P3Y', 'monthly'], ['P3Y', 'annual']] as const
const NEW_COMMERCE = [
  ['P1M', 'monthly'],
  ['P1Y', 'monthly'],
  ['P1Y', 'annual'],
] as const
const COMMITTED = [...NEW_COMMERCE, ['P3Y', 'monthly'], ['P3Y', 'annual'], ['P3Y', 'upfront']] as const
const MONTHLY = [['P1M', 'monthly']] as const
const MONTH_OR_YEAR = [...MONTHLY, ['P1Y', 'annual']] as const
const ONCE = [['P1Y', 'one-time']] as const

const license = { publisher: LIND, profile: 'license', sales: YEARLY } as const
const seats = { publisher: LIND, profile: 'new-commerce', sales: NEW_COMMERCE } as const
const saas = { profile: 'saas', sales: MONTH_OR_YEAR } as const
const software = { publisher: LIND, profile: 'one-time-recurring' } as const

/** What the demo's customers have bought. */
export const BOUGHT: readonly DemoSku[] = [
  { ...license, id: 'MAIL', title: 'Mail Basic', price: 4, upgradesTo: ['MLPL', 'OFFC'] },
  { ...license, id: 'OFFC', title: 'Office Suite', price: 12.5, upgradesTo: ['OFPR'] },
  { ...license, id: 'MEET', title: 'Meetings', price: 3.2, addOn: true, bases: ['MAIL', 'MLPL', 'OFFC', 'OFPR'] },
  { ...seats, id: 'SUIT', title: 'Office Suite N', price: 13.2, upgradesTo: ['SUIP'] },
  { ...seats, id: 'SECU', title: 'Security Plus', price: 7.45 },
  { ...saas, id: 'CRMX', title: 'Field CRM', publisher: ORCH, price: 29.9, trial: 'P1M' },
  { ...saas, id: 'BACK', title: 'Backup Vault', publisher: ORCH, sales: MONTHLY, price: 149, flat: true },
  {
    ...software,
    id: 'DBSV',
    title: 'Database Server',
    publisher: ORCH,
    sales: [
      ['P1M', 'monthly'],
      ['P1Y', 'upfront'],
    ],
    price: 54.6,
  },
]

/** What else is on sale. */
export const ON_SALE: readonly DemoSku[] = [
  // Licenses, which legacy clients know as offers.
  { ...license, id: 'MLPL', title: 'Mail Plus', price: 8, description: 'Mail with a larger mailbox and an archive' },
  {
    ...license,
    id: 'OFPR',
    title: 'Office Suite Premium',
    price: 20,
    description: 'Office Suite with voice and analysis',
  },
  {
    ...license,
    id: 'OFSB',
    title: 'Office Small Business',
    price: 9.8,
    category: 'Small business',
    seats: [1, 300],
    limit: ['concurrent', 2],
    upgradesTo: ['OFFC'],
  },
  {
    ...license,
    id: 'MLSB',
    title: 'Mail Small Business',
    price: 3.1,
    category: 'Small business',
    seats: [1, 300],
    limit: ['concurrent', 1],
    upgradesTo: ['MAIL'],
  },
  { ...license, id: 'FRNT', title: 'Frontline Worker', price: 2.4, description: 'Mail and shifts for shared devices' },
  { ...license, id: 'PROJ', title: 'Project Planner', price: 10, sales: YEARS },
  { ...license, id: 'DIAG', title: 'Diagram Studio', price: 5.5 },
  { ...license, id: 'DASH', title: 'Dashboards', price: 9.9 },
  {
    ...license,
    id: 'SALE',
    title: 'Sales Desk',
    price: 65,
    sales: YEARS,
    description: 'Customer records for sales teams',
  },
  { ...license, id: 'DEVI', title: 'Device Manager', price: 6 },
  { ...license, id: 'ARCH', title: 'Mail Archive', price: 2.7, addOn: true, bases: ['MAIL', 'MLPL', 'MLSB'] },
  {
    ...license,
    id: 'FILT',
    title: 'Mail Filter',
    price: 1.6,
    addOn: true,
    bases: ['MAIL', 'MLPL', 'MLSB', 'OFFC', 'OFPR'],
  },
  {
    ...license,
    id: 'PHON',
    title: 'Phone Lines',
    price: 7.5,
    addOn: true,
    bases: ['OFFC', 'OFPR'],
    countries: ['GB', 'US'],
  },
  { ...license, id: 'OFED', title: 'Office Suite for Schools', price: 2.5, segment: 'education' },
  { ...license, id: 'MLNP', title: 'Mail for Nonprofits', price: 1, segment: 'nonprofit' },
  { ...license, id: 'OFGV', title: 'Office Suite for Government', price: 11, segment: 'government', countries: ['US'] },
  {
    ...license,
    id: 'OFTR',
    title: 'Office Suite trial',
    price: 12.5,
    category: 'Trial',
    isTrial: true,
    trial: 'P30D',
    seats: [25, 25],
    limit: ['lifetime', 1],
    convertsTo: ['OFFC', 'OFPR'],
  },
  {
    ...license,
    id: 'MLTR',
    title: 'Mail trial',
    price: 4,
    category: 'Trial',
    isTrial: true,
    trial: 'P30D',
    seats: [25, 25],
    limit: ['lifetime', 1],
    convertsTo: ['MAIL', 'MLPL'],
  },
  { ...license, id: 'NOTE', title: 'Notes Classic', price: 3, withdrawnOn: '2019-01-01', upgradesTo: ['MAIL'] },
  // New commerce.
  { ...seats, id: 'SUIP', title: 'Office Suite N Plus', price: 22, sales: COMMITTED },
  { ...seats, id: 'SUIB', title: 'Office Suite N Basic', price: 6.5, upgradesTo: ['SUIT', 'SUIP'] },
  {
    ...seats,
    id: 'SUIS',
    title: 'Office Suite N Small Business',
    price: 10.9,
    category: 'Small business',
    seats: [1, 300],
    upgradesTo: ['SUIT'],
  },
  {
    ...seats,
    id: 'SUTR',
    title: 'Office Suite N trial',
    price: 13.2,
    sales: MONTHLY,
    category: 'Trial',
    isTrial: true,
    trial: 'P1M',
    seats: [25, 25],
    limit: ['lifetime', 1],
    convertsTo: ['SUIT', 'SUIP'],
  },
  { ...seats, id: 'ASSI', title: 'Writing Assistant', price: 28, addOn: true, needs: ['SUIT', 'SUIP', 'SUIS'] },
  {
    ...seats,
    id: 'TELE',
    title: 'Calling Plan N',
    price: 12,
    addOn: true,
    needs: ['SUIT', 'SUIP'],
    countries: ['GB', 'NL'],
  },
  { ...seats, id: 'STOR', title: 'Extra Storage N', price: 0.25, addOn: true, needs: ['SUIB', 'SUIT', 'SUIP', 'SUIS'] },
  { ...seats, id: 'FINA', title: 'Finance Desk', price: 180, sales: COMMITTED, seats: [5, 10_000] },
  { ...seats, id: 'WARE', title: 'Warehouse Desk', price: 95, sales: COMMITTED },
  { ...seats, id: 'DESK', title: 'Cloud Desktop, own license', price: 31, attestation: true },
  { ...seats, id: 'SUED', title: 'Office Suite N for Schools', price: 3, segment: 'education' },
  { ...seats, id: 'SUNP', title: 'Office Suite N for Nonprofits', price: 4.5, segment: 'nonprofit' },
  // Software as a service of independent publishers.
  { ...saas, id: 'SIGN', title: 'E-Signature', publisher: INKW, price: 11.5, trial: 'P30D', activation: true },
  { ...saas, id: 'FORM', title: 'Form Builder', publisher: INKW, price: 39, flat: true, activation: true },
  {
    ...saas,
    id: 'SHOP',
    title: 'Web Shop',
    publisher: QUAY,
    price: 79,
    flat: true,
    countries: ['NL', 'GB'],
    activation: true,
  },
  { ...saas, id: 'TILL', title: 'Till', publisher: QUAY, price: 24.5, countries: ['NL', 'GB'] },
  { ...saas, id: 'PAYR', title: 'Payroll', publisher: HOME, price: 6.25 },
  { ...saas, id: 'VAUL', title: 'Document Vault', publisher: BAST, price: 15 },
  { ...saas, id: 'FLEE', title: 'Fleet Tracker', publisher: ROAD, price: 17.9, exclusive: [1] },
  { ...saas, id: 'ROUT', title: 'Route Planner', publisher: ROAD, price: 8.4, channelExcluded: true },
  { ...saas, id: 'TIME', title: 'Timesheets', publisher: ORCH, price: 4.9, seats: [5, 5_000] },
  { ...saas, id: 'CONS', title: 'Consulting Package', publisher: ORCH, price: 900, flat: true, transactable: false },
  // Software, paid once or for a term.
  { ...software, id: 'SRVR', title: 'Server Standard', sales: ONCE, price: 980, productType: 'SoftwarePerpetual' },
  {
    ...software,
    id: 'ACCE',
    title: 'Server Access',
    sales: ONCE,
    price: 38,
    productType: 'SoftwarePerpetual',
    needs: ['SRVR'],
  },
  {
    ...software,
    id: 'LINX',
    title: 'Linux Support',
    sales: [
      ['P1Y', 'upfront'],
      ['P3Y', 'upfront'],
    ],
    price: 33,
    productType: 'SoftwareSUSELinux',
  },
  { ...software, id: 'TOOL', title: 'Developer Tools', sales: MONTH_OR_YEAR, price: 45 },
  // What costs what is used: see demo-meters.ts.
  {
    id: 'CLOU',
    title: 'Cloud Plan',
    publisher: LIND,
    profile: 'usage-plan',
    sales: MONTHLY,
    price: 0,
    seats: [1, 1],
    description: 'Computing, storage and databases, each paid by what is used',
  },
  {
    id: 'HOST',
    title: 'Hosting, metered',
    publisher: LIND,
    profile: 'usage',
    sales: MONTHLY,
    price: 0,
    seats: [1, 1],
    description: 'Hosting as it was sold before the Cloud Plan, with quantities included',
  },
  {
    id: 'MSGS',
    title: 'Message Gateway',
    publisher: INKW,
    profile: 'metered-saas',
    sales: MONTHLY,
    price: 99,
    flat: true,
    seats: [1, 1],
    needs: ['CLOU'],
    description: 'Messages to customers; a monthly fee, and what goes beyond its messages',
  },
]
