import { z } from 'zod'
import { attributesSchema, collectionOf, guid, maybe, selfLinks, text, wireEnum } from './wire.js'

const LONGEST_NAME = 120
const LONGEST_PRINCIPAL_NAME = 320
const LONGEST_PASSWORD = 256
/** Most users on a page, and as many as come where no size is given. */
export const MOST_USERS = 2_000

const userName = text(LONGEST_PRINCIPAL_NAME)
const country = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{2}$/, 'must be a country as two letters')
  .transform((value) => value.toUpperCase())

const passwordProfile = z.object({
  password: z.string().min(1, 'must not be empty').max(LONGEST_PASSWORD),
  forceChangePassword: maybe(z.boolean()),
})

export const customerParams = z.object({ customerId: guid })
export const userParams = z.object({ customerId: guid, userId: guid })
export const roleParams = z.object({ customerId: guid, roleId: guid })
export const memberParams = z.object({ customerId: guid, roleId: guid, userId: guid })

/** How many a page holds; `size=0` is how some clients leave it to the server. */
export function pageSize(most: number) {
  return maybe(
    z
      .string()
      .regex(/^\d{1,6}$/, 'must be a whole number')
      .transform(Number)
      .pipe(z.number().max(most, `must be at most ${most}`))
      .transform((size) => (size === 0 ? undefined : size)),
  )
}

/** `seekOperation` is read with the continuation token; here it is for the document. */
export const seekQuery = { seekOperation: maybe(z.string().max(20)) }

export const listUsersQuery = z.object({
  size: pageSize(MOST_USERS),
  filter: maybe(z.string().max(2_000)),
  sortField: maybe(wireEnum(['display_name', 'user_principal_name'])),
  sortDirection: maybe(wireEnum(['ascending', 'descending'])),
  ...seekQuery,
})

export const listMembersQuery = z.object({ size: pageSize(MOST_USERS), ...seekQuery })

export const createUserBody = z.object({
  userPrincipalName: userName,
  firstName: text(LONGEST_NAME),
  lastName: text(LONGEST_NAME),
  displayName: text(2 * LONGEST_NAME),
  usageLocation: country,
  passwordProfile,
  immutableId: maybe(text(LONGEST_NAME)),
  phoneNumber: maybe(text(40)),
})

export const updateUserBody = z.object({
  userPrincipalName: maybe(userName),
  firstName: maybe(text(LONGEST_NAME)),
  lastName: maybe(text(LONGEST_NAME)),
  displayName: maybe(text(2 * LONGEST_NAME)),
  usageLocation: maybe(country),
  passwordProfile: maybe(passwordProfile),
  immutableId: maybe(text(LONGEST_NAME)),
  phoneNumber: maybe(text(40)),
  state: maybe(
    wireEnum(['active', 'inactive']).refine((state) => state === 'active', 'can only become active; delete the user'),
  ),
})

export const resetPasswordBody = z.object({ passwordProfile })

/** Who becomes a member; its names are read from the user. */
export const memberBody = z.object({ id: guid })

export const customerUser = z.object({
  usageLocation: z.string().optional(),
  id: z.string(),
  userPrincipalName: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  displayName: z.string(),
  immutableId: z.string().optional(),
  phoneNumber: z.string().optional(),
  /** There where a password was set; the password itself is never answered, its field is empty. */
  passwordProfile: z.object({ forceChangePassword: z.boolean(), password: z.literal('') }).optional(),
  userDomainType: z.literal('managed'),
  state: z.enum(['active', 'inactive']),
  softDeletionTime: z.string().optional(),
  links: selfLinks,
  attributes: attributesSchema,
})

export const customerUsers = collectionOf(customerUser)

export const directoryRoles = collectionOf(z.object({ name: z.string(), id: z.string(), attributes: attributesSchema }))

export const userMember = z.object({
  id: z.string(),
  displayName: z.string(),
  userPrincipalName: z.string(),
  roleId: z.string(),
  attributes: attributesSchema,
})

export const userMembers = collectionOf(userMember)
