import { PORTAL_PROGRAM_ID } from '../../app/portal-program.js'
import { fullNameOf } from '../../app/portal-session.js'
import { isPlatformRole } from '../../core/access/role.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { portalConfigurationSchema, portalSessionSchema } from '../schema/portal.js'
import { wireInstant } from '../schema/wire.js'

const GROUP = 'Portal'

export const PORTAL_ENDPOINTS = [
  endpoint({
    id: 'portal-configuration',
    method: 'GET',
    path: '/v1/portal/configuration',
    group: GROUP,
    summary: 'What the pages of the portal need before anybody has signed in.',
    capability: 'public',
    response: portalConfigurationSchema,
    handle: async ({ authority, openSimulation }) =>
      accept({ clientId: PORTAL_PROGRAM_ID, publicUrl: authority.settings.issuer, openSimulation }),
  }),
  endpoint({
    id: 'portal-session',
    method: 'GET',
    path: '/v1/portal/session',
    group: GROUP,
    summary: 'Who has signed in, in which roles, and for which account they act.',
    capability: 'signed-in',
    response: portalSessionSchema,
    handle: async (call) => {
      const { actor, account, now } = call
      const name = await fullNameOf(call)
      return accept({
        user: { id: actor.id, name, signInName: actor.name, roles: actor.roles },
        isStaff: actor.roles.some(isPlatformRole),
        account:
          account === undefined
            ? null
            : {
                id: account.partnerId,
                name: account.name,
                mpnId: account.mpnId,
                accountType: account.accountType,
                programStatus: account.programStatus,
                country: account.country,
                currency: account.currency,
                billingDay: account.billingDay,
                isSandbox: account.isSandbox,
              },
        now: wireInstant(now),
        links: selfLink('/portal/session'),
        attributes: attributes('PortalSession'),
      })
    },
  }),
]
