import { accept, type Outcome, refuse } from '../core/refusal.js'

/** Operators of the contract's filters that compare a field with a value. */
export type FilterOperator =
  | 'equals'
  | 'not_equals'
  | 'greater_than'
  | 'greater_than_or_equals'
  | 'less_than'
  | 'less_than_or_equals'
  | 'substring'
  | 'starts_with'
  | 'not_starts_with'

/** Which fields a list can be filtered by, and how. */
export type FilterFields<Field extends string> = Readonly<Record<Field, readonly FilterOperator[]>>

export interface FilterCondition<Field extends string> {
  readonly field: Field
  readonly operator: FilterOperator
  readonly value: string
}

const MOST_CONDITIONS = 8
const LONGEST_VALUE = 400

/**
 * Reads the contract's filter: JSON of one condition `{Field, Value, Operator}`, or of two parts joined by `and`, which may
 * be nested. Names, fields and operators come in any casing. All conditions must hold.
 */
export function readFilter<Field extends string>(
  text: string | undefined,
  fields: FilterFields<Field>,
): Outcome<readonly FilterCondition<Field>[]> {
  if (text === undefined) return accept([])
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return unsupported('it is no JSON')
  }
  const conditions: FilterCondition<Field>[] = []
  const parts = [parsed]
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const entries = entriesOf(part)
    if (entries === undefined) return unsupported('each part must be an object')
    if (entries.has('leftfilter') || entries.has('rightfilter')) {
      if (squeezed(entries.get('operator')) !== 'and') return unsupported('its parts can only be joined by and')
      parts.push(entries.get('leftfilter') ?? null, entries.get('rightfilter') ?? null)
    } else {
      const condition = readCondition(entries, fields)
      if (!condition.ok) return condition
      conditions.push(condition.value)
    }
    if (conditions.length + parts.length > MOST_CONDITIONS) return unsupported(`it has over ${MOST_CONDITIONS} parts`)
  }
  return accept(conditions)
}

/** The value of the only condition on a field; `undefined` where there is none. */
export function filterValue<Field extends string>(
  conditions: readonly FilterCondition<Field>[],
  field: Field,
): string | undefined {
  return conditions.find((condition) => condition.field === field)?.value
}

function readCondition<Field extends string>(
  entries: ReadonlyMap<string, unknown>,
  fields: FilterFields<Field>,
): Outcome<FilterCondition<Field>> {
  const known = Object.keys(fields) as Field[]
  const name = squeezed(entries.get('field'))
  const field = known.find((one) => squeezed(one) === name)
  if (field === undefined) return unsupported(`its field must be ${known.join(' or ')}`)
  const wanted = squeezed(entries.get('operator'))
  const operator = fields[field].find((one) => squeezed(one) === wanted)
  if (operator === undefined) return unsupported(`${field} can only be asked for with ${fields[field].join(' or ')}`)
  const value = entries.get('value')
  if (typeof value !== 'string' || value.length > LONGEST_VALUE || /\p{Cc}/u.test(value)) {
    return unsupported(`its value must be a text of at most ${LONGEST_VALUE} characters`)
  }
  return accept({ field, operator, value })
}

/** An object's entries by name in lower case. */
function entriesOf(part: unknown): ReadonlyMap<string, unknown> | undefined {
  if (part === null || typeof part !== 'object' || Array.isArray(part)) return undefined
  return new Map(Object.entries(part).map(([name, value]) => [name.toLowerCase(), value]))
}

function squeezed(word: unknown): string {
  return typeof word === 'string' ? word.toLowerCase().replaceAll('_', '') : ''
}

function unsupported(problem: string) {
  return refuse('filter-unsupported', { problem })
}
