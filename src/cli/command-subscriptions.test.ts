import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { asOwner, openLedger } from '../../test/billing/provider.js'
import {
  BASICS,
  CUSTOMER,
  importTexts,
  OTHER_PARTNER,
  PARTNER,
  purchase,
  SUBSCRIPTION,
  subscriptionsCsv,
} from '../../test/import/importing.js'
import { describeEachLedger } from '../../test/support/databases.js'
import { foundPendingSubscription } from '../app/activation.js'
import { makeSandboxWithLedger } from '../app/advance-sandbox.js'
import { currentCatalog } from '../app/current-catalog.js'
import { systemContext } from '../app/system-context.js'
import { parseInstant } from '../core/calendar/instant.js'
import { ordersCommand } from './command-orders.js'
import { subscriptionsCommand } from './command-subscriptions.js'
import { CommandError, type Database, newId } from './session.js'

const opened = vi.hoisted(() => ({ database: undefined as Database | undefined }))
// One database for all commands: opening an embedded one takes a second.
vi.mock('./session.js', async (original) => ({
  ...(await original<typeof import('./session.js')>()),
  withDatabase: (_: object, work: (database: Database) => unknown) => work(opened.database!),
}))

const ADD_ON = SUBSCRIPTION.replace(/1$/, '2')
const SUITE = SUBSCRIPTION.replace(/1$/, '3')
const ELSEWHERE = SUBSCRIPTION.replace(/1$/, '4')
const NOW = parseInstant('2026-03-20T09:00:00Z')!

describeEachLedger('prorata subscriptions and prorata orders', (open) => {
  let output = ''
  beforeAll(async () => {
    vi.spyOn(console, 'log').mockImplementation((text) => {
      output += `${text}\n`
    })
    const database = await openLedger(open)
    opened.database = database
    const rows = [
      purchase(),
      {
        ...{ at: '2026-01-20', event: 'purchaseAddon', offer: 'ADDON P1Y monthly', quantity: 4 },
        ...{ subscription_id: ADD_ON, parent_subscription_id: SUBSCRIPTION },
      },
      purchase({ subscription_id: SUITE, order_id: 'O-2', at: '2026-03-15', offer: 'NEW P1M monthly' }),
      purchase({ subscription_id: ELSEWHERE, partner_id: OTHER_PARTNER, quantity: 3, at: '2026-02-01' }),
    ]
    const { refusals } = await importTexts(database, { ...BASICS, subscriptions: subscriptionsCsv(...rows) })
    expect(refusals).toEqual([])
    // Both accounts have a clock of their own, so that today is always the same day.
    for (const partnerId of [PARTNER, OTHER_PARTNER]) {
      const made = await database.transaction((session) =>
        makeSandboxWithLedger(systemContext(session, partnerId, { now: NOW, newId }), partnerId, NOW),
      )
      expect(made.ok).toBe(true)
    }
  })
  afterAll(() => {
    vi.restoreAllMocks()
  })
  beforeEach(() => {
    output = ''
  })

  const run = async (...words: string[]) => {
    output = ''
    const command = words[0] === 'orders' ? ordersCommand() : subscriptionsCommand()
    await command.exitOverride().parseAsync(words.slice(1), { from: 'user' })
    return output
  }
  const json = async (...words: string[]) => JSON.parse(await run(...words, '--json'))
  const change = (...words: string[]) => json('subscriptions', 'change', ...words)
  const idsOf = async (...words: string[]) => {
    const { subscriptions, more } = await json('subscriptions', 'list', ...words)
    return [subscriptions.map((one: { subscriptionId: string }) => Number(one.subscriptionId.at(-1))), more]
  }

  it('list what there is, by partner, customer, order and state', async () => {
    expect(await idsOf()).toEqual([[1, 2, 3, 4], false])
    expect(await idsOf('--limit', '2')).toEqual([[1, 2], true])
    expect(await idsOf('--partner', OTHER_PARTNER)).toEqual([[4], false])
    expect(await idsOf('--customer', CUSTOMER, '--order', 'O-2')).toEqual([[3], false])
    expect(await idsOf('--reseller', '1')).toEqual([[], false])
    expect(await idsOf('--status', 'suspended')).toEqual([[], false])
    expect(await idsOf('--status', 'pending')).toEqual([[], false])
    const text = await run('subscriptions', 'list', '--order', 'O-2')
    expect(text.split('\n')[2]!.split(/ {2,}/)).toEqual([
      SUITE,
      'NEW plan',
      '10',
      'active',
      'P1M monthly',
      '2026-04-14',
      CUSTOMER,
    ])
    expect(await run('subscriptions', 'list', '--status', 'cancelled')).toBe('There are no such subscriptions.\n')
  })

  it('show what happened, what it charged and why, and what comes next', async () => {
    const text = await run('subscriptions', 'show', SUITE)
    expect(text).toMatch(/^refunds +prorated, 2026-03-22T00:00:00Z$/m)
    expect(text).toMatch(
      /2026-03-15T00:00:00Z {2}purchased 10 NEW plan \(test\)\n {2}1\. new, 2026-03-15 to 2026-04-14/,
    )
    expect(text).toContain('14.00 per month x 10 licenses = 140.00')
    expect(text).toContain('Next, at the prices of today:\n2026-04-15  fell due\n')
    const { subscription, timeline, next } = await json('subscriptions', 'show', SUITE)
    expect(subscription).toMatchObject({
      quantity: 10,
      termEnd: '2026-04-14',
      customerId: CUSTOMER,
      baseSubscriptionId: null,
    })
    expect(timeline[0].charges).toMatchObject([{ amount: '140.00', currency: 'USD', chargeEnd: '2026-04-14' }])
    expect(next.charges).toMatchObject([{ chargeType: 'renew', amount: '140.00', invoiceDate: null }])
  })

  it('preview a change exactly, and write nothing', async () => {
    const previewed = await change(SUITE, '--quantity', '14', '--preview')
    // 26 of 31 days: 117.419 back and 164.387 again, both cut.
    expect(previewed).toMatchObject({
      preview: true,
      before: { quantity: 10 },
      after: { quantity: 14 },
      charges: [{ amount: '-117.41' }, { amount: '164.38' }],
      total: '46.97',
      currency: 'USD',
    })
    const text = await run('subscriptions', 'change', SUITE, '--quantity', '14', '--preview')
    expect(text).toMatch(/^quantity +10 +14$/m)
    expect(text).toMatch(/Total: 46\.97 USD\n\nNext, [^:]*:\n2026-04-15 {2}fell due\n.*\n\nNothing was written\.\n$/s)
    expect((await json('subscriptions', 'show', SUITE)).timeline).toHaveLength(1)
  })

  it('change quantity, name, renewal and state, and say what was charged', async () => {
    const changed = await change(SUITE, '--quantity', '14', '--name', 'Front office')
    expect(changed).toMatchObject({ preview: false, total: '46.97', after: { friendlyName: 'Front office' } })
    const { subscription, timeline } = await json('subscriptions', 'show', SUITE)
    expect(subscription).toMatchObject({ quantity: 14, friendlyName: 'Front office' })
    expect(timeline[1]).toMatchObject({
      event: 'quantityChanged',
      quantity: 14,
      by: expect.stringMatching(/^command line/),
    })
    expect(timeline[1].charges.map(amountOf)).toEqual(['-117.41', '164.38'])
    const next = ['--next-quantity', '8', '--next-term', 'P1Y']
    expect((await change(SUITE, ...next)).after.nextTerm).toEqual({
      ...{ offer: 'NEW plan', quantity: 8, term: 'P1Y', billingCycle: 'monthly' },
    })
    const { charges } = (await json('subscriptions', 'show', SUITE)).next
    expect(charges).toMatchObject([{ chargeType: 'renew', quantity: 8, amount: '104.00' }])
    expect(await run('subscriptions', 'change', SUITE, '--next-unchanged')).toContain('It charges nothing.\n')
    expect((await change(SUITE, '--auto-renew', 'off')).after).toMatchObject({ autoRenew: false, nextCharge: null })
    expect(await run('subscriptions', 'change', SUITE, '--auto-renew', 'off')).toContain('Nothing changes.\n')
    expect((await change(SUITE, '--cancel')).after.status).toBe('cancelled')
    expect(await idsOf('--status', 'cancelled')).toEqual([[3], false])
  })

  it('suspend and reactivate a base with its add-ons', async () => {
    const text = await run('subscriptions', 'change', SUBSCRIPTION, '--suspend')
    expect(text).toContain(`With it changes ${ADD_ON} (ADDON plan): suspended, 4.`)
    expect(text).toContain(`  of ${ADD_ON}:\n`)
    expect(await idsOf('--status', 'suspended')).toEqual([[1, 2], false])
    expect((await json('subscriptions', 'show', ADD_ON)).subscription).toMatchObject({
      ...{ status: 'suspended', baseSubscriptionId: SUBSCRIPTION, deprovisionOn: '2026-07-02' },
    })
    await change(SUBSCRIPTION, '--reactivate')
    expect(await idsOf('--status', 'active', '--partner', PARTNER)).toEqual([[1, 2], false])
  })

  it('refuse with a reason, a code and an exit code of their own', async () => {
    const failure = (...words: string[]) => run(...words).catch((error: unknown) => error)
    const refused = async (code: string, ...words: string[]) =>
      expect(await failure(...words)).toMatchObject({ exitCode: 3, message: expect.stringContaining(`[${code}]`) })
    await refused('subscription-not-found', 'subscriptions', 'show', newId())
    await refused('subscription-not-found', 'subscriptions', 'change', newId(), '--suspend')
    await refused('auto-renew-fixed', 'subscriptions', 'change', SUBSCRIPTION, '--auto-renew', 'off')
    await refused('auto-renew-fixed', 'subscriptions', 'change', SUBSCRIPTION, '--auto-renew', 'off', '--preview')
    await refused('no-upgrade', 'subscriptions', 'change', ELSEWHERE, '--next-offer', 'PLUS:0001')
    await refused('order-not-found', 'orders', 'show', 'O-9')
    expect(await failure('subscriptions', 'change', SUBSCRIPTION)).toMatchObject({ exitCode: 2 })
    expect(await failure('subscriptions', 'change', SUBSCRIPTION)).toBeInstanceOf(CommandError)
    for (const wrong of [
      ['--quantity', '0'],
      ['--suspend', '--cancel'],
      ['--name', ''],
      ['--auto-renew', 'maybe'],
      ['--next-offer', 'PLUS'],
      ['--next-unchanged', '--next-quantity', '3'],
    ]) {
      const error = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
      expect(await failure('subscriptions', 'change', SUBSCRIPTION, ...wrong)).toMatchObject({
        code: expect.stringMatching(/^commander\./),
      })
      error.mockRestore()
    }
  })

  it('work on what waits for its activation, which has no charges', async () => {
    const subscriptionId = newId()
    await opened.database!.transaction(async (session) => {
      const [availabilityId] = (await currentCatalog(session)).availabilities.keys()
      const waiting = { partnerId: PARTNER, customerId: CUSTOMER, subscriptionId, orderId: 'O-3', friendlyName: 'Quay' }
      await foundPendingSubscription(systemContext(session, PARTNER, { now: NOW, newId }), {
        ...waiting,
        ...{ availabilityId: availabilityId!, quantity: 2, parentSubscriptionId: null, partnerOnRecord: null },
      })
    })
    const { subscriptions } = await json('subscriptions', 'list', '--status', 'pending')
    expect(subscriptions).toMatchObject([{ subscriptionId, status: 'pending', deprovisionOn: '2026-04-19' }])
    expect(await run('subscriptions', 'show', subscriptionId)).toContain('Nothing has happened yet.')
    const renamed = await change(subscriptionId, '--name', 'Harbour')
    expect(renamed).toMatchObject({ before: { friendlyName: 'Quay' }, after: { friendlyName: 'Harbour' }, charges: [] })
    const refused = change(subscriptionId, '--quantity', '3')
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('[activation-pending]') })
  })

  it('show states that came about by themselves, whatever is stored', async () => {
    await change(SUBSCRIPTION, '--suspend')
    const clock = (at: string) => asOwner(opened.database!, `update partner set clock_at = '${at}'`)
    await clock('2026-09-01T00:00:00Z')
    expect(await idsOf('--status', 'deprovisioned')).toEqual([[1, 2], false])
    expect(await idsOf('--status', 'suspended')).toEqual([[], false])
    expect(await idsOf('--status', 'active', '--limit', '1')).toEqual([[4], false])
    await clock('2026-03-20T09:00:00Z')
    await change(SUBSCRIPTION, '--reactivate')
  })

  it('list orders, newest first, and show each with its lines', async () => {
    const { orders, more } = await json('orders', 'list', '--limit', '2')
    expect(orders.map((one: { orderId: string; partnerId: string }) => [one.orderId, one.partnerId])).toEqual([
      ['O-2', PARTNER],
      ['O-1', OTHER_PARTNER],
    ])
    expect(more).toBe(true)
    expect((await run('orders', 'list', '--partner', PARTNER)).trimEnd().split('\n')).toHaveLength(4)
    expect(await run('orders', 'list', '--customer', newId())).toBe('There are no such orders.\n')
    // Two partners have an order of this name.
    expect((await json('orders', 'show', 'O-1')).orders).toHaveLength(2)
    const [order] = (await json('orders', 'show', 'O-1', '--partner', PARTNER)).orders
    expect(order).toMatchObject({ status: 'completed', currency: 'USD', total: '60.00' })
    expect(order.lines).toMatchObject([
      { number: 0, offer: 'BASE plan', quantity: 10, subscriptionId: SUBSCRIPTION, amount: '50.00' },
      { number: 1, offer: 'ADDON plan', quantity: 4, baseSubscriptionId: SUBSCRIPTION, amount: '10.00' },
    ])
    const text = await run('orders', 'show', 'O-2')
    expect(text).toContain('Order O-2 of 2026-03-15T00:00:00Z: completed, billed monthly, 140.00 USD\n')
    expect(text).toContain(SUITE)
  })
})

function amountOf({ amount }: { readonly amount: string }): string {
  return amount
}
