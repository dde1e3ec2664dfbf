import { z } from 'zod'
import { isRedirectUri, LONGEST_REDIRECT_URI, REDIRECT_URI_RULE } from '../../app/redirect-uri.js'
import {
  DOMAIN_NAME,
  LAST_BILLING_DAY,
  LONGEST_DOMAIN_NAME,
  LONGEST_NAME,
  LONGEST_REGION,
  LONGEST_SIGN_IN_NAME,
  NATIONAL_CLOUDS,
  NETWORK_ID,
  SIGN_IN_NAME,
} from '../../core/access/identity-texts.js'
import { PROGRAM_STATUSES } from '../../core/access/program-status.js'
import { ROLES } from '../../core/access/role.js'
import { pageSize, seekQuery } from './customer-user.js'
import { attributesSchema, guid, maybe, selfLinks, text, wireEnum } from './wire.js'

/** Most users, service principals or partners on a page; also how many where no size is given. */
export const MOST_LISTED = 500
const LONGEST_FIELD = 8_192

/** Mail addresses as they are used to sign in: one `@`, no spaces, in lower case. */
const signInName = z
  .string()
  .trim()
  .max(LONGEST_SIGN_IN_NAME, `must have at most ${LONGEST_SIGN_IN_NAME} characters`)
  .regex(SIGN_IN_NAME, 'must be a mail address')
  .transform((value) => value.toLowerCase())

const roles = z
  .array(wireEnum(ROLES))
  .max(ROLES.length)
  .transform((values) => [...new Set(values)])
const someRoles = roles.refine((values) => values.length > 0, 'a user needs at least one role')

const redirectUri = z.string().max(LONGEST_REDIRECT_URI).refine(isRedirectUri, REDIRECT_URI_RULE)

const paging = { size: pageSize(MOST_LISTED), ...seekQuery }
export const listQuery = z.object(paging)

const flag = z.boolean().default(false)

export const userBody = z.object({
  fullName: text(LONGEST_NAME),
  userPrincipalName: signInName,
  roles: someRoles,
  /** Begins with a temporary password instead of a link. */
  temporaryPassword: flag,
})

export const userChange = z.object({
  fullName: maybe(text(LONGEST_NAME)),
  roles: maybe(someRoles),
  state: maybe(wireEnum(['active', 'disabled'])),
})

export const programBody = z.object({
  name: text(LONGEST_NAME),
  roles: roles.default([]),
  isPublic: flag,
  redirectUris: z.array(redirectUri).max(20).default([]),
})

export const programChange = z.object({
  name: maybe(text(LONGEST_NAME)),
  roles: maybe(roles),
  redirectUris: maybe(z.array(redirectUri).max(20)),
  state: maybe(wireEnum(['active', 'disabled'])),
})

export const userParams = z.object({ userId: guid })
export const programParams = z.object({ applicationId: guid })
export const secretParams = z.object({ applicationId: guid, secretId: guid })

export const resetBody = z.object({ temporaryPassword: flag, secondFactor: flag }).default({
  temporaryPassword: false,
  secondFactor: false,
})

export const secretBody = z
  .object({ description: text(200).default('secret'), days: z.number().int().min(1).max(730).default(365) })
  .default({ description: 'secret', days: 365 })

export const userSchema = z.object({
  id: z.string(),
  fullName: z.string(),
  userPrincipalName: z.string(),
  roles: z.array(z.string()),
  state: z.enum(['invited', 'active', 'disabled']),
  secondFactor: z.boolean(),
  createdDate: z.string(),
  lastSignInDate: z.string().optional(),
  links: selfLinks,
  attributes: attributesSchema,
})

/** How a user gets in; shown once. */
const entranceSchema = z.object({
  link: z.object({ uri: z.string(), expiresAt: z.string() }).optional(),
  temporaryPassword: z.string().optional(),
  /** Of the temporary password. */
  expiresAt: z.string().optional(),
})

export const admittedSchema = z.object({ user: userSchema, entrance: entranceSchema })

export const secretSchema = z.object({
  id: z.string(),
  hint: z.string(),
  description: z.string(),
  createdDate: z.string(),
  expirationDate: z.string(),
  /** Only in the answer to its creation. */
  value: z.string().optional(),
})

export const programSchema = z.object({
  applicationId: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  state: z.enum(['active', 'disabled']),
  isPublic: z.boolean(),
  redirectUris: z.array(z.string()),
  secrets: z.array(secretSchema),
  createdDate: z.string(),
  links: selfLinks,
  attributes: attributesSchema,
})

// The token authority ------------------------------------------------------------------------------------------------

/** A field of a form; what is too long to be meant counts as missing. */
const field = z.string().min(1).max(LONGEST_FIELD).optional().catch(undefined)

export const tenantParams = z.object({ tenant: z.string().min(1).max(253) })

export const tokenForm = z
  .object({
    grant_type: field,
    client_id: field,
    client_secret: field,
    resource: field,
    scope: field,
    code: field,
    code_verifier: field,
    redirect_uri: field,
    refresh_token: field,
    username: field,
    password: field,
  })
  .catch({} as never)

/** RFC 7009, 2.1. The hint is not needed: only refresh tokens can be revoked. */
export const revocationForm = z
  .object({ token: field, token_type_hint: field, client_id: field, client_secret: field })
  .catch({} as never)

export const tokenErrorSchema = z.object({
  error: z.string(),
  error_description: z.string(),
  error_codes: z.array(z.number().int()),
  timestamp: z.string(),
  trace_id: z.string(),
  correlation_id: z.string(),
})

const userTokens = {
  scope: z.string().optional(),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
}

/** Version 1 writes numbers as texts. */
export const tokenV1Schema = z.object({
  token_type: z.literal('Bearer'),
  expires_in: z.string(),
  ext_expires_in: z.string(),
  expires_on: z.string(),
  not_before: z.string(),
  resource: z.string(),
  access_token: z.string(),
  ...userTokens,
})

export const tokenV2Schema = z.object({
  token_type: z.literal('Bearer'),
  expires_in: z.number().int(),
  ext_expires_in: z.number().int(),
  access_token: z.string(),
  ...userTokens,
})

export const exchangedTokenSchema = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.string(),
})

export const configurationSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  revocation_endpoint: z.string(),
  jwks_uri: z.string(),
  response_types_supported: z.array(z.string()),
  response_modes_supported: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  scopes_supported: z.array(z.string()),
  subject_types_supported: z.array(z.string()),
  id_token_signing_alg_values_supported: z.array(z.string()),
  token_endpoint_auth_methods_supported: z.array(z.string()),
  code_challenge_methods_supported: z.array(z.string()),
  claims_supported: z.array(z.string()),
  authorization_response_iss_parameter_supported: z.boolean(),
})

export const keySetSchema = z.object({
  keys: z.array(
    z.object({
      kty: z.string(),
      use: z.string(),
      alg: z.string(),
      kid: z.string(),
      n: z.string(),
      e: z.string(),
    }),
  ),
})

export const rotatedSchema = z.object({ keyId: z.string() })

export const authorizeQuery = z.object({
  client_id: field,
  redirect_uri: field,
  response_type: field,
  response_mode: field,
  scope: field,
  state: field,
  nonce: field,
  code_challenge: field,
  code_challenge_method: field,
  prompt: field,
  login_hint: field,
  /** Languages the user reads, the most wanted first, such as `nl en`. */
  ui_locales: field,
})

export const flowParams = z.object({ flowId: guid })
export const externalParams = z.object({ flowId: guid, authority: z.string().min(1).max(100) })
export const callbackQuery = z.object({ code: field, state: field, iss: field, error: field, session_state: field })
export const linkQuery = z.object({ token: field })

export const signInForm = z
  .object({
    name: field,
    password: field,
    new_password: field,
    repeated: field,
    code: field,
    token: field,
  })
  .catch({} as never)

// Partners -----------------------------------------------------------------------------------------------------------

const ACCOUNT_TYPES = ['direct_bill', 'indirect_provider', 'indirect_reseller'] as const

const mpnId = z.string().trim().regex(NETWORK_ID, 'must be 1 to 20 letters, digits or hyphens')
const country = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{2}$/, 'must be a country code of two letters')
  .transform((code) => code.toUpperCase())
const domainName = z
  .string()
  .trim()
  .max(LONGEST_DOMAIN_NAME)
  .regex(DOMAIN_NAME, 'must be a domain name')
  .transform((value) => value.toLowerCase())

export const partnerParams = z.object({ partnerId: guid })
export const resellerParams = z.object({ partnerId: guid, resellerId: guid })

export const partnersQuery = z.object({
  search: maybe(text(200)),
  accountType: maybe(wireEnum(ACCOUNT_TYPES)),
  programStatus: maybe(wireEnum(PROGRAM_STATUSES)),
  ...paging,
})

export const partnerBody = z.object({
  name: text(LONGEST_NAME),
  mpnId,
  accountType: wireEnum(ACCOUNT_TYPES),
  country,
  currency: maybe(z.string().regex(/^[A-Za-z]{3}$/, 'must be a currency code of three letters')),
  billingDay: z.number().int().min(1).max(LAST_BILLING_DAY),
  nationalCloud: maybe(wireEnum(NATIONAL_CLOUDS)),
  region: maybe(text(LONGEST_REGION)),
  domainName,
  administrator: maybe(z.object({ fullName: text(LONGEST_NAME), userPrincipalName: signInName })),
})

export const partnerChange = z.object({
  name: maybe(text(LONGEST_NAME)),
  mpnId: maybe(mpnId),
  programStatus: maybe(wireEnum(PROGRAM_STATUSES)),
  nationalCloud: maybe(wireEnum(NATIONAL_CLOUDS)),
  region: maybe(text(LONGEST_REGION)),
  domainName: maybe(domainName),
})

export const partnerSchema = z.object({
  id: z.string(),
  name: z.string(),
  mpnId: z.string(),
  accountType: z.enum(ACCOUNT_TYPES),
  programStatus: z.enum(PROGRAM_STATUSES),
  isAgreementSigned: z.boolean(),
  country: z.string(),
  currency: z.string(),
  billingDay: z.number().int(),
  nationalCloud: z.string(),
  region: z.string(),
  domainName: z.string(),
  isSandbox: z.boolean(),
  openedOn: z.string(),
  links: selfLinks,
  attributes: attributesSchema,
})

export const onboardedSchema = z.object({ partner: partnerSchema, administrator: admittedSchema.optional() })

export const linkedResellerSchema = z.object({
  id: z.string(),
  name: z.string(),
  mpnId: z.string(),
  country: z.string(),
  state: z.enum(['active', 'ended']),
})
