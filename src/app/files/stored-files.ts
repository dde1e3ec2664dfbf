import { createHash } from 'node:crypto'
import type { Instant } from '../../core/calendar/day.js'
import { type FileKey, findFile, insertFile, readPieces, type Shelf } from '../../store/stored-files.js'
import type { Session } from '../use-case.js'

/** A file with its bytes. */
export interface StoredFile {
  readonly name: string
  readonly mediaType: string
  readonly sha256: string
  readonly bytes: Uint8Array
}

/** Stores a file in the caller's transaction. One that is there already stays as it is. */
export async function storeFile(
  session: Session,
  shelf: Shelf,
  key: FileKey,
  { mediaType, bytes }: Pick<StoredFile, 'mediaType' | 'bytes'>,
  now: Instant,
): Promise<void> {
  await insertFile(session, shelf, { ...key, mediaType, sha256: sha256Of(bytes) }, bytes, now)
}

/** A stored file, whole and unharmed; `undefined` where there is none. Throws where it is not what was stored. */
export async function readStoredFile(session: Session, shelf: Shelf, key: FileKey): Promise<StoredFile | undefined> {
  const facts = await findFile(session, shelf, key)
  if (facts === undefined) return undefined
  const pieces: Uint8Array[] = []
  for await (const piece of readPieces(session, shelf, key)) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  const { name, mediaType, sha256, sizeBytes } = facts
  if (bytes.length !== sizeBytes || sha256Of(bytes) !== sha256) {
    throw new Error(`the stored file ${name} is not what was stored: restore it from a backup`)
  }
  return { name, mediaType, sha256, bytes }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
