import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import type { Disorder } from '../app/usage/generate-usage.js'
import type { UsageFormat } from '../app/usage/usage-text.js'
import type { Day } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { acceptedOf, partCommand } from './as-provider.js'
import { partnerOption } from './money-options.js'
import { printJson } from './output.js'
import { dayOption, idOption, wholeOption } from './parse-options.js'
import { startProgress } from './progress.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

interface Generated extends SessionOptions, Disorder {
  readonly partner: string
  readonly subscription: readonly string[]
  readonly from: Day
  readonly to: Day
  readonly eventsPerDay: number
  readonly seed: number
  readonly format: UsageFormat
  readonly out?: string
  readonly json?: boolean
}

/** What can go wrong with events, and what the option for it says. */
const DISORDER: readonly (readonly [keyof Disorder, string])[] = [
  ['late', 'are reported up to ten days late'],
  ['duplicate', 'are reported twice'],
  ['negative', 'are followed by one that takes some of it back'],
  ['amended', 'are followed by an amendment'],
  ['cancelled', 'are followed by a cancellation'],
]

const collected = (text: string, before: readonly string[]) => [...before, idOption(text)]

/** `prorata usage generate`: made-up usage that looks like usage, for demos and benchmarks. */
export function generateCommand(): Command {
  const command = partnerOption(
    partCommand('generate', 'write made-up usage of metered subscriptions, the same for the same seed'),
  )
    .option('--subscription <id>', 'of this one only; may be given several times', collected, [])
    .requiredOption('--from <day>', 'first day', dayOption)
    .requiredOption('--to <day>', 'last day', dayOption)
    .option(
      '--events-per-day <n>',
      'on a working day, of all subscriptions together',
      wholeOption(1, 100_000_000),
      1_000,
    )
    .option('--seed <n>', 'another seed, another usage', wholeOption(0, 4_294_967_295), 1)
    .addOption(new Option('--format <format>', 'how events are written').choices(['ndjson', 'csv']).default('ndjson'))
    .option('--out <file>', 'where they go (default: standard output)')
  for (const [share, text] of DISORDER) {
    command.option(`--${share} <n>`, `so many of a thousand events ${text}`, wholeOption(0, 1_000), 0)
  }
  return command.action(generate)
}

async function generate(options: Generated): Promise<void> {
  const { partner: partnerId, subscription: subscriptionIds, from, to, eventsPerDay, seed, format, out } = options
  if (to < from) throw new CommandError('--to is before --from: swap them')
  if (options.json === true && out === undefined) throw new CommandError('--json goes with --out: events are printed')
  const { late, duplicate, negative, amended, cancelled } = options
  const wish = {
    ...{ partnerId, subscriptionIds, from, until: (to + 1) as Day, eventsPerDay, seed },
    disorder: { late, duplicate, negative, amended, cancelled },
  }
  const { planUsage } = await import('../app/usage/plan-usage.js')
  const plan = await withDatabase(options, async (session) => acceptedOf(await planUsage(session, wish)))
  const { generateUsage } = await import('../app/usage/generate-usage.js')
  const { usageText } = await import('../app/usage/usage-text.js')
  const { isAmendment } = await import('../app/usage/usage-event.js')
  const progress = await startProgress('generating', 'days', out === undefined)
  const days = plan.until - plan.from
  let count = 0
  function* counted() {
    for (const event of generateUsage(plan)) {
      count += 1
      if (count % 10_000 === 0 && !isAmendment(event)) progress.update(dayOfInstant(event.occurredAt) - from, days)
      yield event
    }
  }
  const text = Readable.from(usageText(counted(), format))
  if (out === undefined) return await pipeline(text, process.stdout, { end: false })
  const path = resolve(out)
  mkdirSync(dirname(path), { recursive: true })
  await pipeline(text, createWriteStream(path))
  progress.stop()
  const subscriptions = plan.subscriptions.length
  if (options.json === true) return printJson({ file: path, events: count, subscriptions })
  console.log(`${count} events of ${subscriptions} subscriptions are in ${path}.`)
}
