import { type Day, dayOf, formatDay, type Instant } from '../core/calendar/day.js'
import { dayOfInstant, startOfDay } from '../core/calendar/instant.js'
import type { Currency } from '../core/money/currency.js'
import { formatAmount } from '../core/money/format-amount.js'
import { accept, type Outcome, refuse } from '../core/refusal.js'
import { type Account, listAccounts } from '../store/accounts.js'
import { listReceivables } from '../store/receivables.js'
import { checkBooks } from './account-statement.js'
import { proposeAdjustment, setAdjustmentLimit } from './adjustments.js'
import { amendDocument } from './amend-document.js'
import { confirmEntry, loadEntries } from './bank-entries.js'
import { DEMO_PARTNERS, DEMO_PROVIDER, DEMO_REGISTRATION } from './demo-accounts.js'
import { camtStatement, type DemoCredit } from './demo-bank.js'
import { mayBuyWhileOwing, remindPartner } from './dunning.js'
import { confirmIfExact, takeBankStatement } from './import-bank-statement.js'
import { changePartnerBilling } from './partner-profiles.js'
import { recordPayment } from './record-payment.js'
import { systemContext } from './system-context.js'
import { reviewExemption, submitExemption } from './tax-exemptions.js'
import { changeProviderProfile } from './tax-provider.js'
import { addRegistration } from './tax-registrations.js'
import { type Database, PLATFORM_ID, type Session, type UseCase } from './use-case.js'

/** Day on which the demo's provider begins. */
const FOUNDED = startOfDay(dayOf(2018, 1, 1))
/** The partner that is exempt for two months, and whose last invoice is billed again. */
const DUTCH = '4390935'
/** The partner that pays late. */
const BRITISH = '4390936'
const EXEMPT_FROM = dayOf(2019, 3, 1)
const EXEMPT_UNTIL = dayOf(2019, 5, 1)
/** What was due before this day was paid on time, by whom the bank statement is not about, too. */
const PAID_UNTIL = dayOf(2019, 7, 1)
const PURCHASE_ORDER = 'PO-2019-117'
const NO_FILTER = { search: undefined, accountType: undefined, programStatus: undefined }

interface DemoTime {
  readonly database: Database
  readonly newId: () => string
}

/** Before anything is billed: who sells, where it pays taxes, where its partners are, and which of them is exempt when. */
export function openDemoBooks({ database, newId }: DemoTime): Promise<Outcome<undefined>> {
  return inOne(database, async (session) => {
    const at = { now: FOUNDED, newId }
    const provider = systemContext(session, PLATFORM_ID, at)
    const seller = await changeProviderProfile(provider, DEMO_PROVIDER, undefined)
    if (!seller.ok) return seller
    const registered = await addRegistration(provider, DEMO_REGISTRATION)
    if (!registered.ok) return registered
    for (const account of await accountsOf(session)) {
      const own = systemContext(session, account.partnerId, at)
      const { billing } = DEMO_PARTNERS.find(({ mpnId }) => mpnId === account.mpnId)!
      const told = await changePartnerBilling(own, account, billing, undefined)
      if (!told.ok) return told
      if (account.mpnId !== DUTCH) continue
      const exempt = await exempted(own, account)
      if (!exempt.ok) return exempt
    }
    return accept(undefined)
  })
}

async function exempted(context: UseCase, account: Account): Promise<Outcome<unknown>> {
  const content = Buffer.from('%PDF-1.4\n% Certificate of exemption of the demo\n%%EOF\n', 'latin1')
  const asked = await submitExemption(context, account, {
    country: 'NL',
    region: '',
    taxClasses: [],
    components: [],
    certificate: 'BD-2019-0042',
    reason: 'Supplies for a project of the European Union',
    validFrom: EXEMPT_FROM,
    validTo: EXEMPT_UNTIL,
    file: { name: 'exemption-2019.pdf', content },
  })
  if (!asked.ok) return asked
  return reviewExemption(context, asked.value, { state: 'approved', note: '' })
}

/** What happened when the demo's books were closed, in the order in which it did. */
export interface ClosedBooks {
  /** Payments made on time, before the month that is shown. */
  readonly earlier: number
  readonly statement: string
  /** What became of each credit of the bank statement. */
  readonly credits: readonly {
    readonly payer: string
    readonly amount: string
    readonly remittance: string
    readonly what: string
  }[]
  readonly exempt: { readonly partner: string; readonly from: string; readonly until: string }
  readonly rebilled: { readonly number: string; readonly voidNote: string; readonly replacement: string }
  readonly delinquent: {
    readonly partner: string
    /** Why it may buy nothing. */
    readonly refusal: string
    readonly paid: string
    readonly maySell: boolean
  }
  /** A credit that waits for the next invoice. */
  readonly adjustment: string
  readonly accounts: readonly (readonly [account: string, currency: string, balance: string])[]
  readonly faults: number
}

/** After everything is billed: payments, a bank statement, a correction, a partner that pays late, and the check of it all. */
export async function closeDemoBooks({
  database,
  newId,
  clockAt,
}: DemoTime & { readonly clockAt: Instant }): Promise<Outcome<ClosedBooks>> {
  return inOne(database, async (session) => {
    const contextOf = (accountId: string) => systemContext(session, accountId, { now: clockAt, newId })
    const accounts = await accountsOf(session)
    let earlier = 0
    for (const account of accounts) {
      const isShown = account.mpnId === DUTCH || account.mpnId === BRITISH
      const until = isShown ? PAID_UNTIL : dayOfInstant(clockAt)
      const paid = await payOnTime(contextOf(account.partnerId), account, until)
      if (!paid.ok) return paid
      earlier += paid.value
    }
    const dutch = accounts.find(({ mpnId }) => mpnId === DUTCH)!
    const british = accounts.find(({ mpnId }) => mpnId === BRITISH)!
    const imported = await importStatement(contextOf(PLATFORM_ID), dutch)
    if (!imported.ok) return imported
    const rebilled = await billAgain(contextOf(dutch.partnerId), dutch)
    if (!rebilled.ok) return rebilled
    const delinquent = await payLate(contextOf(british.partnerId), british)
    if (!delinquent.ok) return delinquent
    const adjustment = await promiseCredit(contextOf(PLATFORM_ID), dutch)
    if (!adjustment.ok) return adjustment
    const { accounts: sums, faults } = await checkBooks(session, undefined)
    return accept({
      ...{ earlier, ...imported.value, rebilled: rebilled.value, delinquent: delinquent.value },
      exempt: { partner: dutch.name, from: formatDay(EXEMPT_FROM), until: formatDay((EXEMPT_UNTIL - 1) as Day) },
      adjustment: adjustment.value,
      accounts: sums.map(({ account, currency, debit, credit }) => [account, currency, text(debit - credit, currency)]),
      faults: faults.length,
    })
  })
}

/** A transfer on the due date for each invoice that was due before a day. */
async function payOnTime(context: UseCase, { partnerId, name }: Account, until: Day): Promise<Outcome<number>> {
  let count = 0
  for (const { number, currency, dueOn, open } of await openReceivables(context, partnerId)) {
    if (dueOn >= until) continue
    const allocations = [{ number, amount: open }]
    const payment = { method: 'bank-transfer', currency, amount: open, receivedOn: dueOn, payer: name } as const
    const paid = await recordPayment(context, partnerId, { ...payment, reference: number, allocations })
    if (!paid.ok) return paid
    count += 1
  }
  return accept(count)
}

/** A statement of the bank: exact, two invoices at once, a part of one, and money of somebody nobody knows. */
async function importStatement(
  provider: UseCase,
  { partnerId, name }: Account,
): Promise<Outcome<Pick<ClosedBooks, 'statement' | 'credits'>>> {
  const [first, second, third, fourth] = await openReceivables(provider, partnerId)
  if (fourth === undefined) throw new Error('the demo has too few open invoices')
  const on = dayOf(2019, 7, 30)
  const from = (amount: bigint, remittance: string): DemoCredit => ({ on, amount, payer: name, remittance })
  const credits: readonly DemoCredit[] = [
    from(first!.open, `Invoice ${first!.number}`),
    from(second!.open + third!.open, `${second!.number} and ${third!.number}, thank you`),
    from(fourth.open / 2n, `part of ${fourth.number}`),
    { on, amount: 25_000n, payer: 'Rowan Trading', remittance: 'deposit' },
  ]
  const statement = camtStatement(DEMO_PROVIDER.payment, first!.currency, credits)
  const bytes = Buffer.from(statement)
  const imported = await takeBankStatement(provider, { format: 'camt.053', bytes, account: '' })
  if (!imported.ok) return imported
  const { entryIds } = imported.value[0]!
  for (const entryId of entryIds) {
    const confirmed = await confirmIfExact(provider, entryId)
    if (!confirmed.ok) return confirmed
  }
  const shown: ClosedBooks['credits'][number][] = []
  for (const entry of await loadEntries(provider, entryIds)) {
    const what = await decide(provider, entry)
    if (!what.ok) return what
    const { payer, remittance } = entry
    shown.push({ payer, amount: text(entry.amount, entry.currency), remittance, what: what.value })
  }
  return accept({ statement, credits: shown })
}

/** What a clerk does with an entry: takes the best suggestion; what has none is left for later. */
async function decide(
  provider: UseCase,
  entry: Awaited<ReturnType<typeof loadEntries>>[number],
): Promise<Outcome<string>> {
  if (entry.state === 'confirmed') return accept('matched by itself')
  const [suggestion] = entry.suggestions
  if (suggestion === undefined) return accept('nobody knows whose it is: left open')
  const { partnerId, allocations, confidence } = suggestion
  const confirmed = await confirmEntry(provider, entry.bankEntryId, { partnerId, allocations })
  return confirmed.ok ? accept(`suggested (${confidence}), confirmed`) : confirmed
}

/** The last invoice lacks the purchase order of the partner: it is voided and billed again with it. */
async function billAgain(context: UseCase, account: Account): Promise<Outcome<ClosedBooks['rebilled']>> {
  const { billing } = DEMO_PARTNERS.find(({ mpnId }) => mpnId === account.mpnId)!
  const told = await changePartnerBilling(
    context,
    account,
    { ...billing, purchaseOrderNumber: PURCHASE_ORDER },
    undefined,
  )
  if (!told.ok) return told
  const { number } = (await openReceivables(context, account.partnerId)).at(-1)!
  const amended = await amendDocument(context, number, {
    action: 'rebill',
    reason: 'purchase-order-correction',
    note: PURCHASE_ORDER,
    credits: () => accept([]),
  })
  if (!amended.ok) return amended
  const [voidNote, replacement] = amended.value.amendments
  return accept({ number, voidNote: voidNote!.amendment.number, replacement: replacement!.amendment.number })
}

/** A partner has not paid what was due: it may buy nothing until it does. */
async function payLate(context: UseCase, account: Account): Promise<Outcome<ClosedBooks['delinquent']>> {
  const { partnerId, name: partner } = account
  await remindPartner(context, partnerId)
  const refused = await mayBuyWhileOwing(context, partnerId)
  if (refused.ok) throw new Error('the demo has nobody who pays late')
  const today = dayOfInstant(context.now)
  const { currency } = account
  let paid = 0n
  for (const { number, open, dueOn, currency: of } of await openReceivables(context, partnerId)) {
    if (dueOn > today || of !== currency) continue
    const allocations = [{ number, amount: open }]
    const received = { method: 'bank-transfer', amount: open, currency, receivedOn: today, payer: partner } as const
    const payment = await recordPayment(context, partnerId, { ...received, reference: number, allocations })
    if (!payment.ok) return payment
    paid += open
  }
  const maySell = (await mayBuyWhileOwing(context, partnerId)).ok
  return accept({ partner, refusal: refused.refusal.message, paid: text(paid, currency), maySell })
}

async function promiseCredit(provider: UseCase, { partnerId, currency }: Account): Promise<Outcome<string>> {
  const limited = await setAdjustmentLimit(provider, currency, 5_000n)
  if (!limited.ok) return limited
  const proposed = await proposeAdjustment(provider, partnerId, {
    ...{ currency, amount: -2_500n, reasonCode: 'goodwill', description: 'Goodwill for the delay of June' },
    ...{ internalNote: '', taxClass: 'standard', invoiceType: null, notBefore: undefined },
    ...{ customerId: null, subscriptionId: null, relatedDocument: null },
  })
  return proposed.ok ? accept(text(proposed.value.amount, currency)) : proposed
}

/** What is owed, in the order in which it was issued. */
async function openReceivables({ session }: UseCase, partnerId: string) {
  const receivables = await listReceivables(session, partnerId, 'open')
  return receivables.filter(({ open }) => open > 0n)
}

async function accountsOf(session: Session): Promise<readonly Account[]> {
  return listAccounts(session, NO_FILTER, PLATFORM_ID, DEMO_PARTNERS.length)
}

function text(amount: bigint, currency: Currency): string {
  return `${formatAmount(amount, currency)} ${currency}`
}

/** All of it or nothing: a demo that is half made is none. */
async function inOne<T>(database: Database, work: (session: Session) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  class Refused extends Error {}
  let refusal: Outcome<T> = refuse('no-demo')
  try {
    return await database.transaction(async (session) => {
      const outcome = await work(session)
      if (outcome.ok) return outcome
      refusal = outcome
      throw new Refused()
    })
  } catch (error) {
    if (error instanceof Refused) return refusal
    throw error
  }
}
