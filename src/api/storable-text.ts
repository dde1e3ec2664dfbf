/** NUL, which PostgreSQL takes in no text, and halves of surrogate pairs, which it takes in no JSON. */
const UNSTORABLE = /\0|\p{Cs}/u

/** A part of a value, and how it is reached: a list of names linked backward, so that depth costs nothing. */
interface Part {
  readonly value: unknown
  readonly name: string
  readonly parent: Part | undefined
}

/** Where a value read from a request holds text that cannot be stored, as a path; `undefined` where it does not. */
export function unstorableText(value: unknown): readonly string[] | undefined {
  // A list of what is left instead of recursion: bodies may be nested deeper than the stack is.
  const left: Part[] = [{ value, name: '', parent: undefined }]
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    const { value: inner } = part
    if (typeof inner === 'string' && UNSTORABLE.test(inner)) return pathTo(part)
    if (inner === null || typeof inner !== 'object' || inner instanceof Uint8Array) continue
    for (const [name, item] of Object.entries(inner)) {
      if (UNSTORABLE.test(name)) return pathTo(part)
      left.push({ value: item, name, parent: part })
    }
  }
  return undefined
}

function pathTo(part: Part): string[] {
  const names: string[] = []
  for (let at = part; at.parent !== undefined; at = at.parent) names.push(at.name)
  return names.reverse()
}
