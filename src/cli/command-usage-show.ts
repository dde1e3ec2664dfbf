import type { Command } from 'commander'
import type { ShownUsageEvent } from '../app/usage/show-usage-event.js'
import { formatInstant } from '../core/calendar/instant.js'
import { acceptedOf, partCommand } from './as-provider.js'
import { partnerOption } from './money-options.js'
import { printable, printJson, table } from './output.js'
import { type SessionOptions, withDatabase } from './session.js'

interface Options extends SessionOptions {
  readonly partner: string
  readonly json?: boolean
}

/** `prorata usage show`: one event with what changed it. */
export function showUsageCommand(): Command {
  return partnerOption(partCommand('show', 'show a usage event with its amendments'))
    .argument('<event>', 'the id it was reported under')
    .action(async (eventId: string, options: Options) => {
      const { showUsageEvent } = await import('../app/usage/show-usage-event.js')
      const shown = await withDatabase(options, async (database) =>
        acceptedOf(await showUsageEvent({ session: database }, options.partner, eventId)),
      )
      if (options.json === true) printJson(documentOf(shown))
      else printEvent(shown)
    })
}

function documentOf({ event, amendments }: ShownUsageEvent) {
  const { key: _, occurredAt, receivedAt, ...rest } = event
  return {
    ...{ ...rest, occurredAt: formatInstant(occurredAt), receivedAt: formatInstant(receivedAt) },
    amendments: amendments.map((one) => ({ ...one, receivedAt: formatInstant(one.receivedAt) })),
  }
}

function printEvent({ event, amendments }: ShownUsageEvent): void {
  const rows: readonly (readonly [string, string])[] = [
    ['Event', event.id],
    ['Subscription', event.subscriptionId],
    ['Meter', event.meterId],
    ['Time', formatInstant(event.occurredAt)],
    ['Quantity', event.amends === null ? event.quantity : `${event.quantity} (changes ${event.amends})`],
    ...(event.amends === null ? [['Effective', event.effectiveQuantity] as const] : []),
    ['Resource', event.resourceUri],
    ['Entitlement', [event.entitlementName, event.entitlementId].filter((text) => text !== '').join(' ')],
    ['Received', `${formatInstant(event.receivedAt)} by ${event.actor}, batch ${event.batchNumber} (${event.source})`],
    ['Rolled up', event.rolledUp ? 'yes' : 'not yet'],
  ]
  for (const [name, text] of rows) if (text !== '') console.log(`${name.padEnd(13)} ${printable(text)}`)
  if (amendments.length === 0) return
  const cells = amendments.map(({ id, difference, quantity, receivedAt, actor }) => [
    ...[id, difference, quantity, formatInstant(receivedAt), actor],
  ])
  console.log(`\n${table(['Amendment', 'Difference', 'Quantity', 'Received', 'By'], cells, [1, 2])}`)
}
