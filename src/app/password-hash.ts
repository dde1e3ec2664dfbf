import { hash, verify } from '@node-rs/argon2'

/**
 * Cost of a hash: argon2id with 19 MiB, two passes and one lane, the least that OWASP recommends; about 30 milliseconds.
 * A hash names its own parameters, so raising them leaves old ones readable.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** A password or secret as it is kept: argon2id in the PHC form, with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

/** Whether a password is the one that was hashed. What is no hash fits no password. */
export async function verifyPassword(hashed: string, password: string): Promise<boolean> {
  try {
    return await verify(hashed, password)
  } catch {
    return false
  }
}
