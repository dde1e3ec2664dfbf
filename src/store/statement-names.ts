/** Statements that are written with ever different texts must not fill the sessions with plans. */
const MOST_NAMES = 1_000
/** A text gets its name when it comes for this time: what comes once would only cost the server memory. */
const NAMED_FROM = 3

const counts = new Map<string, number>()
const names = new Map<string, string>()

/**
 * The name under which a session keeps a statement prepared, so that it is parsed and planned once and not for every
 * request; `undefined` for a text that did not come often enough yet, and when a thousand have names.
 */
export function statementName(text: string): string | undefined {
  const name = names.get(text)
  if (name !== undefined || names.size >= MOST_NAMES) return name
  const count = (counts.get(text) ?? 0) + 1
  if (count < NAMED_FROM) {
    if (counts.size >= MOST_NAMES) counts.clear()
    counts.set(text, count)
    return undefined
  }
  counts.delete(text)
  const given = `s${names.size + 1}`
  names.set(text, given)
  return given
}
