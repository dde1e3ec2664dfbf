import { beforeAll, expect, it, vi } from 'vitest'
import { asOwner, billTo, load, openLedger, PROVIDER } from '../../test/billing/provider.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { adjustmentsCommand } from './command-adjustments.js'
import { creditRequestsCommand } from './command-credit-requests.js'
import { ExitCode } from './exit-codes.js'
import type { Database } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
// One database for all commands: opening an embedded one takes a second.
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

const ALDER = '018f0001-0000-7000-8000-000000000001'
const CUSTOMER = '018f0002-0000-7000-8000-000000000001'
const SUBSCRIPTION = '018f0003-0000-7000-8000-000000000001'
const REQUEST = '018f00aa-0000-7000-8000-000000000001'

/** A request for credit, as the API files it. */
const FILED = `
  insert into service_request (partner_id, service_request_id, account_id, customer_id, title, description, severity, status,
    support_topic_id, agent_locale, country, organization, primary_contact, last_updated_by, created_at, modified_at)
  values ('${ALDER}', '260101000000001', '${ALDER}', '${CUSTOMER}', 'Credit', 'Too many', 'moderate', 'open', '101', 'en-US',
    'US', '{"id": "x"}', '{"lastName": "a"}', '{"lastName": "a"}', now(), now());
  insert into credit_request (partner_id, credit_request_id, request_type, service_request_id, customer_id, subscription_id,
    evidence, claim_until, state, submitted_at, submitted_by)
  values ('${ALDER}', '${REQUEST}', 'accidental-purchase', '260101000000001', '${CUSTOMER}', '${SUBSCRIPTION}',
    '{"description": "Too many"}', '2026-04-10', 'submitted', now(), 'agent')`

describeEachLedger('prorata adjustments', (open) => {
  let output = ''
  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    opened.database = await openLedger(open)
    await load(opened.database, PROVIDER)
    await asOwner(opened.database, FILED)
    return () => vi.restoreAllMocks()
  })

  const run = async (...words: string[]) => {
    output = ''
    await adjustmentsCommand().exitOverride().parseAsync(words, { from: 'user' })
    return output
  }
  const json = async (...words: string[]) => JSON.parse(await run(...words, '--json'))
  const requests = async (...words: string[]) => {
    output = ''
    await creditRequestsCommand().exitOverride().parseAsync(words, { from: 'user' })
    return output
  }
  const propose = (...words: string[]) => [
    ...['propose', '--partner', ALDER, '--currency', 'USD', '--description', 'For your patience'],
    ...['--not-before', '2026-01-01', ...words],
  ]

  it('proposes, lists and withdraws them, and keeps the limit', async () => {
    expect(await run('limit')).toContain('There is no limit')
    const { adjustment } = await json(...propose('--credit', '5.00', '--reason', 'goodwill'))
    expect(adjustment).toMatchObject({ state: 'proposed', amount: '-5.00', notBefore: '2026-01-01' })
    const own = run('approve', adjustment.adjustmentId, '--partner', ALDER)
    await expect(own).rejects.toMatchObject({ exitCode: ExitCode.refused })
    expect(await run('withdraw', adjustment.adjustmentId, '--partner', ALDER, '--note', 'A slip')).toContain(
      'withdrawn',
    )

    expect(await run('limit', 'USD', '10.00')).toBe('Up to 10.00 USD no approval is needed.\n')
    expect(await run(...propose('--charge', '2.00', '--reason', 'fee'))).toContain('of 2.00 USD: approved')
    expect(await run(...propose('--credit', '10.01', '--reason', 'goodwill'))).toContain('Somebody else has to approve')
    expect((await json('list', '--state', 'approved')).adjustments).toHaveLength(1)
    expect(await run('list', '--limit', '1')).toContain('There are more')
    expect(await run('list', '--state', 'rejected')).toContain('no such adjustments')

    await billTo(opened.database!, '2026-01-31')
    const [invoiced] = (await json('list', '--partner', ALDER, '--state', 'invoiced')).adjustments
    expect(invoiced).toMatchObject({ amount: '2.00', invoiceNumber: 'D000000001' })
  })

  it('refuses what does not fit', async () => {
    const odd = [
      propose('--reason', 'goodwill'),
      propose('--credit', '1.00', '--charge', '1.00', '--reason', 'goodwill'),
      propose('--charge', '1.00', '--reason', 'goodwill'),
      propose('--credit', '0', '--reason', 'goodwill'),
      propose('--credit', '1.00', '--reason', 'love'),
      ['limit', 'USD', '0.001'],
      ['approve', REQUEST, '--partner', ALDER],
    ]
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
    for (const words of odd) await expect(run(...words), words.join(' ')).rejects.toThrow()
  })

  it('reviews requests for credit', async () => {
    expect(await requests('list', '--state', 'submitted')).toContain('accidental-purchase')
    expect(await requests('show', REQUEST, '--partner', ALDER)).toContain('description: Too many')
    const review = (...words: string[]) => requests('review', REQUEST, '--partner', ALDER, ...words)
    expect(await review('--state', 'more-information', '--note', 'Who?')).toContain('Note: Who?')
    await expect(review('--state', 'approved')).rejects.toMatchObject({ exitCode: ExitCode.refused })
    const approved = JSON.parse(await review('--state', 'approved', '--amount', '5.00', '--json')).creditRequest
    expect(approved).toMatchObject({ state: 'approved', adjustmentId: expect.any(String) })
    expect(await requests('list', '--state', 'submitted')).toContain('no such requests')
  })
})
