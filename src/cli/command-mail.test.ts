import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { load, openLedger, PROVIDER } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { type MailServer, startMailServer } from '../../test/support/mail-server.js'
import { newId } from '../app/new-id.js'
import type { Instant } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { appendReminders } from '../store/reminders.js'
import { insertUser } from '../store/users.js'
import { mailCommand } from './command-mail.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
// One database for all commands: opening an embedded one takes a second.
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

const BIRCH = '018f0001-0000-7000-8000-000000000002'

describeEachLedger('prorata mail', (open) => {
  let server: MailServer
  let output = ''
  const now = Date.now() as Instant
  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    opened.database = await openLedger(open)
    server = await startMailServer()
    await load(opened.database, { partners: PROVIDER.partners! })
    await insertUser(opened.database, {
      ...{
        userId: newId(),
        accountId: BIRCH,
        signInName: 'ana@birch.example',
        fullName: 'Ana',
        roles: ['billing-admin'],
      },
      ...{ state: 'active', passwordHash: null, passwordIsTemporary: false, createdAt: now },
    } as never)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    process.exitCode = undefined
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await server.close()
  })

  const withServer = (url = `smtp://127.0.0.1:${server.port}?tls=none`) => {
    vi.stubEnv('PRORATA_SMTP_URL', url)
    vi.stubEnv('PRORATA_MAIL_FROM', 'billing@provider.example')
  }
  const run = async (...words: string[]) => {
    output = ''
    await mailCommand().exitOverride().parseAsync(words, { from: 'user' })
    return output
  }
  const json = async (...words: string[]) => JSON.parse(await run(...words, '--json'))

  it('says that there is no server, and what is wrong with its settings', async () => {
    vi.stubEnv('PRORATA_SMTP_URL', '')
    await expect(run('send')).rejects.toThrow('PRORATA_SMTP_URL')
    await expect(run('test', '--to', 'a@example.net')).rejects.toThrow('PRORATA_SMTP_URL')
    withServer('http://127.0.0.1')
    await expect(run('send')).rejects.toThrow('smtp://')
  })

  it('sends what there is, shows it, and sends it once more', async () => {
    const reminder = { partnerId: BIRCH, reminderId: newId(), kind: 'past-due', level: 0, document: null } as const
    const money = { currency: 'EUR' as Currency, amount: 12_345n, dueOn: null, happenedOn: 20_000 as never }
    await appendReminders(opened.database!, [{ ...reminder, ...money }], now)
    withServer()
    expect(await json('send')).toEqual({ told: 1, sent: 1, failed: 0, givenUp: 0, postponed: 0, unreachable: null })
    const { mails } = await json('list', '--state', 'sent', '--partner', BIRCH)
    expect(mails).toMatchObject([{ kind: 'past-due', address: 'ana@birch.example', language: 'nl' }])
    expect(await run('list')).toMatch(/past-due +ana@birch\.example +sent/)
    expect(await run('list', '--state', 'failed')).toBe('There are no such mails.\n')
    expect(await run('show', mails[0].mailId)).toMatch(/^To: ana@birch.example\nSubject: .*\nState: sent\n\nBeste Ana,/)
    expect(await run('show', mails[0].mailId, '--html')).toContain('<html lang="nl">')
    expect(await run('resend', mails[0].mailId)).toContain('once more')
    expect(await run('send')).toContain('1 mails were sent')
    expect(server.received.length).toBe(2)
    await expect(run('show', newId())).rejects.toThrow('not-found')
  })

  it('tests whether mail arrives', async () => {
    withServer()
    expect(await run('test', '--to', 'dev@example.net')).toBe('The server took the mail to dev@example.net.\n')
    server.recipients.push(550)
    expect((await json('test', '--to', 'nobody@example.net', '--language', 'nl')).mail.state).toBe('failed')
    expect(process.exitCode).toBe(1)
    await expect(run('test', '--to', 'nobody')).rejects.toThrow('mail address')
  })

  it('shows and changes what somebody gets', async () => {
    expect(await run('preferences', 'ana@birch.example')).toMatch(/Language: nl \(that of the account\)\n/)
    const changed = await json('preferences', 'ana@birch.example', '--language', 'en', '--off', 'due-soon,overdue')
    expect(changed).toMatchObject({ language: 'en', ownLanguage: 'en' })
    const off = ({ kinds }: { kinds: { kind: string; isSwitchedOff: boolean }[] }) =>
      kinds.filter(({ isSwitchedOff }) => isSwitchedOff).map(({ kind }) => kind)
    expect(off(changed)).toEqual(['due-soon', 'overdue'])
    const back = await json('preferences', 'ana@birch.example', '--on', 'overdue', '--language', 'account')
    expect([off(back), back.ownLanguage]).toEqual([['due-soon'], null])
    await expect(run('preferences', 'ana@birch.example', '--off', 'past-due')).rejects.toThrow('mail-kind-fixed')
    await expect(run('preferences', 'ana@birch.example', '--off', 'gossip')).rejects.toThrow('no kind of mail')
    await expect(run('preferences', 'nobody@example.net')).rejects.toThrow('not-found')
  })
})
