import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import type { Instant } from '../core/calendar/day.js'
import { MILLISECONDS_PER_DAY } from '../core/calendar/day.js'
import type { Session } from '../store/database.js'
import {
  deleteRetiredKeys,
  insertSigningKey,
  listSigningKeys,
  lockSigningKeys,
  retireOtherKeys,
  type SigningKey,
} from '../store/signing-keys.js'
import { seal, unseal } from './seal.js'

/** The one algorithm tokens are signed with; no other is ever accepted. */
export const ALGORITHM = 'RS256'
const PURPOSE = 'signing key'
/** How long keys are taken from memory: so much later all processes know a new one. */
const KEPT_MILLISECONDS = 60_000
/** How soon an unknown key may make us ask the database again. */
const ASKED_AGAIN_MILLISECONDS = 2_000
const DEFAULT_DAYS = 90

export interface KeyRingSettings {
  readonly lifetimeSeconds: number
  /** Days after which a key is replaced; 90. */
  readonly signingKeyDays?: number | undefined
  /** Key that seals the private keys in the database. */
  readonly sealingKey?: Uint8Array | undefined
}

type Signer = Awaited<ReturnType<typeof importJWK>>

/** What there is to say of a key, without the key. */
export interface KeyFacts {
  readonly keyId: string
  readonly createdAt: Instant
  /** Since when it signs no more; `null` for the one that does. */
  readonly retiredAt: Instant | null
  /** Until when what it signed is accepted; `null` while it signs. */
  readonly verifiesUntil: Instant | null
  /** Whether its private part is sealed in the database. */
  readonly isSealed: boolean
}

/** Keys as they were read from the database. */
export interface Keys {
  readonly keys: readonly SigningKey[]
  readonly verifier: ReturnType<typeof createLocalJWKSet>
  readonly readAt: number
}

/** The keys tokens are signed with: in the database, so that every process signs and verifies with the same. */
export class SigningKeyRing {
  readonly #settings: KeyRingSettings
  #kept: Keys | undefined
  #signer: { readonly keyId: string; readonly key: Signer } | undefined

  constructor(settings: KeyRingSettings) {
    this.#settings = settings
  }

  /** The keys, among them `keyId` where there is such a key. */
  async read(session: Session, keyId: string | undefined, now: Instant): Promise<Keys> {
    return this.#known(session, keyId, now)
  }

  async publicKeys(session: Session, now: Instant): Promise<readonly Readonly<Record<string, unknown>>[]> {
    await this.signer(session, now)
    return (await this.#known(session, undefined, now)).keys.map((key) => key.publicJwk)
  }

  /** The keys by which tokens are checked at present, the newest first; makes none. */
  async list(session: Session, now: Instant): Promise<readonly KeyFacts[]> {
    const keys = await listSigningKeys(session, this.#retiredSince(now))
    return keys.map(({ keyId, createdAt, retiredAt, privateJwk }) => ({
      keyId,
      createdAt,
      retiredAt,
      verifiesUntil: retiredAt === null ? null : ((retiredAt + this.#outlivesMilliseconds()) as Instant),
      isSealed: typeof privateJwk['sealed'] === 'string',
    }))
  }

  /** The key to sign with. The first is made here, and so is the next where it has grown old. */
  async signer(session: Session, now: Instant): Promise<{ readonly keyId: string; readonly key: Signer }> {
    const { keys } = await this.#known(session, undefined, now)
    const current = this.#usable(keys, now)
    if (current === undefined) {
      await session.transaction((inside) => this.#renew(inside, now))
      this.#kept = undefined
      return this.signer(session, now)
    }
    if (this.#signer?.keyId !== current.keyId) {
      this.#signer = { keyId: current.keyId, key: await importJWK(this.#open(current), ALGORITHM) }
    }
    return this.#signer
  }

  /** The key to sign with, unless it has grown old. */
  #usable(keys: readonly SigningKey[], now: Instant): SigningKey | undefined {
    const longest = (this.#settings.signingKeyDays ?? DEFAULT_DAYS) * MILLISECONDS_PER_DAY
    return keys.find(({ retiredAt, createdAt }) => retiredAt === null && now - createdAt <= longest)
  }

  /** Makes the next key where no other process has done so meanwhile. */
  async #renew(session: Session, now: Instant): Promise<void> {
    await lockSigningKeys(session)
    const keys = await listSigningKeys(session, this.#retiredSince(now))
    if (this.#usable(keys, now) === undefined) await this.rotate(session, now)
  }

  /**
   * Makes a new key and signs with it from now on; the old ones verify until what they signed has expired. Within a
   * transaction, so that two at once do not retire each other's keys.
   */
  async rotate(session: Session, now: Instant): Promise<string> {
    await lockSigningKeys(session)
    const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true })
    const publicJwk = await exportJWK(publicKey)
    const keyId = await calculateJwkThumbprint(publicJwk)
    const facts = { alg: ALGORITHM, use: 'sig', kid: keyId }
    const { sealingKey } = this.#settings
    const privateJwk = { ...(await exportJWK(privateKey)), ...facts }
    await insertSigningKey(session, {
      keyId,
      privateJwk:
        sealingKey === undefined ? privateJwk : { sealed: seal(JSON.stringify(privateJwk), PURPOSE, sealingKey) },
      publicJwk: { ...publicJwk, ...facts },
      createdAt: now,
      retiredAt: null,
    })
    await retireOtherKeys(session, keyId, now)
    await deleteRetiredKeys(session, this.#retiredSince(now))
    this.#kept = undefined
    return keyId
  }

  #open({ privateJwk }: SigningKey): JWK {
    const sealed = privateJwk['sealed']
    if (typeof sealed !== 'string') return privateJwk
    return JSON.parse(unseal(sealed, PURPOSE, this.#settings.sealingKey)) as JWK
  }

  /** Keys retired before that have signed nothing that is valid. */
  #retiredSince(now: Instant): Instant {
    return (now - this.#outlivesMilliseconds()) as Instant
  }

  /** Processes learn late that a key was retired, so it is kept longer than what it signed. */
  #outlivesMilliseconds(): number {
    return this.#settings.lifetimeSeconds * 1_000 + 2 * KEPT_MILLISECONDS
  }

  async #known(session: Session, wanted: string | undefined, now: Instant): Promise<Keys> {
    const kept = this.#kept
    if (kept !== undefined) {
      const holds = wanted === undefined || kept.keys.some((key) => key.keyId === wanted)
      if (now - kept.readAt < (holds ? KEPT_MILLISECONDS : ASKED_AGAIN_MILLISECONDS) && now >= kept.readAt) return kept
    }
    const keys = await listSigningKeys(session, this.#retiredSince(now))
    const verifier = createLocalJWKSet({ keys: keys.map((key) => key.publicJwk) as never })
    const read = { keys, verifier, readAt: now }
    if (keys.length > 0) this.#kept = read
    return read
  }
}
