import { beforeAll, describe, expect, it } from 'vitest'
import { writeMails } from '../../src/app/mail/write-mails.js'
import { newId } from '../../src/app/new-id.js'
import { PARTNER_ROLES } from '../../src/core/access/role.js'
import type { Currency } from '../../src/core/money/currency.js'
import { appendReminders } from '../../src/store/reminders.js'
import { insertUser } from '../../src/store/users.js'
import { asOwner, dayOfText } from '../billing/provider.js'
import { type As, DIRECT, describeApi, expectFault, OTHER, PLATFORM_ID, RESELLER } from '../support/api.js'

const OPERATOR: As = { account: PLATFORM_ID, roles: ['platform-operator'] }
const AUDITOR: As = { account: PLATFORM_ID, roles: ['platform-auditor'] }
/** The user a token of an account is of. */
const userOf = (account: string) => `018f0004-0000-7000-8000-0000000000${account.slice(-2)}`

describeApi('mails over the API', (api) => {
  beforeAll(async () => {
    for (const [account, name, role] of [
      [DIRECT, 'ana@direct.example', 'global-admin'],
      [OTHER, 'bo@other.example', 'billing-admin'],
      [RESELLER, 'cy@reseller.example', 'global-admin'],
    ] as const) {
      await insertUser(api.database(), {
        ...{ userId: userOf(account), accountId: account, signInName: name, fullName: 'Ana', roles: [role] },
        ...{ state: 'active', passwordHash: null, passwordIsTemporary: false, createdAt: api.now() },
      } as never)
    }
  })

  const auditOf = async (operation: string) =>
    (
      await api
        .database()
        .query<{ after: unknown }>(
          'select new_value as after from audit_record where operation_type = $1 order by audit_record_id',
          [operation],
        )
    ).rows.map(({ after }) => after)

  describe('preferences', () => {
    const url = '/v1/mailpreferences'
    const put = (body: object, as: As = {}) => api.call(url, { method: 'PUT', body, ...as })

    it('are those of the account before a user sets any', async () => {
      const { status, body } = await api.call(url)
      expect([status, body.language, body.ownLanguage, body.switchedOff]).toEqual([200, 'nl', undefined, []])
      expect(body.kinds).toContainEqual({ kind: 'invoice_ready', mayBeSwitchedOff: true, isForRole: true })
      expect(body.kinds).toContainEqual({ kind: 'past_due', mayBeSwitchedOff: false, isForRole: true })
      expect(body.userPrincipalName).toBe('ana@direct.example')
    })

    it('are replaced as a whole, by whoever has them', async () => {
      const body = { language: 'en', switchedOff: ['due_soon', 'DueSoon', 'invoiceready'] }
      const changed = await put(body)
      expect([changed.status, changed.body.ownLanguage, changed.body.switchedOff]).toEqual([
        ...[200, 'en', ['invoice_ready', 'due_soon']],
      ])
      expect((await put({})).body).toMatchObject({ language: 'nl', switchedOff: [] })
      expect((await auditOf('update_mail_preferences'))[0]).toEqual({
        ...{ userId: userOf(DIRECT), language: 'en', switchedOff: ['due-soon', 'invoice-ready'] },
      })
      await put({ switchedOff: ['overdue'] })
      expect((await api.call(url, { account: OTHER })).body.switchedOff).toEqual([])
      expect((await api.call(url, { account: RESELLER })).status).toBe(200)
    })

    it('refuse what cannot be switched off and what is not known', async () => {
      expectFault(await put({ switchedOff: ['past_due'] }), 400, 3000)
      expectFault(await put({ switchedOff: ['gossip'] }), 400, 900126)
      expectFault(await put({ switchedOff: Array(50).fill('overdue') }), 400, 3000)
      expectFault(await put({ language: 'fr' }), 400, 900126)
      expect((await api.call(url)).body.switchedOff).toEqual(['overdue'])
    })

    it('are for every role', async () => {
      for (const role of PARTNER_ROLES) expect((await put({}, { roles: [role] })).status).toBe(200)
      expectFault(await put({}, { ...OPERATOR, headers: { 'prorata-partner': DIRECT } } as never), 403, 900150)
    })

    it('are of people only, and of those of the account', async () => {
      expectFault(await api.call(url, { kind: 'service-principal' }), 403, 900329)
      expectFault(await put({}, { kind: 'service-principal' }), 403, 900329)
      expectFault(await api.call(url, { person: '77' }), 404, 1000)
      expectFault(await put({}, { person: '77' }), 404, 1000)
      expect((await api.call(url, { ...OPERATOR, headers: { 'X-Act-For': DIRECT } })).status).toBeGreaterThanOrEqual(
        400,
      )
    })
  })

  describe('for the provider', () => {
    const url = '/v1/platform/mails'

    beforeAll(async () => {
      const reminders = [1, 2, 3].map((level) => ({
        ...{ partnerId: level === 3 ? OTHER : DIRECT, reminderId: newId(), kind: 'overdue' as const, level },
        ...{ document: 'D000000001', currency: 'EUR' as Currency, amount: 5_000n, dueOn: dayOfText('2026-03-01') },
        happenedOn: dayOfText('2026-03-02'),
      }))
      await appendReminders(api.database(), reminders, api.now())
      await asOwner(api.database(), 'delete from mail_preference')
      const context = { database: api.database(), clock: () => api.now(), newId, isConfigured: false }
      expect(await writeMails(context)).toBe(3)
    })

    it('are listed, filtered and paged', async () => {
      const all = await api.call(url, AUDITOR)
      expect([all.status, all.body.items.length]).toEqual([200, 3])
      expect(all.body.items[0]).toMatchObject({ kind: 'overdue', state: 'not_configured', attempts: 0 })
      expect((await api.call(`${url}?partnerId=${OTHER}`, AUDITOR)).body.items).toMatchObject([
        { address: 'bo@other.example', partnerId: OTHER, language: 'en' },
      ])
      expect((await api.call(`${url}?state=sent`, AUDITOR)).body.items).toEqual([])
      expect((await api.call(`${url}?state=not_configured&kind=overdue`, AUDITOR)).body.items.length).toBe(3)
      const first = await api.call(`${url}?size=2`, AUDITOR)
      const token = first.body.continuationToken
      const next = await api.call(`${url}?size=2&seekOperation=Next`, {
        ...AUDITOR,
        headers: { 'MS-ContinuationToken': token },
      })
      const ids = [...first.body.items, ...next.body.items].map(({ id }: { id: string }) => id)
      expect([new Set(ids).size, next.body.continuationToken]).toEqual([3, undefined])
      expectFault(await api.call(`${url}?state=lost`, AUDITOR), 400, 3000)
    })

    it('are shown with their text', async () => {
      const [{ id }] = (await api.call(`${url}?partnerId=${DIRECT}`, AUDITOR)).body.items
      const { status, body } = await api.call(`${url}/${id}`, AUDITOR)
      expect([status, body.subject]).toEqual([200, expect.stringMatching(/herinnering: factuur D000000001/i)])
      expect(body.text).toContain('EUR 50,00')
      expectFault(await api.call(`${url}/${newId()}`, AUDITOR), 404, 1000)
    })

    it('are sent once more, but not before they were sent', async () => {
      const [{ id }] = (await api.call(`${url}?partnerId=${OTHER}`, AUDITOR)).body.items
      const resend = (as = OPERATOR, headers = {}) =>
        api.call(`${url}/${id}/resend`, { method: 'POST', ...as, headers })
      expectFault(await resend(), 409, 900278)
      await api.database().query(`update mail set state = 'failed', finished_at = now() where mail_id = $1`, [id])
      const headers = { 'MS-RequestId': newId() }
      const again = await resend(OPERATOR, headers)
      expect([again.status, again.body.state]).toEqual([202, 'waiting'])
      expect((await resend(OPERATOR, headers)).body.id).toBe(again.body.id)
      expect((await api.call(`${url}?partnerId=${OTHER}`, AUDITOR)).body.items.length).toBe(2)
      expect(await auditOf('resend_mail')).toMatchObject([
        { mailId: again.body.id, cause: expect.stringContaining(id) },
      ])
      await asOwner(api.database(), `update partner set is_sandbox = true where partner_id = '${OTHER}'`)
      expectFault(await resend(), 409, 3000)
      await asOwner(api.database(), `update partner set is_sandbox = false where partner_id = '${OTHER}'`)
      expectFault(await api.call(`${url}/${newId()}/resend`, { method: 'POST', ...OPERATOR }), 404, 1000)
    })

    it('are tested', async () => {
      const test = (body: object, as = OPERATOR) => api.call(`${url}/test`, { method: 'POST', body, ...as })
      const { status, body } = await test({ address: 'Dev@example.net', language: 'nl' })
      expect([status, body.kind, body.address, body.partnerId]).toEqual([202, 'test', 'dev@example.net', undefined])
      expect((await api.call(`${url}/${body.id}`, AUDITOR)).body.subject).toBe('Test van e-mail')
      expectFault(await test({ address: 'nobody' }), 400, 3000)
      expectFault(await test({ address: 'a@example.net,b@example.net' }), 400, 3000)
      expectFault(await test({ address: 'a@example.net' }, AUDITOR), 403, 900150)
    })

    it('are nothing for partners', async () => {
      for (const as of [{}, { account: RESELLER }]) {
        expectFault(await api.call(url, as), 403, 900150)
        expectFault(
          await api.call(`${url}/test`, { method: 'POST', body: { address: 'a@example.net' }, ...as }),
          403,
          900150,
        )
      }
    })
  })
})
