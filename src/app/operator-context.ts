import type { Instant } from '../core/calendar/day.js'
import { findAccount } from '../store/accounts.js'
import { systemContext } from './system-context.js'
import type { Session, UseCase } from './use-case.js'

/** What a command brings along from outside. */
export interface OperatorClock {
  readonly now: Instant
  readonly newId: () => string
}

/** Name under which the activity log has what was done from the command line. */
const COMMAND_LINE = 'command line'

/** The context of whoever operates the program, for one partner: at the clock of its account where that has its own. */
export async function operatorContext(session: Session, partnerId: string, clock: OperatorClock): Promise<UseCase> {
  const account = await findAccount(session, partnerId)
  const context = systemContext(session, partnerId, { now: account?.clockAt ?? clock.now, newId: clock.newId })
  return { ...context, actor: { ...context.actor, name: COMMAND_LINE } }
}
