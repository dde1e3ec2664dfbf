/** A field that differs between two values of a record. */
export interface FieldChange {
  /** Where it stands, such as `billingProfile.email`. */
  readonly field: string
  readonly before: string
  readonly after: string
}

/** What differs between the old and the new value of a record, both JSON; an empty list where neither can be read. */
export function changesOf(before: string | undefined, after: string | undefined): readonly FieldChange[] {
  const [old, young] = [flat(parsed(before)), flat(parsed(after))]
  const fields = [...new Set([...old.keys(), ...young.keys()])]
  return fields
    .map((field) => ({ field, before: old.get(field) ?? '', after: young.get(field) ?? '' }))
    .filter((change) => change.before !== change.after)
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The leaves of a value by where they stand. */
function flat(value: unknown, path: readonly string[] = []): ReadonlyMap<string, string> {
  if (value === undefined || value === null) return new Map()
  if (typeof value !== 'object') return new Map([[path.join('.'), String(value)]])
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...flat(inner, [...path, key])]))
}
