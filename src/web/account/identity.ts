import type { z } from 'zod'
import type { admittedSchema, programSchema, secretSchema, userSchema } from '../../api/schema/identity.js'

export type User = z.output<typeof userSchema>
/** A user, and the way in that is shown once. */
export type Admitted = z.output<typeof admittedSchema>
export type Program = z.output<typeof programSchema>
export type ProgramSecret = z.output<typeof secretSchema>

export const USERS_PATH = '/v1/account/users'
export const PROGRAMS_PATH = '/v1/account/service-principals'
