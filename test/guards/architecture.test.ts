import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const CONFIG = join(ROOT, '.dependency-cruiser.cjs')
const CRUISER = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')

interface Report {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string }
      readonly from: string
      readonly to: string
    }[]
  }
}

/** One file of a fixture and what it imports; a `type ` before the path makes it a type-only import. */
type Fixture = Readonly<Record<string, readonly string[]>>

/** For each rule at least one file that breaks it, as [importing file, what it imports]. */
const KNOWN_BAD: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'core-stays-pure': [
    ['src/core/charging/reads-a-file.ts', 'node:fs'],
    ['src/core/charging/takes-a-package.ts', 'some-package'],
    ['src/core/charging/asks-the-store.ts', '../../store/target.js'],
    ['src/core/charging/names-a-type-of-the-store.ts', 'type ../../store/target.js'],
  ],
  'core-money-looks-down': [['src/core/money/bad.ts', '../calendar/target.js']],
  'core-calendar-looks-down': [['src/core/calendar/bad.ts', '../money/target.js']],
  'core-proration-looks-down': [['src/core/proration/bad.ts', '../catalog/target.js']],
  'core-catalog-looks-down': [
    ['src/core/catalog/bad.ts', '../subscription/target.js'],
    ['src/core/catalog/bad-type.ts', 'type ../charging/target.js'],
  ],
  'core-access-looks-down': [['src/core/access/bad.ts', '../catalog/target.js']],
  'core-subscription-looks-down': [['src/core/subscription/bad.ts', '../charging/target.js']],
  'core-charging-looks-down': [['src/core/charging/bad.ts', '../invoicing/target.js']],
  'core-rating-looks-down': [['src/core/rating/bad.ts', '../charging/target.js']],
  'core-ordering-looks-down': [['src/core/ordering/bad.ts', '../charging/target.js']],
  'core-invoicing-looks-down': [['src/core/invoicing/bad.ts', '../recon/target.js']],
  'core-recon-looks-down': [['src/core/recon/bad.ts', '../scenario/target.js']],
  'core-scenario-looks-down': [['src/core/scenario/bad.ts', '../recon/target.js']],
  'core-has-no-other-rooms': [['src/core/charging/bad-room.ts', '../attic/target.js']],
  'refusal-knows-nobody': [['src/core/refusal.ts', './money/target.js']],
  'src-has-no-other-rooms': [['src/app/bad-room.ts', '../cellar/target.js']],
  'store-knows-only-core': [['src/store/bad.ts', '../app/target.js']],
  'only-store-talks-to-the-database': [
    ['src/app/bad-sql.ts', 'pg'],
    ['src/cli/main.ts', '@electric-sql/pglite'],
  ],
  'app-knows-core-and-store': [['src/app/bad.ts', '../api/target.js']],
  'doors-leave-the-store-closed': [
    ['src/api/v1/bad-route.ts', '../../store/target.js'],
    ['src/jobs/bad-job.ts', '../store/target.js'],
    ['src/cli/bad-command.ts', 'type ../store/target.js'],
  ],
  'doors-do-not-lead-into-each-other': [
    ['src/api/bad.ts', '../cli/target.js'],
    ['src/cli/bad.ts', '../web/target.js'],
  ],
  'web-knows-core-and-api-schema': [
    ['src/web/bad.ts', '../app/target.js'],
    ['src/web/bad-route.ts', '../api/target.js'],
  ],
  'nothing-imports-a-test': [['src/core/money/bad-import.ts', './target.test.js']],
  'program-needs-no-test-support': [['src/app/bad-support.ts', '../../test/support/target.js']],
  'program-needs-no-development-package': [['src/app/bad-package.ts', 'development-package']],
  'no-cycles': [['src/app/cycle-one.ts', './cycle-two.js']],
  'every-import-is-found': [['src/app/bad-path.ts', './nowhere.js']],
}

/** Imports that every rule must let through. */
const KNOWN_GOOD: Fixture = {
  'src/core/refusal.ts': [],
  'src/core/proration/good.ts': ['../money/target.js', 'type ../calendar/target.js'],
  'src/core/catalog/good.ts': ['../proration/target.js', '../refusal.js'],
  'src/core/scenario/good.ts': ['../charging/target.js', '../calendar/target.js'],
  'src/core/money/good.test.ts': ['./target.js', 'node:fs', 'development-package', '../../../test/support/target.js'],
  'src/store/good.ts': ['../core/money/target.js', 'pg', 'node:worker_threads'],
  'src/app/good.ts': ['../core/charging/target.js', '../store/target.js', 'some-package', 'type development-package'],
  'src/api/main.ts': ['../store/target.js', '../app/target.js', './target.js'],
  'src/cli/main.ts': ['../api/main.js', './session.js'],
  'src/cli/session.ts': ['../store/target.js'],
  'src/jobs/main.ts': ['../store/target.js'],
  'src/jobs/good.ts': ['../app/target.js', '../core/money/target.js'],
  'src/web/good.ts': ['../core/money/target.js', '../api/schema/target.js', 'development-package'],
}

/** Everything a fixture can import. */
const TARGETS: readonly string[] = [
  ...['money', 'calendar', 'proration', 'catalog', 'access', 'subscription', 'charging', 'rating', 'ordering'].map(
    core,
  ),
  ...['invoicing', 'recon', 'scenario', 'attic'].map(core),
  ...['store', 'app', 'api', 'api/schema', 'jobs', 'cli', 'web', 'cellar'].map((room) => `src/${room}/target.ts`),
  'src/core/money/target.test.ts',
  'test/support/target.ts',
]
const PACKAGES = ['some-package', 'development-package', 'pg', '@electric-sql/pglite']

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function core(room: string): string {
  return `src/core/${room}/target.ts`
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

function plant(fixture: Fixture): string {
  const folder = mkdtempSync(join(tmpdir(), 'prorata-architecture-'))
  folders.push(folder)
  const dependencies = { 'some-package': '1.0.0', pg: '1.0.0', '@electric-sql/pglite': '1.0.0' }
  const manifest = {
    name: 'fixture',
    type: 'module',
    dependencies,
    devDependencies: { 'development-package': '1.0.0' },
  }
  write(folder, 'package.json', JSON.stringify(manifest))
  for (const name of PACKAGES) {
    write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
    write(folder, `node_modules/${name}/index.js`, '')
  }
  for (const file of TARGETS) write(folder, file, 'export const target = 1\n')
  for (const [file, imports] of Object.entries(fixture)) {
    const lines = imports.map((path, index) =>
      path.startsWith('type ')
        ? `import type { target as name${index} } from '${path.slice(5)}'\nexport type Name${index} = typeof name${index}`
        : `import { target as name${index} } from '${path}'\nexport const use${index} = name${index}`,
    )
    write(folder, file, `${lines.join('\n')}\nexport const target = 1\n`)
  }
  return folder
}

function cruise(folder: string): Report {
  const options = ['src', '--config', CONFIG, '--output-type', 'json']
  const run = spawnSync(process.execPath, [CRUISER, ...options], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (run.stdout === '') throw new Error(`dependency-cruiser gave no report: ${run.stderr}`)
  return JSON.parse(run.stdout) as Report
}

function violationsIn(folder: string): string[] {
  return cruise(folder).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)
}

function filesUnderSrc(): string[] {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .map((file) => `src/${file.split(sep).join('/')}`)
}

describe('the rules of who may import whom', () => {
  const config = createRequire(import.meta.url)(CONFIG) as {
    readonly forbidden: readonly { readonly name: string; readonly comment?: string; readonly severity?: string }[]
  }

  it('each have a known-bad file here, and each say why in one sentence', () => {
    expect(config.forbidden.map((rule) => rule.name).sort()).toEqual(Object.keys(KNOWN_BAD).sort())
    expect(config.forbidden.filter((rule) => !/^[A-Z][^.]+\.$/.test(rule.comment ?? ''))).toEqual([])
    expect(config.forbidden.filter((rule) => rule.severity !== 'error')).toEqual([])
  })

  let found: readonly string[] = []

  beforeAll(() => {
    const fixture: Record<string, string[]> = { 'src/app/cycle-two.ts': ['./cycle-one.js'] }
    for (const [file, path] of Object.values(KNOWN_BAD).flat()) fixture[file] = [...(fixture[file] ?? []), path]
    found = violationsIn(plant(fixture))
  })

  it.each(
    Object.entries(KNOWN_BAD).flatMap(([rule, cases]) => cases.map(([from, path]) => [rule, from, path] as const)),
  )('%s: %s may not import %s', (rule, from) => {
    expect(found).toContain(`${rule}: ${from}`)
  })

  it('fire at nothing that is allowed', () => {
    expect(violationsIn(plant(KNOWN_GOOD))).toEqual([])
  })
})

describe('the house', () => {
  let report: Report

  beforeAll(() => {
    report = cruise(ROOT)
  })

  it('is seen whole: a check of no files would pass as well', () => {
    const seen = new Set(report.modules.map((module) => module.source))
    const files = filesUnderSrc()
    expect(files.length).toBeGreaterThan(0)
    expect(files.filter((file) => !seen.has(file))).toEqual([])
  })

  it('keeps every rule', () => {
    expect(report.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([])
  })
})
