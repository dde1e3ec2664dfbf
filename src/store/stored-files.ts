import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** Where files are kept: documents for good, parts of exports until they expire. */
export type Shelf = 'documents' | 'exports'

/** What names a file. */
export interface FileKey {
  readonly partnerId: string
  /** What it is of: the number of a document, or the id of an export. */
  readonly owner: string
  readonly name: string
}

/** What is known of a file besides its bytes. */
export interface FileFacts extends FileKey {
  readonly mediaType: string
  readonly sizeBytes: number
  /** In hexadecimal. */
  readonly sha256: string
}

const TABLES: Readonly<Record<Shelf, string>> = { documents: 'stored_file', exports: 'export_file' }

const PIECE_BYTES = 1 << 20

/** Stores a file inside the caller's transaction; `false` where there is one of its name, which stays as it is. */
export async function insertFile(
  session: Session,
  shelf: Shelf,
  { partnerId, owner, name, mediaType, sha256 }: Omit<FileFacts, 'sizeBytes'>,
  bytes: Uint8Array,
  now: Instant,
): Promise<boolean> {
  const table = TABLES[shelf]
  const { rowCount } = await session.query(
    `insert into ${table} (partner_id, owner, name, media_type, size_bytes, sha256, stored_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [partnerId, owner, name, mediaType, bytes.length, sha256, instantParameter(now)],
  )
  if (rowCount === 0) return false
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    await session.query(
      `insert into ${table}_part (partner_id, owner, name, part_number, bytes) values ($1, $2, $3, $4, $5)`,
      [partnerId, owner, name, start / PIECE_BYTES + 1, bytes.subarray(start, start + PIECE_BYTES)],
    )
  }
  return true
}

export async function findFile(session: Session, shelf: Shelf, key: FileKey): Promise<FileFacts | undefined> {
  return (await listFiles(session, shelf, key.partnerId, key.owner)).find(({ name }) => name === key.name)
}

/** The files of one owner, by name. */
export function listFiles(session: Session, shelf: Shelf, partnerId: string, owner: string): Promise<FileFacts[]> {
  return listFilesOf(session, shelf, partnerId, [owner])
}

/** The files of some owners, by owner and name. */
export async function listFilesOf(
  session: Session,
  shelf: Shelf,
  partnerId: string,
  owners: readonly string[],
): Promise<FileFacts[]> {
  const { rows } = await session.query<Omit<FileFacts, 'sizeBytes'> & { sizeBytes: bigint }>(
    `select partner_id as "partnerId", owner, name, media_type as "mediaType", size_bytes as "sizeBytes", sha256
     from ${TABLES[shelf]} where partner_id = $1 and owner = any($2::text[]) order by owner, name`,
    [partnerId, owners],
  )
  return rows.map((row) => ({ ...row, sizeBytes: Number(row.sizeBytes) }))
}

/** The bytes of a file, piece by piece. */
export async function* readPieces(
  session: Session,
  shelf: Shelf,
  { partnerId, owner, name }: FileKey,
): AsyncGenerator<Uint8Array> {
  for (let piece = 1; ; piece += 1) {
    const { rows } = await session.query<{ bytes: Uint8Array }>(
      `select bytes from ${TABLES[shelf]}_part
       where partner_id = $1 and owner = $2 and name = $3 and part_number = $4`,
      [partnerId, owner, name, piece],
    )
    if (rows[0] === undefined) return
    yield rows[0].bytes
  }
}

/** An issued document of which no PDF is stored yet. */
export interface UnstoredDocument {
  readonly partnerId: string
  readonly number: string
}

/** Documents issued since an instant with at most so many charges of which no PDF is stored, oldest first. */
export async function listUnstoredDocuments(
  session: Session,
  since: Instant,
  mostCharges: number,
  limit: number,
): Promise<UnstoredDocument[]> {
  const { rows } = await session.query<UnstoredDocument>(
    `select i.partner_id as "partnerId", i.number from (
       select partner_id, number, issued_at from invoice where issued_at >= $1 and charge_count <= $2
       union all
       select partner_id, number, issued_at from amendment where issued_at >= $1 and charge_count <= $2) as i
     where not exists (
       select from stored_file f
       where f.partner_id = i.partner_id and f.owner = i.number and f.media_type = 'application/pdf')
     order by i.issued_at, i.number limit $3`,
    [instantParameter(since), mostCharges, limit],
  )
  return rows
}
