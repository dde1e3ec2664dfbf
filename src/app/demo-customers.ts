import { startOfDay } from '../core/calendar/instant.js'
import type { BillingProfile } from '../core/ordering/customer.js'
import { accept, type Outcome } from '../core/refusal.js'
import type { Account } from './accounts.js'
import { confirmAgreement, listAgreements } from './agreements.js'
import { changeBillingProfile } from './customer-profiles.js'
import { type ListedCustomer, listCustomers } from './customer-relationships.js'
import type { UseCase } from './use-case.js'

const PAGE = 500

/** Gives all customers of a partner a billing profile, and records that they accepted the agreement. */
export async function furnishCustomers(context: UseCase, account: Account): Promise<Outcome<undefined>> {
  const type = 'MicrosoftCustomerAgreement'
  const [template] = await listAgreements(context, type)
  const { customers } = await listCustomers(context, {}, { after: undefined, offset: 0, limit: PAGE })
  const agreedAt = startOfDay(account.openedOn)
  for (const [index, customer] of customers.entries()) {
    const profile = profileOf(customer, index)
    const changed = await changeBillingProfile(context, customer.customerId, profile, undefined)
    if (!changed.ok) return changed
    const { firstName = '', lastName = '', phoneNumber = '' } = profile.defaultAddress
    const contact = { firstName, lastName, email: profile.email, phoneNumber }
    const confirmation = { ...contact, templateId: template?.templateId ?? '', type, agreedAt } as const
    const confirmed = await confirmAgreement(context, customer.customerId, confirmation)
    if (!confirmed.ok) return confirmed
  }
  return accept(undefined)
}

/** Made-up places of a country: a town with its postal code, and streets. */
interface Places {
  readonly language: string
  readonly towns: readonly (readonly [city: string, postalCode: string, state?: string])[]
  readonly streets: readonly string[]
  readonly phone: string
}

const PLACES: Readonly<Record<string, Places>> = {
  US: {
    language: 'en',
    towns: [
      ['Portland', '97205', 'OR'],
      ['Austin', '78701', 'TX'],
      ['Madison', '53703', 'WI'],
      ['Albany', '12207', 'NY'],
    ],
    streets: ['Main Street', 'Oak Avenue', 'Mill Road', 'Lake Drive', 'Second Street'],
    phone: '5035550100',
  },
  NL: {
    language: 'nl',
    towns: [
      ['Utrecht', '3511 AB'],
      ['Groningen', '9712 CP'],
      ['Delft', '2611 GX'],
      ['Zwolle', '8011 JW'],
    ],
    streets: ['Kerkstraat', 'Molenweg', 'Havenkade', 'Dorpsstraat', 'Lindelaan'],
    phone: '0305550100',
  },
  GB: {
    language: 'en',
    towns: [
      ['Leeds', 'LS1 4DY'],
      ['Bristol', 'BS1 5TR'],
      ['York', 'YO1 7HH'],
      ['Norwich', 'NR2 1TF'],
    ],
    streets: ['High Street', 'Station Road', 'Church Lane', 'Mill Lane', 'Queen Street'],
    phone: '1135550100',
  },
}

const FIRST_NAMES = ['Alex', 'Bo', 'Charlie', 'Dana', 'Elis', 'Finn', 'Gwen', 'Hanna', 'Ivo', 'Jude', 'Kit'] as const
const LAST_NAMES = ['Adler', 'Berg', 'Clarke', 'Dekker', 'Ellis', 'Fischer', 'Grant', 'Hale', 'Ivens'] as const

/** The made-up billing profile of the customer at a place in the list: the same in every demo. */
function profileOf({ name, domainName, country }: ListedCustomer, index: number): BillingProfile {
  const { language, towns, streets, phone } = PLACES[country]!
  const [city, postalCode, state] = pick(towns, index)
  const firstName = pick(FIRST_NAMES, index)
  const lastName = pick(LAST_NAMES, index)
  return {
    firstName,
    lastName,
    email: `info@${domainName}`,
    culture: `${language}-${country}`,
    language,
    companyName: name,
    defaultAddress: {
      country,
      city,
      ...(state === undefined ? {} : { state }),
      addressLine1: country === 'NL' ? `${pick(streets, index)} ${index + 1}` : `${index + 1} ${pick(streets, index)}`,
      postalCode,
      firstName,
      lastName,
      phoneNumber: phone,
    },
  }
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length]!
}
