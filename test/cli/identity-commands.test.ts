// Partners, people, programs and keys from the command line, on one database that begins empty.
import type { Command } from 'commander'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { buildServer } from '../../src/api/server.js'
import { TokenAuthority } from '../../src/app/tokens.js'
import { keysCommand } from '../../src/cli/command-keys.js'
import { partnersCommand } from '../../src/cli/command-partners.js'
import { programsCommand } from '../../src/cli/command-programs.js'
import { tokenCommand } from '../../src/cli/command-token.js'
import { usersCommand } from '../../src/cli/command-users.js'
import { type Database, newId } from '../../src/cli/session.js'
import type { Instant } from '../../src/core/calendar/day.js'
import { openLedger } from '../billing/provider.js'
import { describeEachLedger } from '../support/databases.js'

// Commands open and close the database; here it stays open between them, which is quicker by far. How they open it is
// tested with session.ts.
const opened = vi.hoisted((): { database?: Database } => ({}))
vi.mock('../../src/cli/session.js', async (original) => ({
  ...(await original<typeof import('../../src/cli/session.js')>()),
  withDatabase: (_: unknown, work: (database: Database) => Promise<unknown>) => work(opened.database!),
}))

const COMMANDS: Readonly<Record<string, () => Command>> = {
  partners: partnersCommand,
  users: usersCommand,
  programs: programsCommand,
  keys: keysCommand,
  token: tokenCommand,
}
const NOBODY = '018f00ff-0000-7000-8000-0000000000ff'
const PARTNER = ['--name', 'Direct', '--mpn-id', '4500100', '--type', 'direct-bill', '--country', 'nl']

describeEachLedger('prorata partners, users, programs, keys and token', (open) => {
  let output = ''
  beforeAll(async () => {
    opened.database = await openLedger(open)
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    for (const name of Object.keys(process.env)) if (name.startsWith('PRORATA_')) vi.stubEnv(name, undefined)
    vi.stubEnv('PRORATA_PUBLIC_URL', 'https://login.example.net')
  })
  afterAll(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })
  beforeEach(() => {
    output = ''
  })

  const run = async (command: string, ...words: string[]) => {
    output = ''
    await COMMANDS[command]!()
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .parseAsync(words, { from: 'user' })
    return output
  }
  const json = async (command: string, ...words: string[]) => JSON.parse(await run(command, ...words, '--json'))
  const refused = async (code: string, command: string, ...words: string[]) => {
    await expect(run(command, ...words), words.join(' ')).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(`[${code}]`),
    })
  }
  /** The server on the same database, while `work` goes on. */
  const serving = async <T>(work: (server: Awaited<ReturnType<typeof buildServer>>) => Promise<T>): Promise<T> => {
    const issuer = 'https://login.example.net'
    const authority = new TokenAuthority({ issuer, audiences: [issuer], lifetimeSeconds: 3_600 })
    const clock = () => Date.now() as Instant
    const server = await buildServer({ database: opened.database!, authority, clock, newId, checkAnswers: true })
    try {
      return await work(server)
    } finally {
      await server.close()
    }
  }

  it('make the first administrator of an empty database, who gets in by a link', async () => {
    expect(await run('users', 'list')).toMatch(/^The account has no users/)
    const text = await run('users', 'invite', 'Ana@Example.net', '--name', 'Ana', '--roles', 'platform-operator')
    const [first, uri] = text.trim().split('\n')
    expect(first).toMatch(/^Ana \(ana@example\.net\) sets a password here, once, until 2\d{3}-/)
    expect(uri).toMatch(/^https:\/\/login\.example\.net\/sign-in\/password\?token=[\w-]{43}$/)
    const { pathname, search, searchParams } = new URL(uri!)
    const [shown, set, again] = await serving(async (server) => {
      const password = 'Correct-Horse-7'
      const fields = { token: searchParams.get('token')!, new_password: password, repeated: password }
      const send = () =>
        server.inject({
          method: 'POST',
          url: pathname,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: new URLSearchParams(fields).toString(),
        })
      return [await server.inject({ url: pathname + search }), await send(), await send()]
    })
    expect([shown.statusCode, set.statusCode, again.statusCode]).toEqual([200, 200, 400])
    const { users, more } = await json('users', 'list')
    expect([users.length, more]).toEqual([1, false])
    expect(users[0]).toMatchObject({ signInName: 'ana@example.net', state: 'active', roles: ['platform-operator'] })
    expect(JSON.stringify(users)).not.toContain('argon2')
  })

  it('change users, and never leave an account without its administrator', async () => {
    await refused('last-administrator', 'users', 'disable', 'ana@example.net')
    await refused('last-administrator', 'users', 'set-roles', 'ana@example.net', 'platform-auditor')
    await refused('role-of-other-side', 'users', 'set-roles', 'ana@example.net', 'global-admin')
    await refused('not-found', 'users', 'reset', 'nobody@example.net')
    await refused(
      'sign-in-name-taken',
      'users',
      'invite',
      'ana@example.net',
      '--name',
      'A',
      '--roles',
      'platform-finance',
    )
    const noPartner = ['invite', 'bo@example.net', '--name', 'Bo', '--roles', 'sales-agent', '--partner', NOBODY]
    await refused('unknown-partner', 'users', ...noPartner)
    const both = 'platform-operator, platform-finance'
    const { user } = await json('users', 'set-roles', 'ana@example.net', both)
    expect(user.roles).toEqual(['platform-operator', 'platform-finance'])
    await run('users', 'invite', 'bo@example.net', '--name', 'Bo', '--roles', 'platform-operator')
    expect(await run('users', 'disable', 'ana@example.net')).toMatch(/^ana@example\.net is disabled/)
    expect(await run('users', 'enable', 'ana@example.net')).toMatch(/^ana@example\.net is active/)
    const { link } = await json('users', 'reset', 'ana@example.net', '--second-factor')
    expect(link.uri).toMatch(/token=[\w-]{43}$/)
  })

  it('onboard partners with their first administrator, and change how they stand', async () => {
    const domain = ['--domain', 'Direct.example.net']
    const administrator = ['--administrator', 'cy@direct.example.net', '--administrator-name', 'Cy']
    const made = await json('partners', 'create', ...PARTNER, ...domain, ...administrator)
    expect(made.partner).toMatchObject({
      country: 'NL',
      currency: 'EUR',
      billingDay: 1,
      domainName: 'direct.example.net',
    })
    expect([made.administrator, made.link.uri]).toEqual(['cy@direct.example.net', expect.stringMatching(/token=/)])
    const { partnerId } = made.partner
    await refused('mpn-id-taken', 'partners', 'create', ...PARTNER, '--domain', 'other.example.net')
    await refused('malformed', 'partners', 'create', ...PARTNER, ...domain, '--country', 'XX')
    await refused('unknown-partner', 'partners', 'show', NOBODY)
    await expect(run('partners', 'change', partnerId)).rejects.toMatchObject({ exitCode: 2 })
    await expect(run('partners', 'create', ...PARTNER, ...domain, ...administrator.slice(2))).rejects.toMatchObject({
      exitCode: 2,
    })
    const changed = await json('partners', 'change', partnerId, '--status', 'restricted')
    expect(changed.partner).toMatchObject({ partnerId, name: 'Direct', programStatus: 'restricted' })
    expect(await run('partners', 'show', partnerId)).toMatch(/^programStatus +restricted$/m)
    expect((await json('partners', 'list', '--status', 'restricted')).partners).toHaveLength(1)
    expect(await run('partners', 'list', '--status', 'suspended')).toBe('There are no such partners.\n')
    const { users } = await json('users', 'list', '--partner', partnerId)
    expect(users.map(({ signInName }: { signInName: string }) => signInName)).toEqual(['cy@direct.example.net'])
  })

  it('register programs, whose secret is shown once and gives tokens', async () => {
    const { partners } = await json('partners', 'list')
    const [{ partnerId }] = partners
    await refused('role-of-other-side', 'programs', 'register', 'Sync', '--roles', 'admin-agent')
    const part = ['--roles', 'admin-agent', '--partner', partnerId]
    const { program } = await json('programs', 'register', 'Sync', ...part)
    const { applicationId: id } = program
    await refused('not-found', 'programs', 'add-secret', NOBODY)
    const { secret } = await json('programs', 'add-secret', id, '--days', '30', '--description', 'nightly')
    const listed = await run('programs', 'list', '--partner', partnerId, '--json')
    expect(JSON.parse(listed).programs[0].secrets[0]).toMatchObject({ description: 'nightly' })
    expect(listed).not.toContain(secret.value)
    await serving(async (server) => {
      const url = await server.listen({ host: '127.0.0.1', port: 0 })
      vi.stubEnv('PRORATA_CLIENT_SECRET', secret.value)
      const token = (await run('token', '--url', url, '--client', id)).trim()
      const asked = await server.inject({ url: '/v1/customers', headers: { authorization: `Bearer ${token}` } })
      expect(asked.statusCode, asked.body).toBe(200)
      expect(await json('token', '--url', `${url}/`, '--client', id, '--tenant', partnerId)).toMatchObject({
        token_type: 'Bearer',
        expires_in: 3_600,
      })
      vi.stubEnv('PRORATA_CLIENT_SECRET', 'wrong')
      const wrong = run('token', '--url', url, '--client', id)
      await expect(wrong).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('secret is wrong') })
    })
    expect(await run('programs', 'disable', id)).toBe(`Sync (${id}) is disabled.\n`)
    expect(await run('programs', 'enable', id)).toBe(`Sync (${id}) is active.\n`)
  })

  it('send no secret to another machine in the clear, and none to what is no server', async () => {
    vi.stubEnv('PRORATA_CLIENT_SECRET', 'a secret')
    for (const url of ['http://example.net', 'ftp://127.0.0.1', 'nowhere', 'http://127.0.0.1:1']) {
      await expect(run('token', '--client', NOBODY, '--url', url), url).rejects.toMatchObject({ exitCode: 2 })
    }
  })

  it('rotate keys, sealed as the server has them', async () => {
    vi.stubEnv('PRORATA_SEALING_KEY', '11'.repeat(32))
    const { keys: before } = await json('keys', 'list')
    const { keyId } = await json('keys', 'rotate')
    const { keys } = await json('keys', 'list')
    expect(keys.map((key: { keyId: string; signs: boolean }) => [key.keyId, key.signs])).toEqual([
      [keyId, true],
      [before[0].keyId, false],
    ])
    expect(keys[0]).toMatchObject({ isSealed: true, verifiesUntil: null })
    expect(await run('keys', 'list')).toMatch(/signs +yes\n/)
    vi.stubEnv('PRORATA_SEALING_KEY', 'too short')
    await expect(run('keys', 'rotate')).rejects.toMatchObject({ exitCode: 2 })
    vi.stubEnv('PRORATA_SEALING_KEY', undefined)
  })

  it.each([
    ['users', 'invite', 'no address', '--name', 'A', '--roles', 'platform-operator'],
    ['users', 'invite', 'a@example.net', '--name', ' ', '--roles', 'platform-operator'],
    ['users', 'invite', 'a@example.net', '--name', 'A', '--roles', 'king'],
    ['users', 'invite', 'a@example.net', '--name', 'A'],
    ['programs', 'register', 'A', '--redirect-uri', 'http://example.net/back'],
    ['programs', 'add-secret', NOBODY, '--days', '731'],
    ['partners', 'create', ...PARTNER, '--domain', '-x'],
    ['partners', 'create', ...PARTNER, '--domain', 'a.example.net', '--billing-day', '29'],
    ['partners', 'list', '--type', 'friend'],
  ])('refuse a call they cannot use: %s %s %s', async (...words) => {
    const [command, ...rest] = words as [string, ...string[]]
    await expect(run(command, ...rest)).rejects.toMatchObject({ code: expect.stringMatching(/^commander\./) })
  })

  it('are all in the activity log, without a secret', async () => {
    const { rows } = await opened.database!.query<{
      readonly operation: string
      readonly data: { readonly actor?: string }
    }>('select operation_type as operation, data from audit_record')
    const operations = new Set(rows.map(({ operation }) => operation))
    for (const operation of [
      ...['create_partner_user', 'update_partner_user', 'create_partner', 'update_partner'],
      ...['register_application', 'add_application_credential', 'rotate_signing_key'],
    ]) {
      expect(operations).toContain(operation)
    }
    for (const { data } of rows) expect(data.actor).toMatch(/^command line \(.+\)$/)
  })
})
