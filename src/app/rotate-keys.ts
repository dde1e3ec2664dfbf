import { recordChange } from './audit.js'
import type { SigningKeyRing } from './signing-key-ring.js'
import { type Database, PLATFORM_ID, type UseCase } from './use-case.js'
import type { Administration } from './users.js'

/** Signs with a new key from now on, and says so in the provider's log. */
export async function rotateKeys(
  context: Administration & { readonly database: Database },
  keys: SigningKeyRing,
): Promise<string> {
  const { database, systemNow } = context
  // In a transaction of its own: the key must be in the database before anything is signed with it.
  return database.transaction(async (session) => {
    const keyId = await keys.rotate(session, systemNow)
    const inside: UseCase = { ...context, session }
    await recordChange(inside, {
      partnerId: PLATFORM_ID,
      customer: null,
      resourceType: 'signing_key',
      operationType: 'rotate_signing_key',
      before: null,
      after: { keyId },
    })
    return keyId
  })
}
