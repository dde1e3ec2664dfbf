import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ExternalAuthority } from '../app/external-authority.js'
import { SEALING_KEY_BYTES } from '../app/seal.js'
import type { TokenSettings } from '../app/tokens.js'
import { ROLES } from '../core/access/role.js'

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const days = z
  .string()
  .regex(/^\d{1,4}$/, 'must be a whole number of days')
  .transform(Number)
  .pipe(z.number().min(1).max(3_650))

/** A key of 32 bytes as base64 or hexadecimal digits. */
const sealingKey = z.string().transform((text, context) => {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (key.length === SEALING_KEY_BYTES) return key
  context.addIssue({ code: 'custom', message: `must be ${SEALING_KEY_BYTES} bytes, in base64 or hexadecimal digits` })
  return z.NEVER
})

/** What the token authority can be told by the environment. */
const environment = z.object({
  PRORATA_PASSWORD_GRANT: flag.default(false),
  PRORATA_MULTI_FACTOR_REQUIRED: flag.default(true),
  PRORATA_SIGNING_KEY_DAYS: days.optional(),
  PRORATA_REFRESH_DAYS: days.optional(),
  PRORATA_SEALING_KEY: sealingKey.optional(),
  PRORATA_AUTHORITIES_FILE: z.string().optional(),
})

const account = z.union([z.guid(), z.literal('*')]).transform((id) => id.toLowerCase())
/** By TLS, or on this machine: whoever can change what comes back could sign in as anybody. */
const address = z.url().refine((text) => {
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname))
}, 'must be an https address')

const authorities = z.array(
  z.strictObject({
    name: z.string().regex(/^[\w .-]{1,60}$/, 'must be 1 to 60 letters, digits, spaces, dots or hyphens'),
    issuer: address,
    jwksUri: address,
    audience: z.string().min(1),
    accounts: z.array(account).min(1),
    accountClaim: z.strictObject({ claim: z.string().min(1), accounts: z.record(z.string(), z.guid()) }).optional(),
    match: z.enum(['subject', 'email']).default('subject'),
    roleClaim: z.strictObject({ claim: z.string().min(1), roles: z.record(z.string(), z.enum(ROLES)) }).optional(),
    trustsMultiFactor: z.boolean().optional(),
    applicationId: z.guid().optional(),
    clientId: z.string().min(1).optional(),
    clientSecret: z.string().min(1).optional(),
  }),
)

export type IdentitySettings = Pick<
  TokenSettings,
  'passwordGrant' | 'multiFactorRequired' | 'signingKeyDays' | 'refreshDays' | 'sealingKey' | 'authorities'
>

/** Reads what the token authority is told; throws a sentence that names the variable where something is wrong. */
export function readIdentitySettings(variables: Readonly<Record<string, string | undefined>>): IdentitySettings {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) throw problemOf('', parsed.error)
  const { data } = parsed
  return {
    passwordGrant: data.PRORATA_PASSWORD_GRANT,
    multiFactorRequired: data.PRORATA_MULTI_FACTOR_REQUIRED,
    signingKeyDays: data.PRORATA_SIGNING_KEY_DAYS,
    refreshDays: data.PRORATA_REFRESH_DAYS,
    sealingKey: data.PRORATA_SEALING_KEY,
    authorities: data.PRORATA_AUTHORITIES_FILE === undefined ? [] : readAuthorities(data.PRORATA_AUTHORITIES_FILE),
  }
}

/** The authorities outside that a file lists. */
function readAuthorities(path: string): readonly ExternalAuthority[] {
  const name = 'PRORATA_AUTHORITIES_FILE'
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new RangeError(`${name}: ${path} cannot be read as JSON`)
  }
  const parsed = authorities.safeParse(json)
  if (!parsed.success) throw problemOf(`${name} `, parsed.error)
  return parsed.data
}

function problemOf(prefix: string, error: z.ZodError): RangeError {
  const [issue] = error.issues
  return new RangeError(`${prefix}${issue?.path.join('.')} ${issue?.message}`)
}
