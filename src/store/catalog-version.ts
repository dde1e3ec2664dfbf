import type { Session } from './database.js'

/** Stands for one state of catalogue and prices. */
export async function loadCatalogVersion(session: Session): Promise<string> {
  const { rows } = await session.query<{ version: string }>('select version from catalog_version')
  return rows[0]!.version
}

/** Says that catalogue or prices have changed, in the transaction that changes them. `version` is a new id. */
export async function moveCatalogVersion(session: Session, version: string): Promise<void> {
  await session.query('update catalog_version set version = $1', [version])
}
