import type { z } from 'zod'
import type { customerUser } from '../../api/schema/customer-user.js'
import type { subscribedSkus, userLicenses } from '../../api/schema/license.js'
import { useRead } from '../wire/read.js'
import { customerPath } from './customer.js'

export type User = z.output<typeof customerUser>
export type Pools = z.output<typeof subscribedSkus>
export type Pool = Pools['items'][number]
export type Licenses = z.output<typeof userLicenses>

const RESTORABLE_MILLISECONDS = 30 * 86_400_000

/** Until when a user that was deleted can be restored. */
export function restorableUntil(softDeletionTime: string): string {
  return new Date(Date.parse(softDeletionTime) + RESTORABLE_MILLISECONDS).toISOString()
}

export function usersPath(customerId: string): string {
  return `${customerPath(customerId)}/users`
}

export function userPath(customerId: string, userId: string): string {
  return `${usersPath(customerId)}/${encodeURIComponent(userId)}`
}

/** The license pools of a customer. */
export function usePools(customerId: string) {
  return useRead<Pools>(`${customerPath(customerId)}/subscribedskus`)
}
