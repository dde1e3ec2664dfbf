import { createContext, type ReactNode, useContext } from 'react'
import type { z } from 'zod'
import type { portalSessionSchema } from '../../api/schema/portal.js'
import { type Capability, may } from '../../core/access/permission.js'
import { isRole } from '../../core/access/role.js'

/** Who has signed in, and for whom they act. */
export type Session = z.output<typeof portalSessionSchema>

const SessionContext = createContext<Session | undefined>(undefined)

export function SessionProvider({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

/** Who has signed in. Only on pages that are shown to nobody else. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('this page needs somebody who has signed in')
  return session
}

/** Whether who has signed in may do something; by the same table as the server's, which has the last word. */
export function useMay(): (capability: Capability) => boolean {
  const { user, account } = useSession()
  const roles = user.roles.filter(isRole)
  const isReseller = account?.accountType === 'indirect-reseller'
  return (capability) => may(roles, capability, isReseller) && (account !== null || capability.startsWith('platform.'))
}
