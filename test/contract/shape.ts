/**
 * The shape an answer must have, as samples give it: a leaf names JSON types (`string|null`), a key with `?` may be
 * missing, `<map>` is a free dictionary, and `any` anything.
 */
export type Shape = string | readonly Shape[] | { readonly [key: string]: Shape }

/** Whether a list is there with something in it: the value itself, or its `items`; of an answer as of the shape of one. */
export function hasItems(value: unknown): boolean {
  const list = Array.isArray(value) ? value : (value as { readonly items?: unknown } | null)?.items
  return Array.isArray(list) && list.length > 0
}

/** Where a value does not have a shape; a null counts as missing, further fields are allowed. */
export function misfits(shape: Shape, value: unknown, path = ''): string[] {
  if (typeof shape === 'string')
    return fitsLeaf(shape, value) ? [] : [`${path || '.'} is ${typeOf(value)}, not ${shape}`]
  if (isList(shape)) {
    if (!Array.isArray(value)) return [`${path || '.'} is ${typeOf(value)}, not a list`]
    const [element] = shape
    return element === undefined ? [] : value.flatMap((item, index) => misfits(element, item, `${path}[${index}]`))
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return [`${path || '.'} is ${typeOf(value)}, not an object`]
  }
  const found = value as Readonly<Record<string, unknown>>
  return Object.entries(shape).flatMap(([key, inner]) => {
    if (key === '<map>') return Object.entries(found).flatMap(([name, item]) => misfits(inner, item, `${path}.${name}`))
    const optional = key.endsWith('?')
    const name = optional ? key.slice(0, -1) : key
    const item = found[name] ?? undefined
    if (item === undefined) return optional || mayBeNull(inner) ? [] : [`${path}.${name} is missing`]
    return misfits(inner, item, `${path}.${name}`)
  })
}

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape)
}

function mayBeNull(shape: Shape): boolean {
  return typeof shape === 'string' && shape.split('|').some((type) => type === 'null' || type === 'any')
}

function fitsLeaf(shape: string, value: unknown): boolean {
  const types = shape.split('|')
  // Where the sample has nothing it does not say what may stand there.
  return shape === 'null' || types.includes('any') || types.includes(typeOf(value))
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}
