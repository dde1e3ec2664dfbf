import { PLATFORM_ID } from '../../app/use-case.js'
import type { Capability } from '../../core/access/permission.js'
import type { Call } from '../endpoint.js'

/** Whose users: a partner's own, or those of the provider. The operations are the same. */
export interface House {
  readonly prefix: '/v1/account' | '/v1/platform'
  /** Before the ids of its operations. */
  readonly name: 'account' | 'platform'
  readonly group: string
  readonly isProvider: boolean
  readonly read: Capability
  readonly manage: Capability
}

const PARTNER: House = {
  prefix: '/v1/account',
  name: 'account',
  group: 'Users of the partner',
  isProvider: false,
  read: 'partner-user.read',
  manage: 'partner-user.manage',
}

const PROVIDER: House = {
  prefix: '/v1/platform',
  name: 'platform',
  group: 'Users of the provider',
  isProvider: true,
  read: 'platform.user.manage',
  manage: 'platform.user.manage',
}

/** Both, whose users and programs are managed by the same operations. */
export const HOUSES: readonly House[] = [PARTNER, PROVIDER]

/** The account whose users are meant: of the provider's house always its own, for whomever its staff acts. */
export function accountOf({ isProvider }: House, call: Pick<Call<unknown, unknown, unknown>, 'account'>): string {
  return isProvider ? PLATFORM_ID : call.account!.partnerId
}
