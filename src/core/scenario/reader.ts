/** What is wrong with a document, and where: `events[1].quantity: must be a whole number from 1`. */
export interface Problem {
  readonly path: string
  readonly message: string
}

/** Most problems reported for one document. */
const MAXIMUM_PROBLEMS = 20

type Fields = Readonly<Record<string, unknown>>

/** Reads one object of an untrusted document, collecting problems instead of stopping at the first. */
export interface ObjectReader {
  readonly path: string
  has(name: string): boolean
  /** A value read by `parse`, which gives `undefined` for what it cannot read; `expected` completes "must be ...". */
  required<T>(name: string, expected: string, parse: (value: unknown) => T | undefined): T | undefined
  optional<T>(name: string, expected: string, parse: (value: unknown) => T | undefined): T | undefined
  object(name: string): ObjectReader | undefined
  list(name: string, maximum: number): ObjectReader[]
  problem(name: string, message: string): void
  /** Names that nothing asked for: likely slips of the pen. */
  unused(): string[]
}

/** A reader of `value`, or `undefined` (with a problem) where it is no object. */
export function readObject(value: unknown, path: string, problems: Problem[]): ObjectReader | undefined {
  const report = (at: string, message: string) => {
    if (problems.length < MAXIMUM_PROBLEMS) problems.push({ path: at, message })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(path, 'must be an object')
    return undefined
  }
  const fields = value as Fields
  const asked = new Set<string>()
  const place = (name: string) => (path === '' ? name : `${path}.${name}`)
  const get = (name: string): unknown => {
    asked.add(name)
    return Object.hasOwn(fields, name) ? fields[name] : undefined
  }
  const read = <T>(name: string, expected: string, parse: (found: unknown) => T | undefined, must: boolean) => {
    const found = get(name)
    if (found === undefined || found === null) {
      if (must) report(place(name), `is missing; it must be ${expected}`)
      return undefined
    }
    const parsed = parse(found)
    if (parsed === undefined) report(place(name), `must be ${expected}, not ${shown(found)}`)
    return parsed
  }
  return {
    path,
    has: (name) => get(name) !== undefined && get(name) !== null,
    required: (name, expected, parse) => read(name, expected, parse, true),
    optional: (name, expected, parse) => read(name, expected, parse, false),
    object: (name) => readObject(get(name), place(name), problems),
    list: (name, maximum) => {
      const found = get(name)
      if (!Array.isArray(found) || found.length > maximum) {
        report(place(name), `must be a list of at most ${maximum} entries`)
        return []
      }
      return found
        .map((entry, index) => readObject(entry, `${place(name)}[${index}]`, problems))
        .filter((reader) => reader !== undefined)
    },
    problem: (name, message) => report(place(name), message),
    unused: () =>
      Object.keys(fields)
        .filter((name) => !asked.has(name))
        .map(place),
  }
}

/** A text of at most `maximum` characters, not blank. */
export function text(maximum: number): (value: unknown) => string | undefined {
  return (value) => (typeof value === 'string' && value.trim() !== '' && value.length <= maximum ? value : undefined)
}

export function truth(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

/** A whole number in a range, both ends included. */
export function whole(minimum: number, maximum: number): (value: unknown) => number | undefined {
  return (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum && value <= maximum ? value : undefined
}

/** A value a text parser reads. */
export function parsed<T>(parse: (value: string) => T | undefined): (value: unknown) => T | undefined {
  return (value) => (typeof value === 'string' ? parse(value) : undefined)
}

/** A value as a message shows it: never the inside of a list or an object, which may be deep or long. */
function shown(value: unknown): string {
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object'
  const json = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value)
  return json.length > 60 ? `${json.slice(0, 57)}...` : json
}
