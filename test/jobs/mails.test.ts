import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEMO_PROVIDER } from '../../src/app/demo-accounts.js'
import { type MailSettings, readMailSettings } from '../../src/app/mail/mail-settings.js'
import { Mailer } from '../../src/app/mail/mailer.js'
import { sendDueMails } from '../../src/app/mail/send-mails.js'
import { writeMails } from '../../src/app/mail/write-mails.js'
import { newId } from '../../src/app/new-id.js'
import type { Role } from '../../src/core/access/role.js'
import type { Day, Instant } from '../../src/core/calendar/day.js'
import { dayOfInstant, parseInstant } from '../../src/core/calendar/instant.js'
import type { Currency } from '../../src/core/money/currency.js'
import { type JobsOptions, startJobs } from '../../src/jobs/main.js'
import { beginDay, finishDay } from '../../src/store/daily-runs.js'
import type { Database } from '../../src/store/database.js'
import { listMails, type StoredMail } from '../../src/store/mail.js'
import { storeMailPreference } from '../../src/store/mail-preferences.js'
import { appendNotices } from '../../src/store/notices.js'
import { storePartnerProfile } from '../../src/store/partner-profiles.js'
import { appendReminders, type Reminder } from '../../src/store/reminders.js'
import { storeProviderProfile } from '../../src/store/tax-provider.js'
import { insertUser } from '../../src/store/users.js'
import { asOwner, billTo, dayOfText, id, load, openLedger, PROVIDER } from '../billing/provider.js'
import { describeEachLedger } from '../support/databases.js'
import {
  authorityFile,
  MAIL_PASSWORD,
  MAIL_USER,
  type MailServer,
  type ReceivedMail,
  startMailServer,
} from '../support/mail-server.js'

const ALDER = id('partner', 1)
const BIRCH = id('partner', 2)

describeEachLedger('mails', (open) => {
  let database: Database
  let server: MailServer
  let now: Instant
  const mailers: Mailer[] = []
  const users = new Map<string, string>()

  const addUser = async (accountId: string, signInName: string, ...roles: Role[]) => {
    const userId = newId()
    users.set(signInName, userId)
    await insertUser(database, {
      ...{ userId, accountId, signInName, fullName: signInName.split('@')[0]!, roles, state: 'active' },
      ...{ passwordHash: null, passwordIsTemporary: false, createdAt: now },
    } as never)
  }

  beforeAll(async () => {
    database = await openLedger(open)
    now = parseInstant('2026-06-01T08:00:00Z')!
    await load(database, PROVIDER)
    await addUser(ALDER, 'admin@alder.example', 'global-admin')
    await addUser(ALDER, 'billing@alder.example', 'billing-admin')
    await addUser(ALDER, 'sales@alder.example', 'sales-agent')
    await addUser(BIRCH, 'admin@birch.example', 'global-admin')
    await addUser(BIRCH, 'left@birch.example', 'global-admin')
    await database.query(`update account_user set state = 'disabled' where sign_in_name = 'left@birch.example'`)
  })
  beforeEach(async () => {
    now = parseInstant('2026-06-01T08:00:00Z')!
    server = await startMailServer()
  })
  afterEach(async () => {
    for (const mailer of mailers.splice(0)) mailer.close()
    await server.close()
    await asOwner(
      database,
      `delete from mail; delete from mail_preference; delete from reminder; delete from notice; delete from demo;
       delete from partner_profile; delete from withholding; delete from tax_exemption; delete from tax_certificate;
       update partner set is_sandbox = false, clock_at = null`,
    )
  })

  const settingsOf = (more: Record<string, string> = {}): MailSettings =>
    readMailSettings({
      PRORATA_SMTP_URL: `smtp://127.0.0.1:${server.port}?tls=none`,
      PRORATA_MAIL_FROM: 'Lindenhof "Billing" <billing@provider.example>',
      ...more,
    })!
  const write = (isConfigured = true) => writeMails({ database, clock: () => now, newId, isConfigured })
  const mailerOf = (settings: MailSettings) => {
    const mailer = new Mailer(settings)
    mailers.push(mailer)
    return mailer
  }
  const send = (settings = settingsOf(), mailer: Pick<Mailer, 'send'> = mailerOf(settings)) =>
    sendDueMails({ database, clock: () => now, settings, mailer })
  const mails = async (partnerId?: string) => [...(await listMails(database, { partnerId, limit: 500 }))].reverse()
  const toldOf = async (partnerId?: string) =>
    (await mails(partnerId))
      .map(({ kind, address, reason, language }) => `${kind} ${address} ${reason} ${language}`)
      .sort()
  const later = (minutes: number) => {
    now = (now + minutes * 60_000) as Instant
  }

  const remind = (partnerId: string, ...kinds: Partial<Reminder>[]) =>
    appendReminders(
      database,
      kinds.map((more) => ({
        ...{ partnerId, reminderId: newId(), kind: 'overdue' as const, level: 1, document: null },
        ...{ currency: 'USD' as Currency, amount: 123_456n, dueOn: dayOfText('2026-05-20') },
        ...{ happenedOn: dayOfText('2026-06-01'), ...more },
      })),
      now,
    )
  const overdue = (number = 'D000000001', partnerId = ALDER, level = 1) =>
    remind(partnerId, { document: number, level })

  describe('are written', () => {
    it('for who has the roles, once for each thing, and mark it told', async () => {
      await overdue()
      await remind(ALDER, { kind: 'past-due' }, { kind: 'cured' })
      expect(await write()).toBe(3)
      const all = ['cured', 'overdue', 'past-due']
      expect(await toldOf()).toEqual(
        all.flatMap((kind) => ['admin', 'billing'].map((who) => `${kind} ${who}@alder.example role en`)),
      )
      expect(await write()).toBe(0)
      const { rows } = await database.query<{ count: bigint }>('select count(*) from reminder where sent_at is null')
      expect(rows[0]!.count).toBe(0n)
    })

    it('for each partner to its own people only', async () => {
      await overdue('D000000001', BIRCH)
      await write()
      expect(await toldOf()).toEqual(['overdue admin@birch.example role nl'])
      expect(await toldOf(ALDER)).toEqual([])
    })

    it('as people prefer, apart from what somebody has to know', async () => {
      const billing = { partnerId: ALDER, userId: users.get('billing@alder.example')! }
      await storeMailPreference(database, billing, { language: 'nl', switchedOff: ['overdue', 'past-due'] }, now)
      // Of a user of somebody else: it says nothing here.
      const stranger = { partnerId: BIRCH, userId: users.get('admin@alder.example')! }
      await storeMailPreference(database, stranger, { language: 'nl', switchedOff: ['overdue'] }, now)
      await overdue()
      await remind(ALDER, { kind: 'past-due' })
      await write()
      expect(await toldOf()).toEqual([
        'overdue admin@alder.example role en',
        'past-due admin@alder.example role en',
        'past-due billing@alder.example role nl',
      ])
    })

    it('about the credit limit for the billing contact, and without one for who has the roles', async () => {
      const profile = (email: string) => ({ primaryContact: { firstName: 'Kim', lastName: 'Poll', email } })
      const key = { partnerId: ALDER, kind: 'billing' } as const
      await storePartnerProfile(database, key, profile('Payable@alder.example'), 0, now)
      await remind(ALDER, { kind: 'credit-limit', level: 85 })
      await write()
      expect(await toldOf()).toEqual(['credit-limit payable@alder.example contact en'])
      await storePartnerProfile(database, key, profile('no address\r\nBcc: all@example.net'), 1, now)
      await remind(ALDER, { kind: 'credit-limit', level: 100 })
      await write()
      expect((await toldOf()).length).toBe(3)
    })

    it('about what was decided, for who submitted it and for billing admins; another decision anew', async () => {
      await asOwner(
        database,
        `insert into tax_certificate (partner_id, certificate_id, name, media_type, content, sha256, recorded_at, recorded_by)
           values ('${ALDER}', '${BIRCH}', 'c.pdf', 'application/pdf', '\\x25', '', now(), 'x');
         insert into withholding (partner_id, withholding_id, invoice_number, currency, total, certificate_id, state,
           submitted_at, submitted_by, decided_at, decided_by, note)
           values ('${ALDER}', '${ALDER}', 'D000000009', 'USD', 900, '${BIRCH}', 'approved', now(),
             'Sales@alder.example', '2026-06-01T07:00:00Z', 'finance', 'fine');
         insert into tax_exemption (partner_id, exemption_id, country, region, tax_classes, components, certificate_number,
           reason, valid_from, certificate_id, state, submitted_at, submitted_by, decided_at, decided_by, note)
           values ('${ALDER}', '${ALDER}', 'US', 'WA', '{}', '{}', 'EX-1', '', '2026-01-01', '${BIRCH}', 'rejected', now(),
             'billing@alder.example', '2026-06-01T07:00:00Z', 'finance', 'unreadable')`,
      )
      await write()
      expect(await toldOf()).toEqual([
        'exemption-decision billing@alder.example submitter en',
        'withholding-decision billing@alder.example role en',
        'withholding-decision sales@alder.example submitter en',
      ])
      await database.query(`update withholding set state = 'completed', decided_at = '2026-06-01T07:30:00Z'`)
      expect([await write(), await write()]).toEqual([1, 0])
      await database.query(`update withholding set state = 'submitted', decided_at = '2026-06-01T07:40:00Z'`)
      expect(await write()).toBe(0)
    })

    it('only as long as they are of use', async () => {
      await overdue()
      later(15 * 24 * 60)
      expect(await write()).toBe(1)
      expect(await mails()).toEqual([])
    })

    it('once, however many write at the same time', async () => {
      for (let number = 1; number <= 30; number += 1) await overdue(`D${number}`)
      const told = await Promise.all([write(), write(), write(), write()])
      expect(told.reduce((sum, count) => sum + count)).toBe(30)
      expect((await mails()).length).toBe(60)
    })
  })

  describe('are sent', () => {
    it('as plain text and HTML, from the provider, to one recipient each', async () => {
      await overdue()
      await write()
      expect(await send()).toMatchObject({ sent: 2, postponed: 0 })
      expect(server.received.map(({ to, from }) => [to, from])).toEqual(
        expect.arrayContaining([
          [['admin@alder.example'], 'billing@provider.example'],
          [['billing@alder.example'], 'billing@provider.example'],
        ]),
      )
      const [{ mailId }] = (await mails()) as [StoredMail]
      const raw = server.received.map((mail) => mail.raw).join('\n')
      expect(raw).toContain(`Message-ID: <${mailId}@provider.example>`)
      expect(raw).toContain('From: Lindenhof Billing <billing@provider.example>')
      expect(raw).toContain('Subject: Payment reminder: invoice D000000001')
      expect(raw).toMatch(/Auto-Submitted: auto-generated/)
      expect(raw).toMatch(/multipart\/alternative/)
      expect(raw).toContain('USD 1,234.56')
      expect((await mails()).every(({ state }) => state === 'sent')).toBe(true)
      expect(await send()).toMatchObject({ sent: 0 })
      expect(server.received.length).toBe(2)
    })

    it('again after a while where the server says not now, and never where it says no', async () => {
      await overdue('D000000001', BIRCH)
      await write()
      server.recipients.push(451)
      expect(await send()).toMatchObject({ sent: 0, postponed: 1, unreachable: undefined })
      expect((await mails())[0]).toMatchObject({
        state: 'waiting',
        attempts: 1,
        problem: expect.stringContaining('451'),
      })
      expect(await send()).toMatchObject({ sent: 0, postponed: 0 })
      later(1)
      server.texts.push(452)
      expect(await send()).toMatchObject({ postponed: 1 })
      later(2)
      expect(await send()).toMatchObject({ sent: 1 })
      expect((await mails())[0]).toMatchObject({ state: 'sent', attempts: 3, problem: '' })
      await overdue('D000000002', BIRCH)
      await write()
      server.recipients.push(550)
      expect(await send()).toMatchObject({ failed: 1, unreachable: undefined })
      later(10_000)
      expect(await send()).toMatchObject({ sent: 0 })
      expect((await mails()).at(-1)).toMatchObject({ state: 'failed', problem: expect.stringContaining('550') })
    })

    it('to the others where one is refused', async () => {
      for (let number = 1; number <= 5; number += 1) await overdue(`D${number}`, BIRCH)
      await write()
      server.recipients.push(250, 550, 250, 450)
      expect(await send()).toMatchObject({ sent: 3, failed: 1, postponed: 1 })
    })

    it('until they are given up', async () => {
      await overdue('D000000001', BIRCH)
      await write()
      for (let attempt = 1; attempt <= 20; attempt += 1) {
        server.recipients.push(450)
        await send()
        later(6 * 60)
      }
      expect((await mails())[0]).toMatchObject({ state: 'given-up', attempts: 20 })
    })

    it('not at all where the server is away, without losing any, and then all', async () => {
      for (let number = 1; number <= 12; number += 1) await overdue(`D${number}`, BIRCH)
      await write()
      const { port } = server
      await server.close()
      const report = await send(settingsOf())
      expect(report).toMatchObject({ sent: 0, failed: 0, unreachable: expect.any(String) })
      expect(report.postponed).toBeLessThanOrEqual(4)
      server = await startMailServer({ port })
      later(1)
      expect(await send(settingsOf())).toMatchObject({ sent: 12, unreachable: undefined })
    })

    it('each once by two workers', async () => {
      for (let number = 1; number <= 40; number += 1) await overdue(`D${number}`)
      await write()
      const reports = await Promise.all([send(), send()])
      expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(80)
      const ids = server.received.map(({ raw }) => /Message-ID: (\S+)/.exec(raw)![1])
      expect([ids.length, new Set(ids).size]).toEqual([80, 80])
    })

    it('once more, recognisably, where a worker died after the server took it', async () => {
      await overdue('D000000001', BIRCH)
      await write()
      const settings = settingsOf()
      const real = mailerOf(settings)
      let revive: () => void = () => {}
      const taken = new Promise<void>((resolve) => {
        const dying: Pick<Mailer, 'send'> = {
          send: async (mail) => {
            const handed = await real.send(mail)
            resolve()
            await new Promise<void>((wake) => {
              revive = wake
            })
            return { ...handed, outcome: 'refused', problem: 'too late' }
          },
        }
        void send(settings, dying)
      })
      await taken
      expect(await send()).toMatchObject({ sent: 0 })
      later(11)
      expect(await send()).toMatchObject({ sent: 1 })
      // What the first worker says now counts no more.
      revive()
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect((await mails())[0]).toMatchObject({ state: 'sent', attempts: 2, problem: '' })
      const ids = server.received.map(({ raw }) => /Message-ID: (\S+)/.exec(raw)![1])
      expect([ids.length, new Set(ids).size]).toEqual([2, 1])
    })

    it('never from a sandbox or a demo, also where it became one since', async () => {
      await overdue('D000000001', BIRCH)
      await write()
      await asOwner(
        database,
        `update partner set is_sandbox = true, clock_at = '2020-01-01' where partner_id = '${BIRCH}'`,
      )
      expect(await send()).toMatchObject({ sent: 0 })
      await overdue('D000000002', BIRCH)
      await write()
      expect((await mails()).map(({ state }) => state)).toEqual(['sandbox', 'sandbox'])
      await asOwner(database, `insert into demo (marked_at) values (now())`)
      await overdue('D000000003', ALDER)
      await write()
      expect((await mails(ALDER)).map(({ state }) => state)).toEqual(['sandbox', 'sandbox'])
      expect(await send()).toMatchObject({ sent: 0 })
      expect(server.received).toEqual([])
    })

    it('once there is a server, where there was none', async () => {
      await overdue('D000000001', BIRCH)
      await write(false)
      expect((await mails())[0]!.state).toBe('not-configured')
      expect(await send()).toMatchObject({ sent: 1 })
    })
  })

  describe('and the server', () => {
    const one = async () => {
      await overdue('D000000001', BIRCH)
      await write()
    }
    const to = async (tls: 'starttls' | 'implicit', url: (port: number) => string, withPassword = false) => {
      await server.close()
      server = await startMailServer({ tls, withPassword })
      return settingsOf({ PRORATA_SMTP_URL: url(server.port), PRORATA_SMTP_CA: authorityFile() })
    }

    it('is spoken to over TLS, with a password', async () => {
      await one()
      const login = `${MAIL_USER}:${encodeURIComponent(MAIL_PASSWORD)}`
      expect(await send(await to('starttls', (port) => `smtp://${login}@localhost:${port}`, true))).toMatchObject({
        sent: 1,
      })
      expect(server.received[0]!.isEncrypted).toBe(true)
      await overdue('D000000002', BIRCH)
      await write()
      expect(await send(await to('implicit', (port) => `smtps://${login}@localhost:${port}`, true))).toMatchObject({
        sent: 1,
      })
    })

    it('keeps mails waiting where it refuses the password, has no TLS, or nobody knows its certificate', async () => {
      await one()
      const wrong = await to('starttls', (port) => `smtp://${MAIL_USER}:wrong@localhost:${port}`, true)
      expect(await send(wrong)).toMatchObject({ failed: 0, postponed: 1, unreachable: expect.stringContaining('535') })
      expect((await mails())[0]!.problem).not.toContain('wrong')
      later(1)
      const { authorities: _, ...stranger } = wrong.server
      expect(await send({ ...wrong, server: stranger })).toMatchObject({ sent: 0, unreachable: expect.any(String) })
      later(2)
      await server.close()
      server = await startMailServer()
      expect(await send(settingsOf({ PRORATA_SMTP_URL: `smtp://127.0.0.1:${server.port}` }))).toMatchObject({
        sent: 0,
        unreachable: expect.any(String),
      })
      expect((await mails())[0]).toMatchObject({ state: 'waiting', attempts: 3 })
      later(4)
      expect(await send()).toMatchObject({ sent: 1 })
    })
  })

  it('tell of documents, with their files, by the jobs', async () => {
    await billTo(database, '2026-02-28')
    await storeProviderProfile(database, { profile: DEMO_PROVIDER, version: 1, changedAt: now })
    now = Date.now() as Instant
    // The daily jobs would issue more.
    const yesterday = (dayOfInstant(now) - 1) as Day
    await beginDay(database, yesterday, now)
    await finishDay(database, yesterday, now)
    await database.query('update notice set occurred_at = $1', [new Date(now).toISOString()])
    const { rows } = await database.query<{ number: string; partnerId: string }>(
      `select number, partner_id as "partnerId" from invoice`,
    )
    const [errors, said]: [unknown[], string[]] = [[], []]
    const options: JobsOptions = {
      ...{ publicUrl: 'https://api.example.net', mail: settingsOf(), mailMilliseconds: 20 },
      ...{ clock: () => now, onError: (error) => errors.push(error), onDone: (what) => said.push(what) },
    }
    const jobs = await startJobs(database, { ...options, dayMilliseconds: 3_600_000 })
    const expected = rows.reduce((sum, { partnerId }) => sum + (partnerId === ALDER ? 2 : 1), 0)
    await expect.poll(() => server.received.length, { timeout: 60_000 }).toBe(expected)
    await expect
      .poll(async () => (await mails()).every(({ state }) => state === 'sent'), { timeout: 20_000 })
      .toBe(true)
    await jobs.stop()
    expect(errors).toEqual([])
    expect(expected).toBeGreaterThan(3)
    for (const { number } of rows) {
      const [{ raw }] = server.received.filter((mail) => mail.raw.includes(`filename=${number}-`)) as [ReceivedMail]
      expect(raw).toContain('Content-Type: application/pdf')
      expect(raw).toContain('JVBERi0')
    }
    // Logs say how many, never who.
    expect(said.join(' ')).toMatch(/mails were sent/)
    expect(said.join(' ')).not.toContain('@')
  }, 120_000)

  it('have no file where that is larger than it may be', async () => {
    await storeProviderProfile(database, { profile: DEMO_PROVIDER, version: 2, changedAt: now })
    const { rows } = await database.query<{ number: string }>('select number from invoice where partner_id = $1', [
      BIRCH,
    ])
    await appendNotices(database, [
      {
        ...{ partnerId: BIRCH, noticeId: newId(), eventName: 'invoice-ready', occurredAt: now, auditRecordId: null },
        ...{ resourceUri: `/invoices/${rows[0]!.number}`, resourceName: 'invoice' },
      },
      {
        ...{ partnerId: BIRCH, noticeId: newId(), eventName: 'invoice-ready', occurredAt: now, auditRecordId: null },
        ...{ resourceUri: '/invoices/D999999999', resourceName: 'invoice' },
      },
    ])
    expect(await write()).toBe(2)
    expect(await send(settingsOf({ PRORATA_MAIL_ATTACH_KB: '1' }))).toMatchObject({ sent: 1 })
    expect(server.received[0]!.raw).not.toContain('application/pdf')
  })
})
