import { InvalidArgumentError, Option } from 'commander'
import { isRedirectUri, REDIRECT_URI_RULE } from '../app/redirect-uri.js'
import {
  DOMAIN_NAME,
  LONGEST_DOMAIN_NAME,
  LONGEST_NAME,
  LONGEST_SIGN_IN_NAME,
  NETWORK_ID,
  SIGN_IN_NAME,
} from '../core/access/identity-texts.js'
import { isRole, PARTNER_ROLES, PLATFORM_ROLES, type Role } from '../core/access/role.js'
import { type Currency, parseCurrency } from '../core/money/currency.js'
import { idOption } from './parse-options.js'

/** Parsers for how people, accounts and programs are named: they give the value, or say what it must be. */
export function mailOption(text: string): string {
  const name = text.trim().toLowerCase()
  if (name.length > LONGEST_SIGN_IN_NAME || !SIGN_IN_NAME.test(name)) {
    throw new InvalidArgumentError('It must be a mail address such as ana@example.net.')
  }
  return name
}

/** A text of 1 to `longest` characters in one line. */
export function nameOption(text: string, longest = LONGEST_NAME): string {
  const name = text.trim()
  if (name === '' || name.length > longest || /\p{Cc}/u.test(name)) {
    throw new InvalidArgumentError(`It must be a text of 1 to ${longest} characters in one line.`)
  }
  return name
}

export function networkIdOption(text: string): string {
  if (!NETWORK_ID.test(text)) throw new InvalidArgumentError('It must be 1 to 20 letters, digits or hyphens.')
  return text
}

export function domainOption(text: string): string {
  if (text.length > LONGEST_DOMAIN_NAME || !DOMAIN_NAME.test(text)) {
    throw new InvalidArgumentError('It must be a domain name such as example.net.')
  }
  return text.toLowerCase()
}

export function countryOption(text: string): string {
  if (!/^[A-Za-z]{2}$/.test(text)) throw new InvalidArgumentError('It must be a country code of two letters.')
  return text.toUpperCase()
}

export function currencyOption(text: string): Currency {
  const currency = parseCurrency(text.toUpperCase())
  if (currency === undefined) throw new InvalidArgumentError('It must be an ISO 4217 code such as EUR.')
  return currency
}

/** Roles with commas between them, each once. */
export function rolesOption(text: string): readonly Role[] {
  const names = [...new Set(text.split(',').map((name) => name.trim()))]
  const strange = names.find((name) => !isRole(name))
  if (strange !== undefined) throw new InvalidArgumentError(`There is no role '${strange}'. ${ROLES_HELP}`)
  return names.filter((name): name is Role => isRole(name))
}

export const ROLES_HELP = `Roles of a partner: ${PARTNER_ROLES.join(', ')}; of the provider: ${PLATFORM_ROLES.join(', ')}.`

const MOST_REDIRECT_URIS = 20

/** Addresses to go back to; the option may be given several times. */
export function redirectUriOption(text: string, earlier: readonly string[] = []): readonly string[] {
  if (!isRedirectUri(text)) throw new InvalidArgumentError(`It ${REDIRECT_URI_RULE}.`)
  if (earlier.length >= MOST_REDIRECT_URIS) {
    throw new InvalidArgumentError(`There can be at most ${MOST_REDIRECT_URIS} of them.`)
  }
  return [...earlier, text]
}

/** Whose users or programs are meant. */
export function partnerOption(): Option {
  return new Option('--partner <id>', "of this partner (default: the provider's own)").argParser(idOption)
}
