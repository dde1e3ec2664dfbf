/** How people, accounts and programs are named. Every door checks these forms alike. */

/** A mail address by which somebody signs in: one `@`, no spaces. */
export const SIGN_IN_NAME = /^[^\s@\p{Cc}]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/u
export const LONGEST_SIGN_IN_NAME = 254

/** A partner's number in the network. */
export const NETWORK_ID = /^[0-9A-Za-z-]{1,20}$/

export const DOMAIN_NAME = /^(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/
export const LONGEST_DOMAIN_NAME = 253

/** Most characters of the name of a person, an account or a program. */
export const LONGEST_NAME = 200
export const LONGEST_REGION = 60
export const LAST_BILLING_DAY = 28

export const NATIONAL_CLOUDS = ['global', 'us-government', 'china'] as const
