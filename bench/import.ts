// Imports N subscriptions (1.3 events each, a fifth with changes) with the real command, in a process of its own, into a
// new database: on the server of DATABASE_URL, else embedded. Prints a row of a table.
// Usage: npx tsx bench/import.ts [SUBSCRIPTIONS] [PARTNERS]
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { openDatabase } from '../src/store/open-database.js'
import { writeImportFiles } from './support/generate.js'

const subscriptions = Number(process.argv[2] ?? 1_000_000)
const partners = Number(process.argv[3] ?? Math.max(1, Math.round(subscriptions / 500)))
const url = process.env['DATABASE_URL']
const root = join(import.meta.dirname, '..')

const work = mkdtempSync(join(tmpdir(), 'prorata-bench-import-'))
const program = buildProgram()
const database = url === undefined ? undefined : await createDatabase(url)
try {
  const files = join(work, 'files')
  await writeImportFiles(files, { partners, subscriptions })
  const where = database === undefined ? ['--data', join(work, 'data')] : ['--database', database.url]
  const start = performance.now()
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [await program, files, ...where, '--json'], {
    maxBuffer: 1 << 26,
    cwd: work,
  })
  const seconds = (performance.now() - start) / 1_000
  const { files: imported } = JSON.parse(stdout)
  const { written, committed } = imported.at(-1)
  if (written.subscriptions !== subscriptions || !committed) throw new Error(stdout)
  const { megabytes } = JSON.parse(stderr.trim().split('\n').at(-1)!)
  const rate = Math.round(subscriptions / seconds)
  console.log('| database | subscriptions | events | charges | s | subscriptions/s | MB |')
  console.log('|---|---|---|---|---|---|---|')
  console.log(
    `| ${database === undefined ? 'embedded' : 'server'} | ${subscriptions} | ${written.events} | ${written.charges} | ` +
      `${seconds.toFixed(1)} | ${rate} | ${megabytes} |`,
  )
} finally {
  await database?.drop()
  rmSync(work, { recursive: true, force: true })
}

/** The command as it is published: compiled, in one file beside the worker and the migrations. */
async function buildProgram(): Promise<string> {
  const folder = join(root, 'out', 'bench-import')
  mkdirSync(folder, { recursive: true })
  const outfile = join(folder, 'import.mjs')
  await build({
    entryPoints: [join(root, 'bench/import-child.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
  })
  for (const name of ['pglite-worker.mjs', 'migrations']) {
    cpSync(join(root, 'src/store', name), join(folder, name), { recursive: true })
  }
  return outfile
}

async function createDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `import_bench_${process.pid}`
  const admin = await openDatabase({ url: server, maxSessions: 1 })
  await admin.execute(`create database ${name}`)
  const target = new URL(server)
  target.pathname = `/${name}`
  const drop = async () => {
    await admin.execute(`drop database ${name} with (force)`)
    await admin.close()
  }
  return { url: target.href, drop }
}
