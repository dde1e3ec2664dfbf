import type { Instant } from '../core/calendar/day.js'
import { type Account, findAccount } from '../store/accounts.js'
import type { Session } from '../store/database.js'

export type { Account }

/** How long an account may be taken from memory: a change of its status is seen after that at the latest. */
const KEPT_MILLISECONDS = 2_000
const MOST_KEPT = 10_000

/** Finds accounts, remembering them for two seconds; those of a sandbox never, because their clock moves. */
export class AccountReader {
  readonly #kept = new Map<string, { readonly account: Account; readonly until: number }>()

  async find(session: Session, accountId: string, now: Instant): Promise<Account | undefined> {
    const known = this.#kept.get(accountId)
    if (known !== undefined && known.until > now) return known.account
    const account = await findAccount(session, accountId)
    this.#kept.delete(accountId)
    if (account === undefined || account.isSandbox) return account
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear()
    this.#kept.set(accountId, { account, until: now + KEPT_MILLISECONDS })
    return account
  }
}
