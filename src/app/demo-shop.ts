import type { Role } from '../core/access/role.js'
import type { Instant } from '../core/calendar/day.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type Account, listAccounts, setAccountType } from '../store/accounts.js'
import { findDemo, keepDemoAccess, markDemo } from '../store/demo.js'
import { makeSandbox, makeSandboxWithLedger } from './advance-sandbox.js'
import {
  DEMO_PARTNERS,
  DEMO_PROGRAM_ROLES,
  DEMO_RESELLER,
  DEMO_STAFF,
  type DemoAccount,
  type DemoPerson,
} from './demo-accounts.js'
import { furnishCustomers } from './demo-customers.js'
import { addReseller, changePartner, onboardPartner } from './partners.js'
import { temporaryPassword } from './password-rules.js'
import { addSecret, registerProgram } from './service-principals.js'
import { choosePassword } from './sign-in-steps.js'
import { systemContext } from './system-context.js'
import { type Database, PLATFORM_ID, type Session } from './use-case.js'
import { type Administration, addUser, type User } from './users.js'

/** How one gets into a demo. The secrets are of this demo alone, and printed at each of its starts. */
export interface DemoAccess {
  /** Of everybody. */
  readonly password: string
  /** The program people sign in with; it keeps no secret. */
  readonly deskId: string
  readonly accounts: readonly DemoEntrance[]
}

/** Who may sign in for an account. */
export interface DemoEntrance {
  readonly accountId: string
  readonly name: string
  /** `provider` for the provider's own. */
  readonly kind: Account['accountType'] | 'provider'
  readonly people: readonly { readonly signInName: string; readonly role: Role }[]
  /** What acts for the account by itself. */
  readonly program?: { readonly applicationId: string; readonly secret: string }
}

/** What a database is to the demo: its own, with the sign-ins where the shop is open, or anything else. */
export type DemoState = 'other' | 'begun' | DemoAccess

export async function readDemo(database: Database): Promise<DemoState> {
  const demo = await findDemo<DemoAccess>(database)
  return demo === undefined ? 'other' : (demo.access ?? 'begun')
}

/** Makes an empty database that of a demo; refuses any that holds something already. */
export async function beginDemo(database: Database, now: Instant): Promise<Outcome<undefined>> {
  return (await markDemo(database, now)) ? accept(undefined) : refuse('no-demo')
}

export interface DemoContext {
  readonly database: Database
  /** Where the clocks of the accounts are to stand: after what has been billed. */
  readonly clockAt: Instant
  readonly now: Instant
  readonly newId: () => string
}

/**
 * Opens the shop on a billed demo: its partners become sandboxes, their customers can buy, a reseller joins, and there
 * are people and programs that may sign in. Refuses every database that was not marked as a demo while it was empty.
 */
export async function openDemoShop(context: DemoContext): Promise<Outcome<DemoAccess>> {
  const { database, now } = context
  const state = await readDemo(database)
  if (state === 'other') return refuse('no-demo')
  if (state !== 'begun') return accept(state)
  const opened = await database.transaction(async (session) => {
    const shop = await furnish(context, session)
    // Thrown, so that nothing half-made stays behind.
    if (!shop.ok) throw new Error(`the demo cannot be opened: ${shop.refusal.message}`)
    return shop.value
  })
  const password = temporaryPassword()
  for (const user of opened.users) {
    const form = { newPassword: password, repeated: password, address: '' }
    const chosen = await choosePassword({ database, now }, user, form, async () => accept(undefined))
    if (!chosen.ok) return chosen
  }
  const access: DemoAccess = { password, deskId: opened.deskId, accounts: opened.accounts }
  return (await keepDemoAccess(database, access)) ? accept(access) : refuse('no-demo')
}

interface Furnished {
  readonly deskId: string
  readonly accounts: readonly DemoEntrance[]
  readonly users: readonly User[]
}

async function furnish(context: DemoContext, session: Session): Promise<Outcome<Furnished>> {
  const provider = administration(context, session, PLATFORM_ID)
  const accounts: DemoEntrance[] = []
  const users: User[] = []
  const partners = await openPartners(context, provider)
  if (!partners.ok) return partners
  for (const { account, people } of partners.value) {
    const { partnerId: accountId, name, accountType } = account
    const admitted = await admit(provider, accountId, people)
    if (!admitted.ok) return admitted
    const program = await equip(administration(context, session, accountId), account)
    if (!program.ok) return program
    users.push(...admitted.value)
    accounts.push({ accountId, name, kind: accountType, people: rolesOf(people), program: program.value })
  }
  const staff = await admit(provider, PLATFORM_ID, DEMO_STAFF.people)
  if (!staff.ok) return staff
  users.push(...staff.value)
  const { accountId, name, people } = DEMO_STAFF
  accounts.push({ accountId, name, kind: 'provider', people: rolesOf(people) })
  const desk = { name: 'Demo desk', roles: [], isPublic: true, redirectUris: [] }
  const registered = await registerProgram(provider, PLATFORM_ID, desk)
  return registered.ok ? accept({ deskId: registered.value.applicationId, accounts, users }) : registered
}

function rolesOf(people: readonly DemoPerson[]) {
  return people.map(({ signInName, role }) => ({ signInName, role }))
}

/** The system, acting in an account: users and secrets follow the system's clock, the rest that of the sandboxes. */
function administration({ clockAt, now, newId }: DemoContext, session: Session, accountId: string): Administration {
  return { ...systemContext(session, accountId, { now: clockAt, newId }), systemNow: now }
}

interface OpenedPartner {
  readonly account: Account
  readonly people: readonly DemoPerson[]
}

/** The partners of the demo data as sandboxes that sell, and the reseller of one of them. */
async function openPartners(context: DemoContext, provider: Administration): Promise<Outcome<OpenedPartner[]>> {
  const { session } = provider
  const opened: OpenedPartner[] = []
  const imported = await listAccounts(session, NO_FILTER, NO_ID, DEMO_PARTNERS.length)
  for (const account of imported) {
    const described = DEMO_PARTNERS.find(({ mpnId }) => mpnId === account.mpnId)
    if (described === undefined) return refuse('unknown-partner', { partner: account.partnerId })
    const partner = await openPartner(context, provider, account, described)
    if (!partner.ok) return partner
    opened.push({ account: partner.value, people: described.people })
  }
  const { people, provider: providerMpnId, ...wanted } = DEMO_RESELLER
  const reseller = await onboardPartner(provider, wanted)
  if (!reseller.ok) return reseller
  const { account } = reseller.value
  const sandbox = await makeSandbox(provider, account.partnerId, context.clockAt)
  if (!sandbox.ok) return sandbox
  const worksWith = opened.find(({ account: { mpnId } }) => mpnId === providerMpnId)?.account
  if (worksWith === undefined) return refuse('unknown-partner', { partner: providerMpnId })
  const linked = await addReseller(provider, worksWith.partnerId, account.partnerId)
  return linked.ok ? accept([...opened, { account, people }]) : linked
}

const NO_FILTER = { search: undefined, accountType: undefined, programStatus: undefined }
const NO_ID = PLATFORM_ID

async function openPartner(
  context: DemoContext,
  provider: Administration,
  { partnerId }: Account,
  { accountType, domainName }: DemoAccount,
): Promise<Outcome<Account>> {
  const { session } = provider
  // Files of partners do not say what kind of partner each is.
  await setAccountType(session, partnerId, accountType)
  const changed = await changePartner(provider, partnerId, { domainName })
  if (!changed.ok) return changed
  const own = administration(context, session, partnerId)
  const sandbox = await makeSandboxWithLedger(own, partnerId, context.clockAt)
  if (!sandbox.ok) return sandbox
  const furnished = await furnishCustomers(own, changed.value)
  return furnished.ok ? changed : furnished
}

/** Adds people to an account, who still have to get their password. */
async function admit(
  provider: Administration,
  accountId: string,
  people: readonly DemoPerson[],
): Promise<Outcome<User[]>> {
  const users: User[] = []
  for (const { fullName, signInName, role } of people) {
    const added = await addUser(provider, accountId, { fullName, signInName, roles: [role], withPassword: false })
    if (!added.ok) return added
    users.push(added.value.user)
  }
  return accept(users)
}

const SECRET_DAYS = 3_650

/** Registers the program of an account, with a secret that outlives the demo. */
async function equip(own: Administration, { partnerId, name }: Account) {
  const program = { name: `${name} shop`, roles: DEMO_PROGRAM_ROLES, isPublic: false, redirectUris: [] }
  const registered = await registerProgram(own, partnerId, program)
  if (!registered.ok) return registered
  const { applicationId } = registered.value
  const added = await addSecret(own, partnerId, applicationId, { description: 'Demo', days: SECRET_DAYS })
  return added.ok ? accept({ applicationId, secret: added.value.value }) : added
}
