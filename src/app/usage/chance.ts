/** Numbers that look random and are the same for the same seed, on every machine. Not for secrets. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  part(): number
  /** A whole number from 0 up to, not including, a limit. */
  below(limit: number): number
}

/** A generator of 32 bits of state that whole-number arithmetic alone drives (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const part = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { part, below: (limit) => Math.floor(part() * limit) }
}
