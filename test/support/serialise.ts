/** Text of any core value: bigints as marked texts, so that it can be read again. */
export function serialise(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === 'bigint') return { $bigint: String(one) }
    return one instanceof Map ? [...one] : one
  })
}

/** The inverse of `serialise`, except that maps come back as lists of pairs. */
export function deserialise<T>(text: string): T {
  return JSON.parse(text, (_, one: unknown) =>
    typeof one === 'object' && one !== null && '$bigint' in one ? BigInt(String(one.$bigint)) : one,
  ) as T
}

/** The same value, which from now on throws where somebody tries to change it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}
