import { Command } from 'commander'
import { PLATFORM_ID } from '../app/use-case.js'
import type { Administration, Entrance, User } from '../app/users.js'
import type { Role } from '../core/access/role.js'
import { formatInstant } from '../core/calendar/instant.js'
import { accept, type Outcome } from '../core/refusal.js'
import { asProvider, partCommand, type providerContext } from './as-provider.js'
import { settingsOf } from './command-serve.js'
import { mailOption, nameOption, partnerOption, ROLES_HELP, rolesOption } from './identity-options.js'
import { printable, printJson, table } from './output.js'
import { wholeOption } from './parse-options.js'
import { type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly json?: boolean
}

interface Invited {
  readonly partner?: string
  readonly name: string
  readonly roles: readonly Role[]
}

const HELP = `
${ROLES_HELP}
Links begin with PRORATA_PUBLIC_URL: set it as for prorata serve. A link is shown once and works once.

Examples:
  $ prorata users invite ana@example.net --name 'Ana Prat' --roles platform-operator
  $ prorata users set-roles ana@example.net platform-operator,platform-finance
  $ prorata users reset ana@example.net --second-factor`

/** `prorata users`: the people who sign in. */
export function usersCommand(): Command {
  const command = new Command('users')
    .description('list, invite and shut out the people who sign in, at partners and at the provider')
    .addHelpText('after', HELP)
  for (const part of [listCommand(), inviteCommand(), rolesCommand(), resetCommand()]) command.addCommand(part)
  command.addCommand(stateCommand('disable', 'disabled', 'let a user sign in no more, and withdraw its tokens'))
  command.addCommand(stateCommand('enable', 'active', 'let a user sign in again'))
  return command
}

function listCommand(): Command {
  return partCommand('list', 'list the users of an account by mail address')
    .addOption(partnerOption())
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .action(async (options: Options & { readonly partner?: string; readonly limit: number }) => {
      const { listUsers } = await import('../app/users.js')
      const { partner = PLATFORM_ID, limit } = options
      const found = await withDatabase(options, (database) => listUsers({ session: database }, partner, '', limit + 1))
      const users = found.slice(0, limit)
      const more = found.length > limit
      if (options.json === true) return printJson({ users: users.map(shown), more })
      if (users.length === 0) return console.log('The account has no users; invite one with prorata users invite.')
      const rows = users.map((user) => [
        user.signInName,
        user.fullName,
        user.state,
        user.codeKeyConfirmed ? 'yes' : 'no',
        user.lastSignInAt === null ? '' : formatInstant(user.lastSignInAt),
        user.roles.join(', '),
      ])
      console.log(table(['User', 'Name', 'State', 'Second factor', 'Last sign-in', 'Roles'], rows))
      if (more) console.log('There are more; show them with --limit.')
    })
}

function inviteCommand(): Command {
  return partCommand('invite', 'add a user and print the link by which it sets its password')
    .argument('<mail>', 'mail address to sign in with', mailOption)
    .requiredOption('--name <text>', 'full name', (text) => nameOption(text))
    .requiredOption('--roles <list>', 'roles, with commas between them', rolesOption)
    .addOption(partnerOption())
    .action(async (signInName: string, options: Options & Invited) => {
      const { name: fullName, roles } = options
      await letIn(options, async (context) => {
        const { addUser } = await import('../app/users.js')
        const account = await accountOf(context, options.partner)
        if (!account.ok) return account
        return addUser(context, account.value, { fullName, signInName, roles, withPassword: false })
      })
    })
}

async function accountOf(context: Administration, partner: string | undefined): Promise<Outcome<string>> {
  if (partner === undefined) return accept(PLATFORM_ID)
  const { loadPartner } = await import('../app/partners.js')
  const loaded = await loadPartner(context, partner)
  return loaded.ok ? accept(partner) : loaded
}

function rolesCommand(): Command {
  return userCommand('set-roles', 'give a user these roles instead of those it has; it has to sign in again')
    .argument('<roles>', 'with commas between them', rolesOption)
    .action((name: string, roles: readonly Role[], options: Options) => runChange(name, { roles }, options))
}

function stateCommand(name: string, state: 'active' | 'disabled', description: string): Command {
  return userCommand(name, description).action((user: string, options: Options) => runChange(user, { state }, options))
}

function resetCommand(): Command {
  return userCommand('reset', 'end what a user is signed in with, and print a link by which it sets a new password')
    .option('--second-factor', 'take its second factor away as well, so that it sets up another')
    .action(async (name: string, options: Options & { readonly secondFactor?: boolean }) => {
      const wanted = { withPassword: false, secondFactor: options.secondFactor === true }
      await letIn(options, async (context) => {
        const { loadUserByName, resetUser } = await import('../app/users.js')
        const user = await loadUserByName(context, name)
        return user.ok ? resetUser(context, user.value.accountId, user.value.userId, wanted) : user
      })
    })
}

function userCommand(name: string, description: string): Command {
  return partCommand(name, description).argument('<mail>', 'mail address of the user', mailOption)
}

interface Change {
  readonly roles?: readonly Role[]
  readonly state?: 'active' | 'disabled'
}

async function runChange(name: string, change: Change, options: Options): Promise<void> {
  const user = await asProvider(options, async (context) => {
    const { changeUser, loadUserByName } = await import('../app/users.js')
    const found = await loadUserByName(context, name)
    return found.ok ? changeUser(context, found.value.accountId, found.value.userId, change) : found
  })
  if (options.json === true) printJson({ user: shown(user) })
  else console.log(`${user.signInName} is ${user.state}, with the roles ${user.roles.join(', ')}.`)
}

type Admit = (
  context: ReturnType<typeof providerContext>,
) => Promise<Outcome<{ readonly user: User; readonly entrance: Entrance }>>

/** Lets somebody in by a link, and prints it. */
async function letIn(options: Options, admit: Admit): Promise<void> {
  const { linkAddress } = await import('../app/sign-in-link.js')
  const { publicUrl } = await settingsOf({})
  const { user, entrance } = await asProvider(options, admit)
  if (entrance.kind !== 'link') throw new Error('a link was asked for')
  const uri = linkAddress(publicUrl, entrance.token)
  const expiresAt = formatInstant(entrance.expiresAt)
  if (options.json === true) return printJson({ user: shown(user), link: { uri, expiresAt } })
  console.log(`${printable(user.fullName)} (${user.signInName}) sets a password here, once, until ${expiresAt}:`)
  console.log(uri)
}

/** A user without anything a password or a second factor could be learnt from. */
function shown({ userId, accountId, signInName, fullName, roles, state, ...user }: User) {
  return {
    ...{ userId, accountId, signInName, fullName, roles, state, secondFactor: user.codeKeyConfirmed },
    createdAt: formatInstant(user.createdAt),
    lastSignInAt: user.lastSignInAt === null ? null : formatInstant(user.lastSignInAt),
  }
}
