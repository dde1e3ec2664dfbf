import { Command, Option } from 'commander'
import type { CreditRequest, CreditRequestState, CreditReview } from '../app/credit-requests.js'
import { formatDay } from '../core/calendar/day.js'
import { CREDIT_REQUEST_STATES, CREDIT_REQUEST_TYPES } from '../core/invoicing/credit-request.js'
import { accept } from '../core/refusal.js'
import { acceptedOf, asProvider, partCommand } from './as-provider.js'
import { nameOption } from './identity-options.js'
import { type AmountText, amountOf, amountOption, partnerOption } from './money-options.js'
import { printable, printJson, table } from './output.js'
import { idOption, wholeOption } from './parse-options.js'
import { type SessionOptions, withDatabase } from './session.js'

const HELP = `
Partners file requests over the API. An approval proposes an adjustment, or names the credit note that was issued.

Examples:
  $ prorata credit-requests list --state submitted
  $ prorata credit-requests show REQUEST --partner ID
  $ prorata credit-requests review REQUEST --partner ID --state more-information --note 'Who ordered it?'
  $ prorata credit-requests review REQUEST --partner ID --state approved --amount 40.00`

/** `prorata credit-requests`: what partners want to be credited. */
export function creditRequestsCommand(): Command {
  const command = new Command('credit-requests')
    .description('list, show and review what partners ask to be credited')
    .addHelpText('after', HELP)
  for (const part of [listCommand(), showCommand(), reviewCommand()]) command.addCommand(part)
  return command
}

interface Shared extends SessionOptions {
  readonly json?: boolean
}

interface OfPartner extends Shared {
  readonly partner: string
}

interface Listed extends Shared {
  readonly partner?: string
  readonly state?: CreditRequestState
  readonly limit: number
}

function listCommand(): Command {
  return partCommand('list', 'list requests, newest first')
    .option('--partner <id>', 'of this partner only', idOption)
    .addOption(new Option('--state <state>', 'in this state only').choices(CREDIT_REQUEST_STATES))
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .action(async (options: Listed) => {
      const { showCreditRequests } = await import('../app/credit-requests.js')
      const { partner: partnerId, state, limit } = options
      const states = state === undefined ? undefined : [state]
      const { requests, totalCount } = await withDatabase(options, (session) =>
        showCreditRequests({ session }, { partnerId, states, limit }),
      )
      const more = totalCount > requests.length
      if (options.json === true) return printJson({ creditRequests: requests.map(facts), more })
      if (requests.length === 0) return console.log('There are no such requests.')
      const rows = requests.map((one) => [
        ...[one.creditRequestId, one.partnerId, one.type, one.state, formatDay(one.claimUntil), one.creditedOn ?? ''],
      ])
      console.log(table(['Request', 'Partner', 'Type', 'State', 'Until', 'Credited on'], rows))
      if (more) console.log('There are more; show them with --limit.')
    })
}

function showCommand(): Command {
  return partnerOption(partCommand('show', 'show a request with its evidence'))
    .argument('<request>', 'its id', idOption)
    .action(async (creditRequestId: string, options: OfPartner) => {
      const { loadCreditRequest } = await import('../app/credit-requests.js')
      const { partner: partnerId } = options
      const request = await withDatabase(options, async (session) =>
        acceptedOf(await loadCreditRequest({ session }, { partnerId, creditRequestId })),
      )
      print(request, options)
    })
}

interface Reviewed extends OfPartner {
  readonly state: CreditReview['state']
  readonly note: string
  readonly amount?: AmountText
  readonly creditNote?: string
}

const DECISIONS = [
  'in-review',
  'more-information',
  'approved',
  'declined',
] as const satisfies readonly CreditReview['state'][]

function reviewCommand(): Command {
  return partnerOption(partCommand('review', 'decide about a request'))
    .argument('<request>', 'its id', idOption)
    .addOption(new Option('--state <state>', 'what becomes of it').choices(DECISIONS).makeOptionMandatory())
    .option('--note <text>', 'what the partner is told', (text) => nameOption(text, 1_000), '')
    .option('--amount <amount>', 'with approved: what is credited before tax', amountOption)
    .option('--credit-note <number>', 'with approved: what credits it instead', (text) =>
      nameOption(text, 40).toUpperCase(),
    )
    .action(async (creditRequestId: string, options: Reviewed) => {
      const { partner: partnerId, state, note, amount: text, creditNote } = options
      const amount: CreditReview['amount'] =
        text === undefined ? undefined : (currency) => accept(amountOf(text, currency))
      const request = await asProvider(options, async (context) => {
        const { reviewCreditRequest } = await import('../app/credit-requests.js')
        return reviewCreditRequest(context, { partnerId, creditRequestId }, { state, note, amount, creditNote })
      })
      print(request, options)
    })
}

function facts({ submittedAt: _, decidedAt: __, claimUntil, ...request }: CreditRequest) {
  return { ...request, claimUntil: formatDay(claimUntil) }
}

function print(request: CreditRequest, { json }: Shared): void {
  if (json === true) {
    printJson({ creditRequest: facts(request) })
    return
  }
  const { what } = CREDIT_REQUEST_TYPES[request.type]
  const rows: readonly (readonly [string, string])[] = [
    ['Type', what],
    ['State', request.state],
    ['Service request', request.serviceRequestId],
    ['Customer', `${request.customerName} (${request.customerId})`],
    ['Subscription', `${request.subscriptionName} (${request.subscriptionId})`.trim()],
    ['Duplicate', request.duplicateSubscriptionId ?? ''],
    ['Incident', request.incidentId],
    ...Object.entries(request.evidence).map(([name, value]) => [name, String(value)] as const),
    ['Could be filed until', formatDay(request.claimUntil)],
    ['Note', request.note],
    ['Adjustment', request.adjustmentId ?? ''],
    ['Credited on', request.creditedOn ?? ''],
  ]
  console.log(`Credit request ${request.creditRequestId}`)
  for (const [name, value] of rows) if (value !== '') console.log(`  ${name}: ${printable(value)}`)
}
