import { Command } from 'commander'
import type { EarnedCreditGap } from '../app/usage/earned-credit-gaps.js'
import { type Day, formatDay, type Instant } from '../core/calendar/day.js'
import { formatInstant } from '../core/calendar/instant.js'
import { acceptedOf, asProvider, partCommand } from './as-provider.js'
import { nameOption } from './identity-options.js'
import { partnerOption } from './money-options.js'
import { printJson, table } from './output.js'
import { dayOption, idOption } from './parse-options.js'
import { startProgress } from './progress.js'
import { newId, type SessionOptions, withDatabase } from './session.js'

interface Shared extends SessionOptions {
  readonly json?: boolean
}

const MOST_REFUSED = 500
const MOST_GAPS = 500

/** Parts of `prorata usage` about what usage costs. */
export function ratingCommands(): Command[] {
  return [rateCommand(), refusedCommand(), gapsCommand()]
}

function rateCommand(): Command {
  return partCommand('rate', 'add up the events that wait, and rate what they changed')
    .option('--partner <id>', 'of this partner only', idOption)
    .option('--all', 'also what has not changed since it was last rated')
    .action(async (options: Shared & { readonly partner?: string; readonly all?: boolean }) => {
      const { rateUsageNow } = await import('../app/usage/rating-rounds.js')
      const progress = await startProgress('Rating', 'partners', options.json === true)
      const wish = { partnerId: options.partner, everything: options.all === true }
      const summary = await withDatabase(options, async (database) => {
        const context = { database, clock: () => Date.now() as Instant, newId }
        return acceptedOf(await rateUsageNow(context, wish, ({ partners }) => progress.update(partners, partners)))
      }).finally(() => progress.stop())
      const { partners, events, units: meters, lines, refused } = summary
      if (options.json === true) return printJson({ partners, events: Number(events), meters, lines, refused })
      console.log(
        `${events} events of ${partners} partners were added up; ${meters} meters were rated: ${lines} lines.`,
      )
      if (refused > 0) console.log(`${refused} meters cannot be rated; see why with: prorata usage refused`)
    })
}

function refusedCommand(): Command {
  return partCommand('refused', 'list usage that cannot be rated, and why')
    .option('--partner <id>', 'of this partner only', idOption)
    .action(async (options: Shared & { readonly partner?: string }) => {
      const { listRefusedUsage } = await import('../app/usage/refused-usage.js')
      const wish = { partnerId: options.partner, limit: MOST_REFUSED }
      const found = await withDatabase(options, async (database) =>
        acceptedOf(await listRefusedUsage({ session: database }, wish)),
      )
      if (options.json === true) {
        return printJson({ refused: found.map(({ since, ...one }) => ({ ...one, since: formatInstant(since) })) })
      }
      if (found.length === 0) return console.log('All usage can be rated.')
      const cells = found.map((one) => [one.partnerId, one.subscriptionId, formatInstant(one.since), one.message])
      console.log(table(['Partner', 'Subscription', 'Since', 'Why'], cells))
    })
}

function gapsCommand(): Command {
  const command = new Command('gaps').description('keep the days on which a partner had no access and earns no credit')
  for (const part of [listGapsCommand(), addGapCommand(), endGapCommand()]) command.addCommand(part)
  return command
}

function listGapsCommand(): Command {
  return partnerOption(partCommand('list', 'list days without access')).action(
    async (options: Shared & { readonly partner: string }) => {
      const { showGaps } = await import('../app/usage/earned-credit-gaps.js')
      const page = { offset: 0, limit: MOST_GAPS }
      const { gaps } = await withDatabase(options, async (database) =>
        acceptedOf(await showGaps({ session: database }, options.partner, page)),
      )
      const shown = gaps.map(shownGap)
      if (options.json === true) return printJson({ gaps: shown })
      if (shown.length === 0) return console.log('There are no days without access.')
      const cells = shown.map((gap) => [
        ...[gap.id, gap.subscription, gap.entitlement ?? 'all', gap.startsOn, gap.endsOn ?? '', gap.reason],
      ])
      console.log(table(['Id', 'Subscription', 'Entitlement', 'From', 'Until', 'Reason'], cells))
    },
  )
}

interface Adding extends Shared {
  readonly partner: string
  readonly entitlement?: string
  readonly from: Day
  readonly until?: Day
  readonly reason: string
}

function addGapCommand(): Command {
  return partnerOption(partCommand('add', 'note days without access'))
    .argument('<subscription>', 'its id', idOption)
    .requiredOption('--from <day>', 'first day without access', dayOption)
    .option('--until <day>', 'first day with access again', dayOption)
    .option('--entitlement <id>', 'of this entitlement only', (text) => nameOption(text, 100))
    .requiredOption('--reason <text>', 'why', (text) => nameOption(text, 200))
    .action(async (subscriptionId: string, options: Adding) => {
      const { noteGap } = await import('../app/usage/earned-credit-gaps.js')
      const { entitlement: entitlementId = null, from: startsOn, until: endsOn = null, reason } = options
      const wish = { subscriptionId, entitlementId, startsOn, endsOn, reason }
      printGap(await asProvider(options, (context) => noteGap(context, options.partner, wish)), options)
    })
}

function endGapCommand(): Command {
  return partnerOption(partCommand('end', 'say when access came back'))
    .argument('<gap>', 'its id', idOption)
    .requiredOption('--until <day>', 'first day with access again', dayOption)
    .action(async (gapId: string, options: Shared & { readonly partner: string; readonly until: Day }) => {
      const { endGap } = await import('../app/usage/earned-credit-gaps.js')
      printGap(await asProvider(options, (context) => endGap(context, options.partner, gapId, options.until)), options)
    })
}

function printGap(gap: EarnedCreditGap, { json }: Shared): void {
  const shown = shownGap(gap)
  const until = shown.endsOn === null ? '' : ` until ${shown.endsOn}`
  if (json === true) printJson({ gap: shown })
  else console.log(`No credit is earned from ${shown.startsOn}${until}; the id is ${shown.id}.`)
}

function shownGap({ gapId: id, subscriptionId: subscription, entitlementId: entitlement, ...gap }: EarnedCreditGap) {
  const { startsOn, endsOn, reason } = gap
  return {
    ...{ id, subscription, entitlement, reason },
    ...{ startsOn: formatDay(startsOn), endsOn: endsOn === null ? null : formatDay(endsOn) },
  }
}
