import type { PartnerRole, Role } from '../core/access/role.js'
import { dayOf } from '../core/calendar/day.js'
import type { TaxRegistration } from '../core/invoicing/tax-treatment.js'
import type { AccountType } from '../store/accounts.js'
import type { PartnerBillingProfile } from './partner-profiles.js'
import type { ProviderProfile } from './tax-provider.js'
import { PLATFORM_ID } from './use-case.js'

/** Somebody who may sign in to the demo. */
export interface DemoPerson {
  readonly fullName: string
  readonly signInName: string
  readonly role: Role
}

/** An account of the demo, known by its network id. */
export interface DemoAccount {
  readonly mpnId: string
  readonly accountType: AccountType
  readonly domainName: string
  readonly billing: PartnerBillingProfile
  readonly people: readonly DemoPerson[]
}

/** The roles each partner has, with who holds them. */
function people(
  domainName: string,
  ...names: readonly [admin: string, sales: string, billing: string, agent: string]
): DemoPerson[] {
  const roles: readonly (readonly [string, PartnerRole])[] = [
    ['admin', 'global-admin'],
    ['sales', 'sales-agent'],
    ['billing', 'billing-admin'],
    ['agent', 'admin-agent'],
  ]
  return roles.map(([name, role], index) => ({ fullName: names[index]!, signInName: `${name}@${domainName}`, role }))
}

/** What the files of examples/demo do not say of their partners. */
export const DEMO_PARTNERS: readonly DemoAccount[] = [
  {
    mpnId: '4390934',
    accountType: 'indirect-provider',
    domainName: 'alder.example',
    billing: {
      companyName: 'Alder Cloud Distribution',
      address: { addressLine1: '400 Harbor Way', city: 'Portland', state: 'OR', postalCode: '97205', country: 'US' },
      primaryContact: { firstName: 'Cleo', lastName: 'Marsh', email: 'billing@alder.example' },
    },
    people: people('alder.example', 'Ada Lindqvist', 'Ben Ortiz', 'Cleo Marsh', 'Dee Walker'),
  },
  {
    mpnId: '4390935',
    accountType: 'direct-bill',
    domainName: 'birch.example',
    billing: {
      companyName: 'Birch Digital',
      address: { addressLine1: 'Berkenkade 8', city: 'Groningen', postalCode: '9712 CP', country: 'NL' },
      primaryContact: { firstName: 'Femke', lastName: 'Bos', email: 'billing@birch.example' },
      taxId: 'NL004495445B01',
    },
    people: people('birch.example', 'Daan Visser', 'Eva Smit', 'Femke Bos', 'Gijs Mulder'),
  },
  {
    mpnId: '4390936',
    accountType: 'direct-bill',
    domainName: 'cedar.example',
    billing: {
      companyName: 'Cedar & Sons IT',
      address: { addressLine1: '21 Mill Lane', city: 'Leeds', postalCode: 'LS1 4DY', country: 'GB' },
      primaryContact: { firstName: 'Isla', lastName: 'Frost', email: 'billing@cedar.example' },
    },
    people: people('cedar.example', 'Grace Holt', 'Harry Dean', 'Isla Frost', 'Jack Moss'),
  },
]

/** The indirect reseller that brought those customers of the first partner which carry its network id. */
export const DEMO_RESELLER = {
  name: 'Elm Street Computers',
  mpnId: '6048879',
  accountType: 'indirect-reseller',
  country: 'US',
  billingDay: 1,
  domainName: 'elmstreet.example',
  provider: DEMO_PARTNERS[0]!.mpnId,
  people: [{ fullName: 'Jo Kendall', signInName: 'admin@elmstreet.example', role: 'global-admin' }],
} as const

/** The provider's own people. */
export const DEMO_STAFF = {
  accountId: PLATFORM_ID,
  name: 'The provider',
  people: [
    { fullName: 'Kim Novak', signInName: 'operator@provider.example', role: 'platform-operator' },
    { fullName: 'Lee Okoro', signInName: 'finance@provider.example', role: 'platform-finance' },
    { fullName: 'Mia Quist', signInName: 'auditor@provider.example', role: 'platform-auditor' },
  ],
} as const satisfies { readonly people: readonly DemoPerson[]; readonly [key: string]: unknown }

/** What the program of each partner may do: sell, manage what was sold, and move the clock. */
export const DEMO_PROGRAM_ROLES: readonly Role[] = ['admin-agent']

/** Who sells in the demo, as its invoices say. */
export const DEMO_PROVIDER: ProviderProfile = {
  name: 'Lindenhof Cloud B.V.',
  address: { lines: ['Lindenlaan 12'], city: 'Utrecht', postalCode: '3571 AB', region: '', country: 'NL' },
  registrationNumber: '30123456',
  email: 'billing@provider.example',
  phone: '+31 30 123 4567',
  supportUrl: 'https://provider.example/support',
  languages: ['en', 'nl'],
  payment: {
    accountName: 'Lindenhof Cloud B.V.',
    iban: 'NL91ABNA0417164300',
    bic: 'ABNANL2A',
    instructions: '',
  },
  electronicAddress: null,
}

/** Where the provider is registered for taxes. */
export const DEMO_REGISTRATION: TaxRegistration = {
  kind: 'home',
  country: 'NL',
  region: '',
  number: 'NL819876549B01',
  since: dayOf(2018, 1, 1),
  until: undefined,
}
