import type { Instant } from '../core/calendar/day.js'
import { findServicePrincipal, insertServicePrincipal, updateServicePrincipal } from '../store/applications.js'
import { type Database, PLATFORM_ID } from './use-case.js'

/** The id of the portal among the programs people sign in with; the same in every installation. */
export const PORTAL_PROGRAM_ID = '0160f000-0000-4000-8000-00000000b0a7'

/**
 * Registers the portal as a public program of the provider, which may send people back to this server only. One that an
 * administrator disabled stays so.
 * @param publicUrl where people find the server, without a slash at the end
 */
export async function registerPortal(database: Database, publicUrl: string, now: Instant): Promise<void> {
  const redirectUris = [`${publicUrl}/portal/signed-in`]
  await database.transaction(async (session) => {
    const known = await findServicePrincipal(session, PORTAL_PROGRAM_ID)
    if (known === undefined) {
      await insertServicePrincipal(session, {
        applicationId: PORTAL_PROGRAM_ID,
        accountId: PLATFORM_ID,
        name: 'prorata portal',
        roles: [],
        state: 'active',
        isPublic: true,
        redirectUris,
        createdAt: now,
      })
    } else if (known.redirectUris.join() !== redirectUris.join()) {
      await updateServicePrincipal(session, { ...known, redirectUris })
    }
  })
}
