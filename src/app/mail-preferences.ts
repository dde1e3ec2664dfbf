import type { Role } from '../core/access/role.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { MailLanguage } from '../store/mail.js'
import { findMailPreference, type MailPreference, storeMailPreference } from '../store/mail-preferences.js'
import { findUserByName, findUserOf, type User } from '../store/users.js'
import type { Account } from './accounts.js'
import { recordChange } from './audit.js'
import { MAIL_KINDS, OPTIONAL_KINDS, TOLD_KINDS, type ToldKind } from './mail/mail-kinds.js'
import { Recipients } from './mail/recipients.js'
import { loadPartner } from './partners.js'
import type { UseCase } from './use-case.js'

export { TOLD_KINDS, type ToldKind }

/** Which mails a user gets, and how. */
export interface MailPreferences {
  readonly user: Pick<User, 'userId' | 'accountId' | 'signInName'>
  /** The language its mails are in. */
  readonly language: MailLanguage
  /** The language it set; `null` for that of the account. */
  readonly ownLanguage: MailLanguage | null
  readonly kinds: readonly {
    readonly kind: ToldKind
    readonly mayBeSwitchedOff: boolean
    readonly isSwitchedOff: boolean
    /** Whether its roles are told of such things. */
    readonly isForRole: boolean
  }[]
}

/** What a user wants. */
export interface WantedPreference {
  readonly language: MailLanguage | null
  readonly switchedOff: readonly ToldKind[]
}

type Reader = Pick<UseCase, 'session'>

/** Preferences of a user of an account; somebody else's user does not exist. */
export async function loadMailPreferences(
  { session }: Reader,
  account: Account,
  userId: string,
): Promise<Outcome<MailPreferences>> {
  const user = await findUserOf(session, account.partnerId, userId)
  if (user === undefined) return refuse('not-found', { what: 'user', id: userId })
  const preference = await findMailPreference(session, account.partnerId, userId)
  return accept(await shown({ session }, account, user, preference ?? NOTHING_SET))
}

const NOTHING_SET: MailPreference = { language: null, switchedOff: [] }

async function shown(
  { session }: Reader,
  account: Account,
  user: User,
  { language, switchedOff }: MailPreference,
): Promise<MailPreferences> {
  return {
    user,
    language: language ?? (await new Recipients(session, account).language()),
    ownLanguage: language,
    kinds: TOLD_KINDS.map((kind) => ({
      ...{ kind, mayBeSwitchedOff: MAIL_KINDS[kind].optional },
      isSwitchedOff: MAIL_KINDS[kind].optional && switchedOff.includes(kind),
      isForRole: user.roles.some((role) => (MAIL_KINDS[kind].roles as readonly Role[]).includes(role)),
    })),
  }
}

/** Replaces the preferences of a user. Refused where one of the kinds is one that everybody concerned has to get. */
export async function changeMailPreferences(
  context: UseCase,
  account: Account,
  userId: string,
  { language, switchedOff }: WantedPreference,
): Promise<Outcome<MailPreferences>> {
  const { session, now } = context
  const { partnerId } = account
  const user = await findUserOf(session, partnerId, userId)
  if (user === undefined) return refuse('not-found', { what: 'user', id: userId })
  const fixed = switchedOff.find((kind) => !OPTIONAL_KINDS.includes(kind))
  if (fixed !== undefined) return refuse('mail-kind-fixed', { kind: fixed })
  const before = await findMailPreference(session, partnerId, userId, 'lock')
  const after = { language, switchedOff: [...new Set(switchedOff)].sort() }
  await storeMailPreference(session, { partnerId, userId }, after, now)
  await recordChange(context, {
    ...{ partnerId, customer: null, resourceType: 'mail_preferences', operationType: 'update_mail_preferences' },
    before: before === undefined ? null : { userId, ...before },
    after: { userId, ...after },
  })
  return accept(await shown(context, account, user, after))
}

/** The account of a user by the name it signs in with, for whoever operates the program. */
export async function findMailUser(
  { session }: Reader,
  signInName: string,
): Promise<Outcome<{ readonly account: Account; readonly userId: string }>> {
  const user = await findUserByName(session, signInName)
  if (user === undefined) return refuse('not-found', { what: 'user', id: signInName })
  const account = await loadPartner({ session }, user.accountId)
  return account.ok ? accept({ account: account.value, userId: user.userId }) : account
}
