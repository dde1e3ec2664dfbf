import type { Account, AccountReader } from '../app/accounts.js'
import type { TokenAuthority } from '../app/tokens.js'
import type { Actor, Scope, Session } from '../app/use-case.js'
import { PLATFORM_ID } from '../app/use-case.js'
import { CAPABILITIES, may } from '../core/access/permission.js'
import { isPlatformRole } from '../core/access/role.js'
import type { Instant } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { Endpoint } from './endpoint.js'

/** Who is calling, and whose data they may touch. */
export interface Caller {
  readonly actor: Actor
  readonly scope: Scope
  readonly account: Account | undefined
  readonly multiFactor: boolean
}

/** Header with which the provider's staff says for which partner it acts. */
const ACTING_FOR_HEADER = 'prorata-partner'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads the bearer token of a request, or says why there is nobody. */
export async function authenticate(
  authority: TokenAuthority,
  accounts: AccountReader,
  session: Session,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  now: Instant,
): Promise<Outcome<Caller>> {
  const header = headers['authorization']
  const token = typeof header === 'string' ? /^Bearer +(\S+)$/i.exec(header)?.[1] : undefined
  if (token === undefined) return refuse('token-missing')
  const read = await authority.read(session, token, now)
  if (!read.ok) return read
  const { kind, id, name, applicationId, roles, accountId, multiFactor } = read.value
  if (kind === 'user' && !multiFactor && authority.requiresMultiFactor) return refuse('second-factor-needed')
  const ofProvider = accountId === PLATFORM_ID
  const actor: Actor = {
    kind,
    id,
    name,
    applicationId,
    roles: roles.filter((role) => isPlatformRole(role) === ofProvider),
  }
  const actingFor = headers[ACTING_FOR_HEADER]
  const wanted = ofProvider
    ? typeof actingFor === 'string' && UUID.test(actingFor)
      ? actingFor
      : undefined
    : accountId
  if (wanted === undefined) {
    return accept({ actor, account: undefined, scope: scopeOf(undefined), multiFactor })
  }
  const account = await accounts.find(session, wanted.toLowerCase(), now)
  if (account === undefined) {
    return ofProvider
      ? refuse('unknown-partner', { partner: wanted })
      : refuse('token-invalid', { problem: `there is no account ${wanted}` })
  }
  return accept({ actor, account, scope: scopeOf(account), multiFactor })
}

/** Whether a caller may use an endpoint: the one place where the permission table is asked. */
export function authorize(endpoint: Endpoint, caller: Caller): Outcome<undefined> {
  const { actor, account } = caller
  if (endpoint.userOnly === true && actor.kind !== 'user') return refuse('user-token-needed')
  if (endpoint.capability === 'signed-in' || endpoint.capability === 'public') return accept(undefined)
  const isReseller = account?.accountType === 'indirect-reseller'
  const allowed =
    may(actor.roles, endpoint.capability, isReseller) && (account !== undefined || isPlatform(endpoint.capability))
  if (allowed) return accept(undefined)
  return refuse('role-insufficient', {
    roles: actor.roles.join(', ') || '(none)',
    what: CAPABILITIES[endpoint.capability].what,
  })
}

/** Whether something is done for the provider itself, whatever partner it concerns. */
export function isPlatform(capability: Endpoint['capability']): boolean {
  return capability.startsWith('platform.')
}

/** A caller who acts for the provider and not for a partner: with the provider's clock, limits and activity log. */
export function forProvider({ actor, multiFactor }: Caller): Caller {
  return { actor, account: undefined, scope: NOBODY, multiFactor }
}

const NOBODY: Scope = { accountId: PLATFORM_ID, partnerIds: [], resellerMpnId: null }

function scopeOf(account: Account | undefined): Scope {
  if (account === undefined) return NOBODY
  const { partnerId, accountType, mpnId, providerIds } = account
  if (accountType !== 'indirect-reseller') return { accountId: partnerId, partnerIds: [partnerId], resellerMpnId: null }
  return { accountId: partnerId, partnerIds: providerIds, resellerMpnId: mpnId }
}
