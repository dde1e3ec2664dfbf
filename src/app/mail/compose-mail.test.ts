import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeMail } from './compose-mail.js'

const LETTERHEAD = { provider: undefined, portalUrl: 'https://portal.example.net' }
const READER = { name: 'Ana', language: 'en', reason: 'role' } as const

const mailOf = (partner: string, note = '', number = 'D1') =>
  composeMail(
    {
      kind: 'withholding-decision',
      facts: { partner, number, currency: 'EUR', amount: '-1234.50', state: 'approved', note },
    },
    { ...READER, name: partner },
    LETTERHEAD,
  )

describe('a mail', () => {
  it('keeps whatever it is told in its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.string(), (name, note, number) => {
        const { subject, html, text } = mailOf(name, note, number.replace(/[\ud800-\udfff]/g, ''))
        expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
        expect(subject.length).toBeLessThanOrEqual(200)
        // Without our own markup, nothing is left that could be markup.
        const tags = [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/ .*/s, ''))
        expect(tags.every((tag) => KNOWN_TAGS.has(tag.replace(/>$/, '')))).toBe(true)
        expect(text.split('\n').every((line) => !/\p{Cc}/u.test(line))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('shows no markup of others', () => {
    const { html } = mailOf('<script>alert(1)</script>', '<img src=x onerror="x">')
    expect(html).not.toMatch(/<script|<img/)
    expect(html).toContain('&lt;img src=x onerror=&quot;x&quot;&gt;')
  })

  it('leads to the portal only', () => {
    expect(mailOf('Birch', '', '../../evil?x="').html).toContain(
      'href="https://portal.example.net/invoices/../../evil%3Fx%3D%22"',
    )
    expect(composeMail({ kind: 'cured', facts: { partner: 'Birch' } }, READER, LETTERHEAD).html).not.toContain('href')
    const noPortal = { ...LETTERHEAD, portalUrl: undefined }
    expect(composeMail({ kind: 'test', facts: { partner: '' } }, READER, noPortal).text).not.toContain('http')
  })

  it('says that a document is attached only where one is', () => {
    const facts = { partner: 'B', number: 'D1', currency: 'EUR', amount: '1', dueOn: '2026-01-01' }
    const ready = {
      kind: 'invoice-ready',
      facts: { ...facts, document: 'invoice', amends: null, issuedOn: '2026-01-01' },
    } as const
    expect(composeMail(ready, READER, LETTERHEAD).text).not.toContain('attached')
    expect(composeMail(ready, READER, LETTERHEAD, true).text).toContain('attached')
  })
})

const KNOWN_TAGS = new Set(
  '<!DOCTYPE <html </html <head </head <meta <title </title <body </body <p </p <table </table <tr </tr <th </th <td </td <a </a <br <hr'.split(
    ' ',
  ),
)
