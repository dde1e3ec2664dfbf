import type { z } from 'zod'
import type { admittedSchema, userSchema } from '../../../api/schema/identity.js'

export type User = z.output<typeof userSchema>
/** Somebody who was let in, with the link to begin with. */
export type Admitted = z.output<typeof admittedSchema>

export const USERS_PATH = '/v1/platform/users'
