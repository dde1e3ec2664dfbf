// Mails as people read them, in both languages and forms: `npm run approve` rewrites them.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMPOSED_KINDS, composeMail } from '../../src/app/mail/compose-mail.js'
import type { MailContent } from '../../src/app/mail/mail-facts.js'

const FILES = join(import.meta.dirname, 'mails')
const APPROVE = process.env['PRORATA_APPROVE'] === '1'

const partner = 'Birch & Sons'
const invoice = { partner, number: 'D000000042', currency: 'EUR', amount: '12345.60', dueOn: '2026-05-01' }

const MAILS: Readonly<Record<string, MailContent>> = {
  'invoice-ready': { kind: 'invoice-ready', facts: { ...invoice, document: 'invoice', amends: null, issuedOn: '2026-03-02' } },
  'credit-note-ready': {
    kind: 'invoice-ready',
    facts: {
      ...{ ...invoice, number: 'C000000003', amount: '-45.60' },
      ...{ document: 'credit-note', amends: 'D000000042', issuedOn: '2026-03-02' },
    },
  },
  'due-soon': { kind: 'due-soon', facts: invoice },
  'overdue-1': { kind: 'overdue', facts: { ...invoice, level: 1 } },
  'overdue-4': { kind: 'overdue', facts: { ...invoice, level: 4 } },
  'past-due': { kind: 'past-due', facts: { partner, currency: 'JPY', amount: '1500000', since: '2026-05-01' } },
  cured: { kind: 'cured', facts: { partner } },
  'credit-limit-70': {
    kind: 'credit-limit',
    facts: { partner, currency: 'USD', amount: '7000.00', level: 70, limit: '10000.00' },
  },
  'credit-limit-100': {
    kind: 'credit-limit',
    facts: { partner, currency: 'USD', amount: '10000.01', level: 100, limit: '10000.00' },
  },
  'withholding-decision': {
    kind: 'withholding-decision',
    facts: { partner, number: 'G000000007', currency: 'EUR', amount: '90.00', state: 'sent-back', note: 'Page 2 lacks.' },
  },
  'exemption-decision': {
    kind: 'exemption-decision',
    facts: { partner, certificate: 'EX-1', place: 'US-WA', validFrom: '2026-01-01', state: 'approved', note: '' },
  },
  'usage-budget-80': {
    kind: 'usage-budget',
    facts: {
      ...{ partner, customer: 'Bakkerij Noord BV', currency: 'EUR', amount: '412.07', budget: '500.00' },
      ...{ level: 80, month: '2026-03-01' },
    },
  },
  'usage-budget-100': {
    kind: 'usage-budget',
    facts: {
      ...{ partner, customer: 'Bakkerij Noord BV', currency: 'EUR', amount: '1500.00', budget: '1500.00' },
      ...{ level: 100, month: '2026-03-01' },
    },
  },
  test: { kind: 'test', facts: { partner: '' } },
}

const LETTERHEAD = { provider: 'Lindenhof Cloud B.V.', portalUrl: 'https://portal.example.net' }

const written = (['en', 'nl'] as const).flatMap((language) =>
  Object.entries(MAILS).flatMap(([name, content]) => {
    const reason = content.kind === 'test' ? 'test' : content.kind === 'credit-limit' ? 'contact' : 'role'
    const { subject, text, html } = composeMail(content, { name: 'Femke Bos', language, reason }, LETTERHEAD)
    return [
      [`${name}.${language}.txt`, `${subject}\n\n${text}`],
      [`${name}.${language}.html`, html],
    ] as const
  }),
)

if (APPROVE) {
  rmSync(FILES, { recursive: true, force: true })
  mkdirSync(FILES)
  for (const [name, text] of written) writeFileSync(join(FILES, name), text)
}

describe('mails are as approved', () => {
  it('and no others', () => {
    expect(readdirSync(FILES).sort()).toEqual(written.map(([name]) => name).sort())
    expect(new Set(Object.values(MAILS).map(({ kind }) => kind))).toEqual(new Set(COMPOSED_KINDS))
  })

  it.each(written)('%s', (name, text) => {
    expect(text).toBe(readFileSync(join(FILES, name), 'utf8'))
  })
})
