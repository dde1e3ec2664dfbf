import { checkBooks } from '../../app/account-statement.js'
import { type BillingRunView, loadBillingRun, readBillingRuns, requestBillingRun } from '../../app/billing-runs.js'
import { listQuarantined } from '../../app/list-quarantine.js'
import { loadPartner } from '../../app/partners.js'
import { verifyLedger } from '../../app/verify-ledger.js'
import { formatDay } from '../../core/calendar/day.js'
import { formatAmount } from '../../core/money/format-amount.js'
import { accept, type Outcome } from '../../core/refusal.js'
import { endpoint } from '../endpoint.js'
import { selfLink } from '../links.js'
import { collection, offsetPage } from '../paging.js'
import * as schema from '../schema/billing.js'
import { wireInstant } from '../schema/wire.js'

const GROUP = 'Billing of the provider'
const RUNS = '/v1/platform/billing-runs'
/** How long a request works on a run before it leaves the rest to the jobs. */
const PATIENCE_MILLISECONDS = 10_000
const MOST_DIFFERENCES = 100

const runUri = (billingRunId: string) => `/platform/billing-runs/${billingRunId}`

export const PLATFORM_BILLING_ENDPOINTS = [
  endpoint({
    id: 'platform-create-billing-run',
    method: 'POST',
    path: RUNS,
    group: GROUP,
    summary: 'Charge everything that falls due up to a day that is over, and issue the invoices that are ready then.',
    capability: 'platform.billing.run',
    takesLong: true,
    transaction: false,
    body: schema.billingRunBody,
    response: schema.billingRunSchema,
    status: 201,
    otherStatuses: { 202: 'The run goes on; ask for it again after `Retry-After`.' },
    handle: async (call) => {
      const { asOf, partnerId } = call.body
      const began = performance.now()
      const stopping = () => performance.now() - began > PATIENCE_MILLISECONDS
      const context = { ...call, now: call.systemNow }
      const run = await requestBillingRun(context, call.database, { asOf, partnerId }, stopping)
      if (run.ok && run.value.status !== 'completed') {
        call.reply.status = 202
        call.reply.headers['Location'] = runUri(run.value.billingRunId)
        call.reply.headers['Retry-After'] = '5'
      }
      return presented(run)
    },
  }),
  endpoint({
    id: 'platform-list-billing-runs',
    method: 'GET',
    path: RUNS,
    group: GROUP,
    summary: 'Billing runs, the last one first.',
    capability: 'platform.billing.read',
    query: schema.billingRunsQuery,
    response: schema.billingRuns,
    handle: async (call) => {
      const { size = schema.MOST_RUNS, offset = 0 } = call.query
      const { runs, total } = await readBillingRuns(call.session, { limit: size, offset })
      return accept(offsetPage(runs.map(present), { uri: call.request.uri, offset, size, totalCount: total }))
    },
  }),
  endpoint({
    id: 'platform-get-billing-run',
    method: 'GET',
    path: `${RUNS}/:billingRunId`,
    group: GROUP,
    summary: 'A billing run and how far it is.',
    capability: 'platform.billing.read',
    params: schema.billingRunParams,
    response: schema.billingRunSchema,
    handle: async (call) => presented(await loadBillingRun(call.session, call.params.billingRunId)),
  }),
  endpoint({
    id: 'platform-list-quarantine',
    method: 'GET',
    path: '/v1/platform/quarantine',
    group: GROUP,
    summary: 'Subscriptions that the last billing run could not charge, and why; the oldest first.',
    capability: 'platform.billing.read',
    query: schema.quarantineQuery,
    response: schema.quarantined,
    handle: async (call) => {
      const { size: limit = schema.MOST_RUNS, partnerId } = call.query
      const found = await listQuarantined(call.database, { limit, ...(partnerId === undefined ? {} : { partnerId }) })
      const items = found.map(({ message: reason, since, ...one }) => ({
        ...one,
        reason,
        since: wireInstant(since),
        attributes: { objectType: 'QuarantinedSubscription' as const },
      }))
      return accept(collection(items, call.request.uri))
    },
  }),
  endpoint({
    id: 'platform-check-books',
    method: 'GET',
    path: '/v1/platform/books',
    group: GROUP,
    summary:
      'The trial balance of a partner, or of all but sandboxes, and whatever is wrong with books or document numbers.',
    capability: 'platform.billing.read',
    query: schema.booksQuery,
    response: schema.booksSchema,
    handle: async (call) => {
      const { accounts, faults } = await checkBooks(call.session, call.query.partnerId)
      const balances = accounts.map(({ account, currency, debit, credit }) => ({
        account,
        currencyCode: currency,
        balance: Number(formatAmount(debit - credit, currency)),
      }))
      const attributes = { objectType: 'BooksCheck' as const }
      return accept({ isRight: faults.length === 0, accounts: balances, faults, attributes })
    },
  }),
  endpoint({
    id: 'platform-verify-ledger',
    method: 'GET',
    path: '/v1/platform/partners/:partnerId/ledger/verification',
    group: GROUP,
    summary: 'Replays every subscription of a partner from its events and compares with what was charged and invoiced.',
    capability: 'platform.billing.read',
    takesLong: true,
    transaction: false,
    params: schema.ledgerParams,
    response: schema.ledgerVerification,
    handle: async (call) => {
      const { partnerId } = call.params
      const partner = await loadPartner(call, partnerId)
      if (!partner.ok) return partner
      const { subscriptions, charges, differences, differenceCount } = await verifyLedger(call.database, {
        onlyPartner: partnerId,
      })
      const shown = differences.slice(0, MOST_DIFFERENCES).map(({ partnerId: _, ...difference }) => difference)
      const attributes = { objectType: 'LedgerVerification' as const }
      const isRight = differenceCount === 0
      return accept({ isRight, subscriptions, charges, differenceCount, differences: shown, attributes })
    },
  }),
]

function presented(run: Outcome<BillingRunView>): Outcome<unknown> {
  return run.ok ? accept(present(run.value)) : run
}

function present(run: BillingRunView) {
  return {
    id: run.billingRunId,
    asOf: formatDay(run.asOf),
    partnerId: run.onlyPartner ?? undefined,
    status: run.status,
    startedDate: wireInstant(run.startedAt),
    completedDate: run.completedAt === null ? undefined : wireInstant(run.completedAt),
    dueSubscriptions: run.due,
    doneSubscriptions: run.done,
    charges: Number(run.charges),
    invoices: Number(run.invoices),
    quarantinedSubscriptions: Number(run.quarantined),
    links: selfLink(runUri(run.billingRunId)),
    attributes: { objectType: 'BillingRun' as const },
  }
}
