import type { Outcome } from '../../core/refusal.js'
import { copyOf, readEventOf, readUsageLine, type UsageEventWish, type UsageResource } from './usage-event.js'

/** What each event says anew, in the order in which nearly everyone writes it, without blanks; then the rest. */
const PLAIN = /^\{"id":"(TEXT)","subscriptionId":"(TEXT)","meterId":"(TEXT)","quantity":"(TEXT)","time":"(TEXT)"(.*)$/
/** A text as it is: nothing in it has another meaning in JSON. */
const PLAIN_LINE = new RegExp(PLAIN.source.replaceAll('TEXT', '[^"\\\\\\x00-\\x1f]+'))
const OWN_NAMES = ['id', 'subscriptionId', 'meterId', 'quantity', 'time'] as const
const MOST_RESTS = 20_000

/**
 * Makes a reader of lines of NDJSON, which gives the same as `readUsageLine` in half of the time: what lines say of the
 * resource is the same again and again, and is read once.
 */
export function plainLineReader(): (line: string) => Outcome<UsageEventWish> {
  const resources = new Map<string, UsageResource | null>()
  return (line) => {
    const found = PLAIN_LINE.exec(line)
    if (found === null) return readUsageLine(line)
    const [, id, subscriptionId, meterId, quantity, time, rest] = found
    const known = resources.get(rest!)
    if (known !== undefined) return readEventOf({ id, subscriptionId, meterId, quantity, time }, known)
    const event = readUsageLine(line)
    if (event.ok && 'resource' in event.value && resources.size < MOST_RESTS && saysNothingAnew(rest!)) {
      resources.set(copyOf(rest!), event.value.resource)
    }
    return event
  }
}

/** Whether the rest of a line has none of the names that come before it: the last one of the same name would count. */
function saysNothingAnew(rest: string): boolean {
  const raw = JSON.parse(`{"":0${rest}`)
  return OWN_NAMES.every((name) => !Object.hasOwn(raw, name))
}
