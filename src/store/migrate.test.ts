import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from '../../test/support/databases.js'
import type { Database } from './database.js'
import { migrate } from './migrate.js'

describeEachDatabase('migrate', (open, { kind }) => {
  const migrationsDirectory = mkdtempSync(join(tmpdir(), 'prorata-migrate-'))
  afterAll(() => rmSync(migrationsDirectory, { recursive: true }))
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  beforeEach(async () => {
    await database.execute('drop schema public cascade; create schema public')
    rmSync(migrationsDirectory, { recursive: true })
    writeFiles({ '0001-parts.sql': PARTS, '0002-part-names.sql': NAMES, 'README.md': 'not a migration' })
  })

  const PARTS = "create table part (id integer); -- it's; a comment\ninsert into part values (1);\n"
  const NAMES = `do $$ begin execute 'alter table part add name text'; end $$; update part set name = ';'`

  function writeFiles(files: Record<string, string>): void {
    mkdirSync(migrationsDirectory, { recursive: true })
    for (const [name, text] of Object.entries(files)) writeFileSync(join(migrationsDirectory, name), text)
  }
  const run = () => migrate(database, { migrationsDirectory })

  test('applies what is missing, in order, once', async () => {
    expect(await run()).toEqual(['0001-parts', '0002-part-names'])
    expect(await run()).toEqual([])
    writeFiles({ '0003-more.sql': 'insert into part values (2)' })
    expect(await run()).toEqual(['0003-more'])
    expect((await database.query('select id, name from part order by id')).rows).toEqual([
      { id: 1, name: ';' },
      { id: 2, name: null },
    ])
    const { rows } = await database.query('select number, name, length(checksum) as length from schema_migration')
    expect(rows).toEqual([
      { number: 1, name: '0001-parts', length: 64 },
      { number: 2, name: '0002-part-names', length: 64 },
      { number: 3, name: '0003-more', length: 64 },
    ])
  })

  test('no migrations are fine', async () => {
    rmSync(join(migrationsDirectory, '0001-parts.sql'))
    rmSync(join(migrationsDirectory, '0002-part-names.sql'))
    expect(await run()).toEqual([])
  })

  test('a script that fails leaves nothing of itself, and the ones before it', async () => {
    writeFiles({ '0003-wrong.sql': 'create table half (id integer); select 1 / 0; create table other (id integer)' })
    await expect(run()).rejects.toMatchObject({ code: '22012', message: expect.stringContaining('0003-wrong') })
    const { rows } = await database.query(`select to_regclass('half') as half, count(*) from schema_migration`)
    expect(rows).toEqual([{ half: null, count: 2n }])
    writeFiles({ '0003-wrong.sql': 'create table half (id integer)' })
    expect(await run()).toEqual(['0003-wrong'])
  })

  test('a changed file is refused; other line ends are no change', async () => {
    await run()
    writeFiles({ '0001-parts.sql': PARTS.replaceAll('\n', '\r\n') })
    expect(await run()).toEqual([])
    writeFiles({ '0001-parts.sql': `${PARTS} `, '0003-more.sql': 'create table more (id integer)' })
    await expect(run()).rejects.toMatchObject({ code: 'migration-changed' })
    expect((await database.query(`select to_regclass('more') as more`)).rows).toEqual([{ more: null }])
  })

  test('a missing or renamed file of an applied migration is refused', async () => {
    await run()
    rmSync(join(migrationsDirectory, '0002-part-names.sql'))
    await expect(run()).rejects.toMatchObject({ code: 'migration-missing' })
    writeFiles({ '0002-renamed.sql': NAMES })
    await expect(run()).rejects.toMatchObject({ code: 'migration-missing' })
  })

  test('gaps, doubles and other names are refused before anything is done', async () => {
    for (const name of ['0004-gap.sql', '0002-double.sql']) {
      writeFiles({ [name]: 'select 1' })
      await expect(run()).rejects.toMatchObject({ code: 'migration-gap' })
      rmSync(join(migrationsDirectory, name))
    }
    for (const name of ['3-short.sql', '0003_underscore.sql', '0003-Upper.sql']) {
      writeFiles({ [name]: 'select 1' })
      await expect(run()).rejects.toMatchObject({ code: 'migration-misnamed' })
      rmSync(join(migrationsDirectory, name))
    }
    expect((await database.query(`select to_regclass('part') as part`)).rows).toEqual([{ part: null }])
  })

  test('a gap in what was applied is refused', async () => {
    await run()
    await database.query('delete from schema_migration where number = 1')
    await expect(run()).rejects.toMatchObject({ code: 'migration-gap' })
  })

  test.runIf(kind === 'server')('two at once: one applies, the other waits and finds nothing to do', async () => {
    writeFiles({ '0003-slow.sql': 'select pg_sleep(0.2)' })
    const other = await open()
    const applied = await Promise.all([run(), migrate(other, { migrationsDirectory })])
    expect(applied.map((names) => names.length).sort()).toEqual([0, 3])
  })
})
