import {
  changeMailPreferences,
  loadMailPreferences,
  type MailPreferences,
  type ToldKind,
} from '../../app/mail-preferences.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { preferencesBody, preferencesSchema } from '../schema/mail.js'

const GROUP = 'Mails'
const PATH = '/mailpreferences'

function present({ user, language, ownLanguage, kinds }: MailPreferences) {
  const word = (kind: ToldKind) => kind.replaceAll('-', '_')
  return {
    ...{ userPrincipalName: user.signInName, language },
    ...(ownLanguage === null ? {} : { ownLanguage }),
    switchedOff: kinds.filter(({ isSwitchedOff }) => isSwitchedOff).map(({ kind }) => word(kind)),
    kinds: kinds.map(({ kind, mayBeSwitchedOff, isForRole }) => ({ kind: word(kind), mayBeSwitchedOff, isForRole })),
    links: selfLink(PATH),
    attributes: attributes('MailPreferences'),
  }
}

export const MAIL_PREFERENCE_ENDPOINTS = [
  endpoint({
    id: 'get-mail-preferences',
    method: 'GET',
    path: `/v1${PATH}`,
    group: GROUP,
    summary: 'Which mails the calling user gets, and in which language.',
    capability: 'account.read',
    userOnly: true,
    response: preferencesSchema,
    handle: async (call) => {
      const preferences = await loadMailPreferences(call, call.account!, call.actor.id)
      return preferences.ok ? accept(present(preferences.value)) : preferences
    },
  }),
  endpoint({
    id: 'update-mail-preferences',
    method: 'PUT',
    path: `/v1${PATH}`,
    group: GROUP,
    summary:
      'Replaces what the calling user wants: its language (none: that of the account) and the kinds switched off.',
    capability: 'mail-preference.edit',
    userOnly: true,
    body: preferencesBody,
    response: preferencesSchema,
    handle: async (call) => {
      const { language, switchedOff } = call.body
      const changed = await changeMailPreferences(call, call.account!, call.actor.id, {
        language: language ?? null,
        switchedOff: switchedOff.map((word) => word.replaceAll('_', '-') as ToldKind),
      })
      return changed.ok ? accept(present(changed.value)) : changed
    },
  }),
]
