import { randomInt } from 'node:crypto'

/** What a password has to hold: three of these. */
const KINDS = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u] as const
const NEEDED_KINDS = 3
const SHORTEST_PASSWORD = 8
const LONGEST_PASSWORD = 256

/** What is wrong with a password somebody chose; `undefined` where nothing is. Never repeats the password. */
export function passwordProblem(password: string): string | undefined {
  const length = [...password].length
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
    return `a password has ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`
  }
  if (/\p{Cc}/u.test(password)) return 'a password holds no control characters'
  const kinds = KINDS.filter((kind) => kind.test(password)).length
  if (kinds >= NEEDED_KINDS) return undefined
  return 'a password holds three of these: lower case, upper case, digits, other characters'
}

/** Letters and digits that nobody mistakes for one another. */
const SYLLABLES = ['BCDFGHJKLMNPQRSTVWXZ', 'aeu', 'bcdfghjkmnpqrstvwxz', '23456789'] as const
const GROUPS = 4

/** A random password to be used once: four groups such as `Kan7`, 52 bits, which keep the rules. */
export function temporaryPassword(): string {
  const group = () => SYLLABLES.map((letters) => letters[randomInt(letters.length)]).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}
