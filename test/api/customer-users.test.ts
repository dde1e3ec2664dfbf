import { expect, it } from 'vitest'
import { createFirstCustomerUser } from '../../src/app/customer-users.js'
import { purgeDeletedCustomerUsers } from '../../src/app/delete-customer-users.js'
import { loadCustomer } from '../../src/app/load-customer.js'
import { verifyPassword } from '../../src/app/password-hash.js'
import {
  CUSTOMER,
  describeApi,
  expectFault,
  INDIRECT_PROVIDER,
  OTHER,
  OTHER_CUSTOMER,
  PROVIDER_CUSTOMER,
  RESELLER,
  RESELLER_CUSTOMER,
} from '../support/api.js'
import { auditTypesOf, lastAuditRecord } from '../support/audit.js'
import { contextOf, must } from '../support/subscriptions.js'

const USERS = `/v1/customers/${CUSTOMER}/users`
const HELPDESK_ROLE = '72909a00-0000-4000-8000-000000000001'
const NOBODY = '018f0005-0000-7000-8000-00000000dead'
const PASSWORD = 'Ida-2026-bakes'

function ida(name = 'ida') {
  return {
    UsageLocation: 'nl',
    UserPrincipalName: `${name}@bakkerij.example.net`,
    FirstName: 'Ida',
    LastName: 'Bakker',
    DisplayName: `Ida Bakker (${name})`,
    ImmutableId: 'dir-1',
    PasswordProfile: { Password: PASSWORD, ForceChangePassword: true },
    Attributes: { ObjectType: 'CustomerUser' },
  }
}

describeApi('users of customers', (api) => {
  async function hashOf(userId: string): Promise<string> {
    const { rows } = await api
      .database()
      .query<{ hash: string }>('select password_hash as hash from customer_user where user_id = $1', [userId])
    return rows[0]!.hash
  }

  it('are created, shown, changed and given passwords, and the log holds no secret', async () => {
    const created = await api.call(`${USERS}/`, { body: ida() })
    expect(created.status).toBe(200)
    const { id } = created.body
    expect(created.body).toEqual({
      usageLocation: 'NL',
      id,
      userPrincipalName: 'ida@bakkerij.example.net',
      firstName: 'Ida',
      lastName: 'Bakker',
      displayName: 'Ida Bakker (ida)',
      immutableId: 'dir-1',
      passwordProfile: { forceChangePassword: true, password: '' },
      userDomainType: 'managed',
      state: 'active',
      links: { self: { uri: `/customers/${CUSTOMER}/users/${id}`, method: 'GET', headers: [] } },
      attributes: { objectType: 'CustomerUser' },
    })
    expect(await verifyPassword(await hashOf(id), PASSWORD)).toBe(true)
    const { passwordProfile, ...shown } = created.body
    expect((await api.call(`${USERS}/${id}`)).body).toEqual(shown)

    const changed = await api.call(`${USERS}/${id}`, {
      method: 'PATCH',
      body: {
        displayName: 'Ida B.',
        userPrincipalName: null,
        firstName: '',
        attributes: { objectType: 'CustomerUser' },
      },
    })
    expect(changed.body).toEqual({ ...shown, displayName: 'Ida B.' })
    const renamed = await api.call(`${USERS}/${id}`, {
      method: 'PATCH',
      body: { userPrincipalName: 'ida.b@bakkerij.example.net' },
    })
    expect(renamed.body.userPrincipalName).toBe('ida.b@bakkerij.example.net')
    const oldForm = await api.call(`${USERS}/${id}`, {
      method: 'PATCH',
      body: { PasswordProfile: { Password: 'Second-9-word', ForceChangePassword: false } },
    })
    expect(oldForm.body.passwordProfile).toEqual({ forceChangePassword: false, password: '' })
    expect(await verifyPassword(await hashOf(id), 'Second-9-word')).toBe(true)
    const newForm = await api.call(`${USERS}/${id}/resetpassword`, {
      method: 'PATCH',
      body: { passwordProfile: { password: 'abCD123*' } },
    })
    expect(newForm.body.passwordProfile).toEqual({ forceChangePassword: true, password: '' })
    expect(await verifyPassword(await hashOf(id), 'abCD123*')).toBe(true)

    expect(await auditTypesOf(api)).toEqual([
      'customer_user/create_customer_user',
      'customer_user/update_customer_user',
      'customer_user/update_customer_user_principal_name',
      'customer_user/reset_customer_user_password',
      'customer_user/reset_customer_user_password',
    ])
    const { rows } = await api.database().query<{ told: string }>(
      `select coalesce(string_agg(a::text, ''), '') || coalesce((select string_agg(r::text, '') from api_request r), '')
           as told from audit_record a`,
    )
    for (const secret of [PASSWORD, 'Second-9-word', 'abCD123*', 'argon2']) expect(rows[0]!.told).not.toContain(secret)
  })

  it('that change nothing leave no record', async () => {
    const { body } = await api.call(USERS, { body: ida('still') })
    const before = await lastAuditRecord(api)
    const same = await api.call(`${USERS}/${body.id}`, { method: 'PATCH', body: { firstName: 'Ida', state: 0 } })
    expect(same.status).toBe(200)
    expect(await lastAuditRecord(api)).toEqual(before)
  })

  it('are created once for one request id, and never show their password again', async () => {
    const headers = { 'MS-RequestId': '7f9f2d6c-1111-4c2d-8a5e-9e8d7c6b5a41' }
    const first = await api.call(USERS, { body: ida('twice'), headers })
    const second = await api.call(USERS, { body: ida('twice'), headers })
    expect([second.status, second.body]).toEqual([first.status, first.body])
    expectFault(await api.call(USERS, { body: ida('TWICE') }), 409, 3000)
  })

  it('need what the contract asks for, a name of the customer and a good password', async () => {
    const bad = (change: object) => api.call(USERS, { body: { ...ida('bad'), ...change } })
    for (const name of [
      'UsageLocation',
      'UserPrincipalName',
      'FirstName',
      'LastName',
      'DisplayName',
      'PasswordProfile',
    ]) {
      const answer = await bad({ [name]: undefined })
      expectFault(answer, 400, 3000)
      expect(answer.body.description).toContain(name.slice(1))
    }
    expectFault(await bad({ UserPrincipalName: 'bad@elsewhere.example.net' }), 400, 3000)
    expectFault(await bad({ UserPrincipalName: 'b d@bakkerij.example.net' }), 400, 3000)
    expectFault(await bad({ UsageLocation: 'Netherlands' }), 400, 3000)
    expectFault(await bad({ FirstName: 'a\0b' }), 400, 3000)
    for (const password of ['short1A', 'alllowercase', 'ALLUPPER1', 'a'.repeat(257), 'Ab1-\0Ab1-']) {
      const answer = await bad({ PasswordProfile: { Password: password, ForceChangePassword: true } })
      expectFault(answer, 400, 3000)
      expect(answer.text).not.toContain(password)
    }
    expect((await bad({})).status).toBe(200)
  })

  it('are deleted for 30 days, restored, and then forgotten', async () => {
    const { body: user } = await api.call(USERS, { body: ida('leaver') })
    const url = `${USERS}/${user.id}`
    await api.call(`/v1/customers/${CUSTOMER}/directoryroles/${HELPDESK_ROLE}/usermembers`, { body: { Id: user.id } })
    const deleted = await api.call(url, { method: 'DELETE' })
    expect([deleted.status, deleted.text]).toEqual([204, ''])
    expectFault(await api.call(url, { method: 'DELETE' }), 404, 60002)
    expectFault(await api.call(url, { method: 'PATCH', body: { firstName: 'Ada' } }), 404, 60002)
    expectFault(await api.call(`${url}/directoryroles`), 404, 60002)
    expect((await api.call(url)).body).toMatchObject({ state: 'inactive', softDeletionTime: '2026-03-10T09:00:00Z' })

    const filter = encodeURIComponent('{"Field":"UserState","Value":"Inactive","Operator":"equals"}')
    const gone = await api.call(`${USERS}?size=500&filter=${filter}`)
    expect(gone.body.items.map((item: { id: string }) => item.id)).toEqual([user.id])
    const here = await api.call(USERS)
    expect(here.body.items.map((item: { id: string }) => item.id)).not.toContain(user.id)
    expectFault(await api.call(`${USERS}?filter=${filter.replace('UserState', 'Name')}`), 400, 2000)
    expectFault(await api.call(`${USERS}?filter=${filter.replace('Inactive', 'Gone')}`), 400, 2000)

    const usurper = await api.call(USERS, { body: ida('leaver') })
    expectFault(await api.call(url, { method: 'PATCH', body: { State: 'active' } }), 409, 3000)
    await api.call(`${USERS}/${usurper.body.id}`, { method: 'DELETE' })
    const restored = await api.call(url, { method: 'PATCH', body: { State: 'active', Attributes: {} } })
    expect(restored.body).toMatchObject({ state: 'active', firstName: 'Ida' })
    expect((await api.call(`${url}/directoryroles`)).body.items).toEqual([])
    expect((await lastAuditRecord(api)).operationType).toBe('restore_customer_user')

    await api.call(url, { method: 'DELETE' })
    const purge = () => api.database().transaction((session) => purgeDeletedCustomerUsers(contextOf(api, session)))
    api.setNow('2026-04-09T09:00:00Z')
    expect(await purge()).toBe(0)
    api.setNow('2026-04-09T09:00:01Z')
    expectFault(await api.call(url, { method: 'PATCH', body: { State: 'active' } }), 404, 60002)
    expect(await purge()).toBe(2)
    expectFault(await api.call(url), 404, 60002)
    expect((await lastAuditRecord(api)).customizedData).toContainEqual({ key: 'purged', value: 'true' })
    api.setNow('2026-03-10T09:00:00Z')
  })

  it('come in pages, in the order asked for', async () => {
    const customer = `/v1/customers/${OTHER_CUSTOMER}/users`
    const as = { account: OTHER }
    for (const [name, shown] of [
      ['carl', 'anna'],
      ['bert', 'Carl'],
      ['anna', 'bert'],
      ['dora', 'Carl'],
    ] as const) {
      const body = { ...ida(), UserPrincipalName: `${name}@bakery.example.net`, DisplayName: shown }
      expect((await api.call(customer, { ...as, body })).status).toBe(200)
    }
    const shownOf = (answer: { body: { items: { displayName: string; userPrincipalName: string }[] } }) =>
      answer.body.items.map((item) => `${item.displayName} ${item.userPrincipalName.slice(0, 4)}`)
    const byName = ['anna carl', 'bert anna', 'Carl bert', 'Carl dora']
    expect(shownOf(await api.call(customer, as))).toEqual(byName)
    expect(shownOf(await api.call(`${customer}?sortField=DisplayName&sortDirection=Descending`, as))).toEqual(
      [...byName].reverse(),
    )
    expect(shownOf(await api.call(`${customer}?SortField=UserPrincipalName`, as))).toEqual([
      'bert anna',
      'Carl bert',
      'anna carl',
      'Carl dora',
    ])
    const first = await api.call(`${customer}?size=3`, as)
    expect(shownOf(first)).toEqual(byName.slice(0, 3))
    const { uri, headers } = first.body.links.next
    const token = { 'MS-ContinuationToken': headers[0].value }
    expect(headers[0]).toEqual({ key: 'MS-ContinuationToken', value: first.body.continuationToken })
    const second = await api.call(`/v1${uri}`, { ...as, headers: token })
    expect(shownOf(second)).toEqual(byName.slice(3))
    expect([second.body.links.next, second.body.continuationToken]).toEqual([undefined, undefined])
    expect(shownOf(await api.call(`${customer}?size=3&seekOperation=First`, { ...as, headers: token }))).toEqual(
      byName.slice(0, 3),
    )
    expectFault(await api.call(`${customer}?size=2&seekOperation=Next`, { ...as, headers: token }), 400, 2000)
    expectFault(await api.call(`${customer}?size=3&seekOperation=Previous`, { ...as, headers: token }), 400, 2000)
    for (const size of ['2001', '-1', '1e3', 'x', '2&size=3']) {
      expectFault(await api.call(`${customer}?size=${size}`, as), 400, 3000)
    }
  })

  it('of another partner do not exist, and resellers see their own customers only', async () => {
    const { body: user } = await api.call(USERS, { body: ida('private') })
    for (const [account, customer] of [
      [OTHER, CUSTOMER],
      [RESELLER, PROVIDER_CUSTOMER],
    ] as const) {
      const url = `/v1/customers/${customer}/users`
      expectFault(await api.call(url, { account }), 404, 60003)
      expectFault(await api.call(url, { account, body: ida('foreign') }), 404, 60003)
      expectFault(await api.call(`${url}/${user.id}`, { account }), 404, 60003)
      expectFault(await api.call(`${url}/${user.id}`, { account, method: 'PATCH', body: {} }), 404, 60003)
      expectFault(await api.call(`${url}/${user.id}`, { account, method: 'DELETE' }), 404, 60003)
      const body = { passwordProfile: { password: PASSWORD } }
      expectFault(await api.call(`${url}/${user.id}/resetpassword`, { account, method: 'PATCH', body }), 404, 60003)
    }
    expectFault(await api.call(`/v1/customers/${OTHER_CUSTOMER}/users/${user.id}`, { account: OTHER }), 404, 60002)
    expectFault(await api.call(`${USERS}/${NOBODY}`), 404, 60002)

    const corner = { ...ida(), UserPrincipalName: 'ida@corner.example.net' }
    const made = await api.call(`/v1/customers/${RESELLER_CUSTOMER}/users`, { account: RESELLER, body: corner })
    expect(made.status).toBe(200)
    const seen = await api.call(`/v1/customers/${RESELLER_CUSTOMER}/users/${made.body.id}`, {
      account: INDIRECT_PROVIDER,
    })
    expect(seen.status).toBe(200)
    for (const account of [RESELLER, INDIRECT_PROVIDER]) {
      const record = await lastAuditRecord(api, { account })
      expect(record).toMatchObject({ operationType: 'create_customer_user', customerId: RESELLER_CUSTOMER })
    }
  })

  it('are for agents with the role, and for users', async () => {
    expectFault(await api.call(USERS, { roles: ['billing-admin'] }), 403, 900150)
    expectFault(await api.call(USERS, { roles: ['sales-agent'], body: ida('sold') }), 403, 900150)
    expect((await api.call(USERS, { roles: ['sales-agent'] })).status).toBe(200)
    expectFault(await api.call(USERS, { kind: 'service-principal' }), 403, 900329)
    expectFault(await api.call(USERS, { kind: 'service-principal', body: ida('app') }), 403, 900329)
  })

  it('begin with one that is the global administrator', async () => {
    const credentials = await api.database().transaction(async (session) => {
      const context = contextOf(api, session)
      const customer = must(await loadCustomer(context, CUSTOMER))
      return must(await createFirstCustomerUser(context, customer, { firstName: 'Per', lastName: 'Ner' }))
    })
    expect(credentials.userName).toBe('admin@bakkerij.example.net')
    const { body } = await api.call(`${USERS}?sortField=UserPrincipalName&size=1`)
    expect(body.items[0]).toMatchObject({ userPrincipalName: credentials.userName, displayName: 'Per Ner' })
    expect(body.items[0].usageLocation).toBeUndefined()
    expect(await verifyPassword(await hashOf(body.items[0].id), credentials.password)).toBe(true)
    const roles = await api.call(`${USERS}/${body.items[0].id}/directoryroles`)
    expect(roles.body.items.map((role: { name: string }) => role.name)).toEqual(['Global Administrator'])
  })
})

describeApi('directory roles of customers', (api) => {
  const ROLES = `/v1/customers/${CUSTOMER}/directoryroles`
  const MEMBERS = `${ROLES}/${HELPDESK_ROLE}/usermembers`

  it('are given to users, listed and taken away', async () => {
    const roles = await api.call(ROLES)
    expect(roles.body.items).toContainEqual({
      name: 'Helpdesk Administrator',
      id: HELPDESK_ROLE,
      attributes: { objectType: 'DirectoryRole' },
    })
    const { body: user } = await api.call(USERS, { body: ida() })
    const member = { Id: user.id.toUpperCase(), DisplayName: 'anything', UserPrincipalName: null, Attributes: {} }
    const added = await api.call(MEMBERS, { body: member })
    expect([added.status, added.body]).toEqual([
      201,
      {
        id: user.id,
        displayName: user.displayName,
        userPrincipalName: user.userPrincipalName,
        roleId: HELPDESK_ROLE,
        attributes: { objectType: 'UserMember' },
      },
    ])
    expectFault(await api.call(MEMBERS, { body: member }), 409, 3000)
    const { body: second } = await api.call(USERS, { body: ida('second') })
    await api.call(MEMBERS, { body: { id: second.id } })
    const page = await api.call(`${MEMBERS}?size=1`)
    expect(page.body.items).toEqual([added.body])
    const headers = { 'MS-ContinuationToken': page.body.continuationToken }
    const rest = await api.call(`${MEMBERS}?size=1&seekOperation=Next`, { headers })
    expect(rest.body.items.map((item: { id: string }) => item.id)).toEqual([second.id])
    expect(rest.body.continuationToken).toBeUndefined()
    const own = await api.call(`${USERS}/${user.id}/directoryroles`)
    expect(own.body.items.map((role: { id: string }) => role.id)).toEqual([HELPDESK_ROLE])
    const removed = await api.call(`${MEMBERS}/${user.id}`, { method: 'DELETE' })
    expect([removed.status, removed.text]).toEqual([204, ''])
    expectFault(await api.call(`${MEMBERS}/${user.id}`, { method: 'DELETE' }), 404, 60002)
    expect((await auditTypesOf(api)).filter((type) => type.startsWith('customer_directory_role'))).toEqual([
      'customer_directory_role/add_user_member',
      'customer_directory_role/add_user_member',
      'customer_directory_role/remove_user_member',
    ])
  })

  it('refuse roles and users that do not exist', async () => {
    const { body: user } = await api.call(USERS, { body: ida('member') })
    expectFault(await api.call(MEMBERS, { body: { id: NOBODY } }), 404, 60002)
    expectFault(await api.call(MEMBERS, { body: {} }), 400, 3000)
    expectFault(await api.call(`${ROLES}/${NOBODY}/usermembers`), 404, 1000)
    expectFault(await api.call(`${ROLES}/${NOBODY}/usermembers`, { body: { id: user.id } }), 404, 1000)
    expectFault(await api.call(`${ROLES}/${NOBODY}/usermembers/${user.id}`, { method: 'DELETE' }), 404, 1000)
    expectFault(await api.call(`${USERS}/${NOBODY}/directoryroles`), 404, 60002)
    for (const url of [ROLES, MEMBERS, `${USERS}/${user.id}/directoryroles`]) {
      expectFault(await api.call(url, { account: OTHER }), 404, 60003)
      expectFault(await api.call(url, { roles: ['billing-admin'] }), 403, 900150)
      expectFault(await api.call(url, { kind: 'service-principal' }), 403, 900329)
    }
    const body = { id: user.id }
    expectFault(await api.call(MEMBERS, { account: OTHER, body }), 404, 60003)
    expectFault(await api.call(MEMBERS, { roles: ['sales-agent'], body }), 403, 900150)
    expectFault(await api.call(MEMBERS, { kind: 'service-principal', body }), 403, 900329)
    const url = `${MEMBERS}/${user.id}`
    expectFault(await api.call(url, { account: OTHER, method: 'DELETE' }), 404, 60003)
    expectFault(await api.call(url, { roles: ['sales-agent'], method: 'DELETE' }), 403, 900150)
    expectFault(await api.call(url, { kind: 'service-principal', method: 'DELETE' }), 403, 900329)
  })
})
