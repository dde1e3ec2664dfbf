import type { Parameter } from '../../src/store/codecs.js'
import type { Database } from '../../src/store/database.js'

/** A statement as it was run. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly Parameter[]
}

/** A database that remembers what is asked of it directly: what a request that only reads does. */
export function recordingDatabase(database: Database) {
  let statements: Statement[] = []
  const query: Database['query'] = (sql, parameters = []) => {
    statements.push({ sql, parameters })
    return database.query(sql, parameters)
  }
  return {
    database: { ...database, query } satisfies Database,
    statements: (): readonly Statement[] => statements,
    clear: () => {
      statements = []
    },
  }
}
