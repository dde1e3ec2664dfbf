/** Letters and digits that nobody mistakes for one another. */
const SYLLABLES = ['BCDFGHJKLMNPQRSTVWXZ', 'aeu', 'bcdfghjkmnpqrstvwxz', '23456789'] as const
const GROUPS = 4
const RANGE = 2 ** 32

/** A random password to be used once: four groups such as `Kan7`, joined by hyphens. */
export function newPassword(): string {
  const group = () => SYLLABLES.map((letters) => letters[randomBelow(letters.length)]).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

/** A whole number below a limit, each as likely as any other. */
function randomBelow(limit: number): number {
  const fair = RANGE - (RANGE % limit)
  for (;;) {
    const [number] = crypto.getRandomValues(new Uint32Array(1))
    if (number! < fair) return number! % limit
  }
}
