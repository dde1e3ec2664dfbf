import type { Account } from './accounts.js'
import { recordChange } from './audit.js'
import type { UseCase } from './use-case.js'

/** Records that somebody saw the tax id of a partner. */
export function noteTaxIdSeen(context: UseCase, account: Account, profile: 'billing' | 'tax'): Promise<void> {
  return recordChange(context, {
    partnerId: account.partnerId,
    customer: null,
    resourceType: 'undefined',
    operationType: 'undefined',
    before: null,
    after: null,
    data: { action: 'view_tax_id', profile },
  })
}
