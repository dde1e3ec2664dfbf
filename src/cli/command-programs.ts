import { Command } from 'commander'
import type { RegisteredProgram } from '../app/service-principals.js'
import { PLATFORM_ID } from '../app/use-case.js'
import { LEAST_ID } from '../core/access/least-id.js'
import type { Role } from '../core/access/role.js'
import { formatInstant } from '../core/calendar/instant.js'
import { asProvider, partCommand } from './as-provider.js'
import { nameOption, partnerOption, ROLES_HELP, redirectUriOption, rolesOption } from './identity-options.js'
import { printable, printJson, table } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly json?: boolean
}

interface Registered {
  readonly partner?: string
  readonly roles: readonly Role[]
  readonly redirectUri?: readonly string[]
  readonly public?: boolean
}

const MOST_DAYS = 730

const HELP = `
${ROLES_HELP}
A program acts by itself with its roles and a secret, or for users who sign in and come back to one of its addresses.

Examples:
  $ prorata programs register 'Nightly sync' --roles admin-agent --partner 018f0001-0000-7000-8000-000000000001
  $ prorata programs register Portal --redirect-uri https://portal.example.net/back
  $ prorata programs add-secret 018f2f60-5c1e-7000-8000-000000000001 --days 90`

/** `prorata programs`: service principals and the applications people sign in to. */
export function programsCommand(): Command {
  const command = new Command('programs')
    .description('list, register and shut out programs that sign in, and give them secrets')
    .addHelpText('after', HELP)
  for (const part of [listCommand(), registerCommand(), addSecretCommand()]) command.addCommand(part)
  command.addCommand(stateCommand('disable', 'disabled', 'let a program sign in no more, and withdraw its tokens'))
  command.addCommand(stateCommand('enable', 'active', 'let a program sign in again'))
  return command
}

function listCommand(): Command {
  return partCommand('list', 'list the programs of an account, without their secrets')
    .addOption(partnerOption())
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .action(async (options: Options & { readonly partner?: string; readonly limit: number }) => {
      const { listPrograms } = await import('../app/service-principals.js')
      const { partner = PLATFORM_ID, limit } = options
      const found = await withDatabase(options, (database) =>
        listPrograms({ session: database }, partner, LEAST_ID, limit + 1),
      )
      const programs = found.slice(0, limit)
      const more = found.length > limit
      if (options.json === true) return printJson({ programs: programs.map(shown), more })
      if (programs.length === 0) return console.log('The account has no programs.')
      const rows = programs.map((program) => [
        program.applicationId,
        program.name,
        program.state,
        program.isPublic ? 'public' : secretsOf(program),
        program.roles.join(', '),
      ])
      console.log(table(['Program', 'Name', 'State', 'Secrets, until', 'Roles'], rows))
      if (more) console.log('There are more; show them with --limit.')
    })
}

function secretsOf({ secrets }: RegisteredProgram): string {
  return (
    secrets.map(({ hint, expiresAt }) => `${hint}... ${formatInstant(expiresAt).slice(0, 10)}`).join(', ') || 'none'
  )
}

function registerCommand(): Command {
  return partCommand('register', 'register a program')
    .argument('<name>', 'what people call it', (text) => nameOption(text))
    .option('--roles <list>', 'what it may do by itself: roles with commas between them', rolesOption, [])
    .option('--redirect-uri <uri>', 'where a sign-in may lead back to; may be given several times', redirectUriOption)
    .option('--public', 'it can keep no secret (a page, a desktop program)')
    .addOption(partnerOption())
    .action(async (name: string, options: Options & Registered) => {
      const { roles, partner, public: isPublic = false, redirectUri: redirectUris = [] } = options
      const program = await asProvider(options, async (context) => {
        const { registerProgram } = await import('../app/service-principals.js')
        const { loadPartner } = await import('../app/partners.js')
        const known = partner === undefined ? undefined : await loadPartner(context, partner)
        if (known?.ok === false) return known
        return registerProgram(context, partner ?? PLATFORM_ID, { name, roles, isPublic, redirectUris })
      })
      if (options.json === true) return printJson({ program: shown(program) })
      console.log(`${printable(program.name)} is registered: ${program.applicationId}`)
      if (!isPublic) console.log(`It signs in with a secret: prorata programs add-secret ${program.applicationId}`)
    })
}

function addSecretCommand(): Command {
  return programCommand('add-secret', 'give a program a further secret and print it, this once')
    .option('--days <n>', 'how long it holds', wholeOption(1, MOST_DAYS), 365)
    .option('--description <text>', 'what it is for', (text) => nameOption(text), 'secret')
    .action(async (id: string, options: Options & { readonly days: number; readonly description: string }) => {
      const { days, description } = options
      const { secret, value } = await asProvider(options, async (context) => {
        const { addSecret, loadAnyProgram } = await import('../app/service-principals.js')
        const program = await loadAnyProgram(context, id)
        return program.ok ? addSecret(context, program.value.accountId, id, { days, description }) : program
      })
      const expiresAt = formatInstant(secret.expiresAt)
      if (options.json === true) return printJson({ secret: { secretId: secret.secretId, value, expiresAt } })
      console.log(`A secret of ${id} until ${expiresAt}; it is not shown again:`)
      console.log(value)
    })
}

function stateCommand(name: string, state: 'active' | 'disabled', description: string): Command {
  return programCommand(name, description).action(async (id: string, options: Options) => {
    const program = await asProvider(options, async (context) => {
      const { changeProgram, loadAnyProgram } = await import('../app/service-principals.js')
      const found = await loadAnyProgram(context, id)
      return found.ok ? changeProgram(context, found.value.accountId, id, { state }) : found
    })
    if (options.json === true) printJson({ program: shown(program) })
    else console.log(`${printable(program.name)} (${program.applicationId}) is ${program.state}.`)
  })
}

function programCommand(name: string, description: string): Command {
  return partCommand(name, description).argument('<program>', 'its id', idOption)
}

function shown({ createdAt, secrets, ...program }: RegisteredProgram) {
  return {
    ...program,
    createdAt: formatInstant(createdAt),
    secrets: secrets.map(({ secretId, hint, description, ...secret }) => ({
      ...{ secretId, hint, description },
      createdAt: formatInstant(secret.createdAt),
      expiresAt: formatInstant(secret.expiresAt),
    })),
  }
}
