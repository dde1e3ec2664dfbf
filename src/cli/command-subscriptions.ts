import { Command, Option } from 'commander'
import type { SubscriptionWish } from '../app/change-subscription.js'
import { CYCLE_WORDS } from '../app/cycle-word.js'
import type { ShownStatus } from '../app/subscription-overview.js'
import type { Instant } from '../core/calendar/day.js'
import { acceptedOf, asProvider, partCommand, providerContext } from './as-provider.js'
import { nameOption, networkIdOption } from './identity-options.js'
import { printJson, table } from './output.js'
import { idOption, skuOption, wholeOption } from './parse-options.js'
import { changeFacts, changeText, factsOf, overviewFacts, overviewText } from './print-subscriptions.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

interface ListOptions extends SessionOptions {
  readonly partner?: string
  readonly customer?: string
  readonly order?: string
  readonly reseller?: string
  readonly status?: ShownStatus
  readonly limit: number
  readonly json?: boolean
}

interface ShowOptions extends SessionOptions {
  readonly json?: boolean
}

interface ChangeOptions extends SessionOptions {
  readonly quantity?: number
  readonly suspend?: boolean
  readonly reactivate?: boolean
  readonly cancel?: boolean
  readonly autoRenew?: 'on' | 'off'
  readonly name?: string
  readonly reseller?: string
  readonly billingCycle?: string
  readonly term?: string
  readonly nextOffer?: { readonly productId: string; readonly skuId: string }
  readonly nextQuantity?: number
  readonly nextBillingCycle?: string
  readonly nextTerm?: string
  readonly nextUnchanged?: boolean
  readonly preview?: boolean
  readonly json?: boolean
}

const STATUSES: readonly ShownStatus[] = ['active', 'suspended', 'pending', 'expired', 'cancelled', 'deprovisioned']
const LONGEST_FRIENDLY_NAME = 200
const MOST_LICENSES = 2_147_483_647
const CYCLES = CYCLE_WORDS.filter((word) => word !== 'unknown' && word !== 'none')

/** `prorata subscriptions list`, `prorata subscriptions show` and `prorata subscriptions change`. */
export function subscriptionsCommand(): Command {
  return new Command('subscriptions')
    .description('look at subscriptions, what they were charged, and change them')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(changeCommand())
}

function listCommand(): Command {
  return partCommand('list', 'list subscriptions as they are today, partner by partner')
    .option('--partner <id>', 'of this partner only', idOption)
    .option('--customer <id>', 'of this customer only', idOption)
    .option('--order <id>', 'of this order only')
    .option('--reseller <network id>', 'sold through this reseller only', networkIdOption)
    .addOption(new Option('--status <status>', 'in this state only').choices(STATUSES))
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 50)
    .action((options: ListOptions) => runList(options))
}

function showCommand(): Command {
  return partCommand('show', 'show a subscription, what happened to it, what that charged and why, and what comes next')
    .argument('<subscription>', 'its id', idOption)
    .action((id: string, options: ShowOptions) => runShow(id, options))
}

function changeCommand(): Command {
  const licenses = wholeOption(1, MOST_LICENSES)
  return partCommand('change', 'change a subscription, or show with --preview exactly what that would charge')
    .argument('<subscription>', 'its id', idOption)
    .option('--quantity <n>', 'have so many licenses', licenses)
    .addOption(new Option('--suspend', 'suspend it with its add-ons').conflicts(['reactivate', 'cancel']))
    .addOption(new Option('--reactivate', 'reactivate it').conflicts('cancel'))
    .option('--cancel', 'cancel it, at once or at the end of its term, as its windows say')
    .addOption(new Option('--auto-renew <on|off>', 'whether it renews').choices(['on', 'off']))
    .option('--name <text>', 'what people call it', (text) => nameOption(text, LONGEST_FRIENDLY_NAME))
    .option('--reseller <network id>', 'the reseller on record', networkIdOption)
    .addOption(new Option('--billing-cycle <cycle>', 'how it is billed').choices(CYCLES))
    .option('--term <length>', 'how long its terms are, such as P1Y')
    .option('--next-offer <product:sku>', 'what it becomes with its renewal', skuOption)
    .option('--next-quantity <n>', 'licenses from its renewal on', licenses)
    .addOption(new Option('--next-billing-cycle <cycle>', 'how it is billed from its renewal on').choices(CYCLES))
    .option('--next-term <length>', 'length of its terms from its renewal on')
    .addOption(
      new Option('--next-unchanged', 'take back what was scheduled for its renewal').conflicts([
        ...(['nextOffer', 'nextQuantity', 'nextBillingCycle', 'nextTerm'] as const),
      ]),
    )
    .option('--preview', 'show what it would charge and leave behind; nothing is written')
    .action((id: string, options: ChangeOptions) => runChange(id, options))
    .addHelpText(
      'after',
      `
Examples:
  $ prorata subscriptions change 0160f000-5e00-7000-8000-000000000003 --quantity 12 --preview
  $ prorata subscriptions change 0160f000-5e00-7000-8000-000000000003 --next-quantity 8 --next-term P1Y`,
    )
}

async function runList(options: ListOptions): Promise<void> {
  const { listAllSubscriptions } = await import('../app/subscription-overview.js')
  const { partner: partnerId, customer: customerId, order: orderId, reseller, status, limit, json } = options
  const filter = { partnerId, customerId, orderId, partnerOnRecord: reseller, status, limit }
  const { subscriptions, more } = await withDatabase(options, (database) =>
    listAllSubscriptions(database, filter, Date.now() as Instant),
  )
  const facts = subscriptions.map(factsOf)
  if (json === true) {
    printJson({ subscriptions: facts, more })
    return
  }
  if (facts.length === 0) {
    console.log('There are no such subscriptions.')
    return
  }
  const rows = facts.map((one) => [
    one.subscriptionId,
    one.offer,
    String(one.quantity),
    one.status,
    `${one.term} ${one.billingCycle}`,
    one.termEnd ?? '',
    one.customerId,
  ])
  console.log(table(['Subscription', 'Offer', 'Licenses', 'State', 'Term', 'Until', 'Customer'], rows, [2]))
  if (more) console.log('There are more; show them with --limit, or narrow with --partner, --customer and --status.')
}

async function runShow(subscriptionId: string, options: ShowOptions): Promise<void> {
  const { readSubscriptionOverview } = await import('../app/operate-subscription.js')
  const overview = await withDatabase(options, async (database) =>
    acceptedOf(await readSubscriptionOverview(providerContext(database), subscriptionId)),
  )
  if (options.json === true) printJson(overviewFacts(overview))
  else console.log(overviewText(overview))
}

async function runChange(subscriptionId: string, options: ChangeOptions): Promise<void> {
  const wish = wishOf(options)
  if (Object.values(wish).every((value) => value === undefined)) {
    throw new CommandError('say what to change, such as --quantity 12 (see prorata subscriptions change --help)')
  }
  const { operateSubscription, previewOperation } = await import('../app/operate-subscription.js')
  const isPreview = options.preview === true
  const work = isPreview ? previewOperation : operateSubscription
  const change = await asProvider(options, (context) => work(context, subscriptionId, wish))
  if (options.json === true) printJson({ preview: isPreview, ...changeFacts(change) })
  else console.log(changeText(change, isPreview))
}

/** What the options ask for. */
function wishOf(options: ChangeOptions): SubscriptionWish {
  const { quantity, name, reseller, billingCycle, term, autoRenew, nextUnchanged } = options
  const { nextOffer, nextQuantity, nextBillingCycle, nextTerm } = options
  const status = options.suspend ? 'suspended' : options.reactivate ? 'active' : options.cancel ? 'deleted' : undefined
  const asked = [nextOffer, nextQuantity, nextBillingCycle, nextTerm].some((value) => value !== undefined)
  const next = { ...nextOffer, quantity: nextQuantity, billingCycle: nextBillingCycle, term: nextTerm }
  return {
    friendlyName: name,
    quantity,
    status,
    autoRenew: autoRenew === undefined ? undefined : autoRenew === 'on',
    billingCycle,
    term,
    partnerOnRecord: reseller,
    nextTerm: nextUnchanged === true ? null : asked ? next : undefined,
  }
}
