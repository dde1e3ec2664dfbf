import { Command } from 'commander'
import { addDatabaseOptions, type SessionOptions, withDatabase } from './session.js'

/** `prorata migrate`: brings the schema up to date; every other command that opens the database does so, too. */
export function migrateCommand(): Command {
  const command = new Command('migrate').description('bring the schema of the database up to date')
  return addDatabaseOptions(command).action(async (options: SessionOptions) => {
    const { rows } = await withDatabase(options, (database) =>
      database.query<{ name: string }>('select name from schema_migration order by name'),
    )
    console.log(`The schema is up to date (${rows.map((row) => row.name).join(', ')}).`)
  })
}
