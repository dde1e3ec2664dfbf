/** A scenario as it is being written: whatever JSON holds. */
export type Draft = Readonly<Record<string, unknown>>

/** Where a value stands in it: names, and numbers in lists. */
export type Place = readonly (string | number)[]

export function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The document of a text; `undefined` where it is none. */
export function draftOf(text: string): Draft | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isDraft(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function valueAt(draft: unknown, place: Place): unknown {
  return place.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    draft,
  )
}

/** The document with another value at a place; `undefined` takes it away. */
export function withValue(draft: unknown, place: Place, value: unknown): unknown {
  const [name, ...rest] = place
  if (name === undefined) return value
  if (typeof name === 'number') {
    const list: readonly unknown[] = Array.isArray(draft) ? draft : []
    return list.map((entry, index) => (index === name ? withValue(entry, rest, value) : entry))
  }
  const { [name]: before, ...others } = isDraft(draft) ? draft : {}
  const changed = withValue(before, rest, value)
  if (changed === undefined) return others
  // What was there keeps its place among the others.
  return isDraft(draft) && name in draft ? { ...draft, [name]: changed } : { ...others, [name]: changed }
}

/** A place as problems name it: `events[1].quantity`. */
export function pathOfPlace(place: Place): string {
  return place.reduce<string>(
    (path, name) => (typeof name === 'number' ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`),
    '',
  )
}

export function textOf(draft: unknown): string {
  return `${JSON.stringify(draft, null, 2)}\n`
}
