/** A proof that whoever redeems a code is who asked for it (RFC 7636). */
export interface Proof {
  readonly verifier: string
  readonly challenge: string
}

const BYTES = 32

export function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(BYTES)))
}

export async function newProof(): Promise<Proof> {
  const verifier = randomText()
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return { verifier, challenge: base64url(new Uint8Array(digest)) }
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
