import type { z } from 'zod'

/**
 * Gives an object of a request the names its schema has, whatever their casing: clients write `Quantity`, `quantity` and
 * sometimes both. Where a name comes twice, the one spelled like the schema wins, unless it is null. Names the schema does not know are
 * dropped, as are those of free maps kept.
 */
export function readNames(schema: z.ZodType, value: unknown): unknown {
  return rename(schema as unknown as Schema, value, 0)
}

/** As much of a zod schema as names depend on. */
interface Schema {
  readonly def: {
    readonly type: string
    readonly shape?: Readonly<Record<string, Schema>>
    readonly element?: Schema
    readonly innerType?: Schema
    readonly options?: readonly Schema[]
    readonly in?: Schema
    readonly out?: Schema
    readonly valueType?: Schema
    readonly getter?: () => Schema
  }
}

/** Deeper than any schema of ours, so that a body nested thousands of times costs nothing. */
const DEEPEST = 32

function rename(schema: Schema | undefined, value: unknown, depth: number): unknown {
  if (schema === undefined || value === null || typeof value !== 'object' || depth > DEEPEST) return value
  const { def } = schema
  switch (def.type) {
    case 'object':
      return Array.isArray(value) ? value : renameObject(def.shape ?? {}, value, depth)
    case 'array':
      return Array.isArray(value) ? value.map((item) => rename(def.element, item, depth + 1)) : value
    case 'pipe':
      return rename(def.in?.def.type === 'transform' ? def.out : def.in, value, depth)
    case 'record':
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, rename(def.valueType, item, depth + 1)]),
      )
    case 'union':
      return renameUnion(def.options ?? [], value, depth)
    case 'lazy':
      return rename(def.getter?.(), value, depth)
    default:
      return rename(def.innerType, value, depth)
  }
}

/** Of several shapes the first that has names for such a value. */
function renameUnion(options: readonly Schema[], value: object, depth: number): unknown {
  for (const option of options) {
    const renamed = rename(option, value, depth)
    if (renamed !== value) return renamed
  }
  return value
}

function renameObject(shape: Readonly<Record<string, Schema>>, value: object, depth: number): object {
  const names = namesOf(shape)
  const renamed: Record<string, unknown> = {}
  const exact = new Set<string>()
  for (const [key, item] of Object.entries(value)) {
    const name = names.get(key.toLowerCase())
    // A null beside a value of the other spelling says nothing.
    if (name === undefined || exact.has(name) || (item === null && name in renamed)) continue
    if (key === name && item !== null) exact.add(name)
    renamed[name] = rename(shape[name], item, depth + 1)
  }
  return renamed
}

const known = new WeakMap<object, ReadonlyMap<string, string>>()

function namesOf(shape: Readonly<Record<string, Schema>>): ReadonlyMap<string, string> {
  const names = known.get(shape) ?? new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]))
  known.set(shape, names)
  return names
}
