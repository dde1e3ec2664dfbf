import { userInfo } from 'node:os'
import { Command } from 'commander'
import { PLATFORM_ID, type Session } from '../app/use-case.js'
import type { Administration } from '../app/users.js'
import type { Instant } from '../core/calendar/day.js'
import type { Outcome } from '../core/refusal.js'
import { ExitCode } from './exit-codes.js'
import { addDatabaseOptions, CommandError, newId, type SessionOptions, withDatabase } from './session.js'

/** A command inside a command that looks at or changes the database, and prints JSON when asked to. */
export function partCommand(name: string, description: string): Command {
  const command = new Command(name).description(description).option('--json', 'print the outcome as JSON')
  return addDatabaseOptions(command).exitOverride().showHelpAfterError('(see --help)')
}

/** Whoever has the database acts for the provider; the activity log names who was logged in to the machine. */
export function providerContext(session: Session): Administration {
  const now = Date.now() as Instant
  return {
    ...{ session, now, systemNow: now, newId, correlationId: newId() },
    actor: {
      kind: 'system',
      id: PLATFORM_ID,
      name: `command line (${loginName()})`,
      applicationId: null,
      roles: ['platform-operator'],
    },
    scope: { accountId: PLATFORM_ID, partnerIds: [], resellerMpnId: null },
  }
}

function loginName(): string {
  try {
    return userInfo().username
  } catch {
    return 'somebody without a name' // a user id the machine has no entry for
  }
}

/** The value, or the end of the command with the reason; a transaction around it is undone. */
export function acceptedOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new CommandError(`${outcome.refusal.message} [${outcome.refusal.code}]`, ExitCode.refused)
}

/** Carries out a use case for the provider, in one transaction. */
export function asProvider<T>(
  options: SessionOptions,
  work: (context: Administration) => Promise<Outcome<T>>,
): Promise<T> {
  return withDatabase(options, (database) =>
    database.transaction(async (session) => acceptedOf(await work(providerContext(session)))),
  )
}
