import {
  loadMail,
  type MailState,
  resendMail,
  type StoredMail,
  showMails,
  writeTestMail,
} from '../../app/mail/mails.js'
import { PLATFORM_ID } from '../../app/use-case.js'
import type { Instant } from '../../core/calendar/day.js'
import { accept } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { attributes, selfLink } from '../links.js'
import { foundPage, readSeekPosition } from '../paging.js'
import * as schema from '../schema/mail.js'
import { wireInstant } from '../schema/wire.js'

const GROUP = 'Mails, for the provider'
const ROOT = '/platform/mails'

function present(mail: StoredMail) {
  const { partnerId, mailId, kind, state, address, language, attempts, createdAt, dueAt, finishedAt, problem } = mail
  return {
    id: mailId,
    ...(partnerId === PLATFORM_ID ? {} : { partnerId }),
    ...{ kind: kind.replaceAll('-', '_'), state: state.replaceAll('-', '_'), address, language, attempts },
    createdDate: wireInstant(createdAt),
    ...(finishedAt === null ? { nextAttemptDate: wireInstant(dueAt) } : { finishedDate: wireInstant(finishedAt) }),
    ...(problem === '' ? {} : { problem }),
    links: selfLink(`${ROOT}/${mailId}`),
    attributes: attributes('Mail'),
  }
}

export const PLATFORM_MAIL_ENDPOINTS = [
  endpoint({
    id: 'platform-list-mails',
    method: 'GET',
    path: `/v1${ROOT}`,
    group: GROUP,
    summary: 'Mails of all partners, newest first, with what became of them.',
    capability: 'platform.mail.read',
    query: schema.mailsQuery,
    response: schema.mailsSchema,
    handle: async (call) => {
      const position = readSeekPosition(call.request, 'instant', 'guid')
      if (!position.ok) return position
      const { partnerId, state, kind, size = schema.MOST_MAILS } = call.query
      const [createdAt, mailId] = position.value.after ?? []
      const filter = {
        partnerId,
        state: state?.replaceAll('_', '-') as MailState | undefined,
        kind: kind?.replaceAll('_', '-'),
      }
      const after =
        createdAt === undefined || mailId === undefined
          ? undefined
          : { createdAt: Number(createdAt) as Instant, mailId }
      const found = await showMails(call, { ...filter, after, limit: size + 1 })
      const keyOf = (last: (typeof found)[number]) => [String(last.createdAt), last.mailId]
      return accept(foundPage(found, size, call.request, keyOf, present))
    },
  }),
  endpoint({
    id: 'platform-send-test-mail',
    method: 'POST',
    path: `/v1${ROOT}/test`,
    group: GROUP,
    summary: 'Sends a mail that shows whether mail arrives; ask for it again to see what became of it.',
    capability: 'platform.mail.send',
    body: schema.testMailBody,
    response: schema.mailSchema,
    status: 202,
    handle: async (call) => {
      const { address, language = 'en' } = call.body
      const written = await writeTestMail(call, { address, language })
      return written.ok ? accept(present(written.value)) : written
    },
  }),
  endpoint({
    id: 'platform-get-mail',
    method: 'GET',
    path: `/v1${ROOT}/:mailId`,
    group: GROUP,
    summary: 'A mail with its subject and text.',
    capability: 'platform.mail.read',
    params: schema.mailParams,
    response: schema.mailInFullSchema,
    handle: async (call) => {
      const found = await loadMail(call, call.params.mailId)
      return found.ok ? accept({ ...present(found.value.mail), ...found.value.composed }) : found
    },
  }),
  endpoint({
    id: 'platform-resend-mail',
    method: 'POST',
    path: `/v1${ROOT}/:mailId/resend`,
    group: GROUP,
    summary: 'Sends a mail that is done with once more, to the same address.',
    capability: 'platform.mail.send',
    params: schema.mailParams,
    response: schema.mailSchema,
    status: 202,
    handle: async (call) => {
      const again = await resendMail(call, call.params.mailId)
      return again.ok ? accept(present(again.value)) : again
    },
  }),
]
