// Runs everything that the documentation shows as runnable, and fails where one of it fails:
//   * every scenario in examples/scenarios, against the lines it expects;
//   * every program examples/*.ts;
//   * every `sh` block of README.md and docs/*.md below a line `<!-- run -->`. The blocks of a page run one after the other
//     in an empty folder of their own that has the examples in it.
// Needs the built program (npm run build). Usage: node scripts/run-examples.mjs
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const PROGRAM = join(ROOT, 'dist/cli/main.js')
const TSX = import.meta.resolve('tsx')
const TIME_LIMIT_MILLISECONDS = 300_000
/** How much is shown of what a failed example printed. */
const SHOWN_LINES = 30
const SHOWN_LENGTH = 300

// The embedded database, whatever the machine has set; `npx prorata` is the program of this checkout.
const ENVIRONMENT = { ...process.env, NO_COLOR: '1', PRORATA_PROGRAM: PROGRAM }
for (const name of ['DATABASE_URL', 'PRORATA_DATA', 'FORCE_COLOR']) delete ENVIRONMENT[name]
const PREAMBLE = `set -euo pipefail
npx() { [ "$1" = prorata ] || { echo "only npx prorata is known here" >&2; return 1; }; shift; node "$PRORATA_PROGRAM" "$@"; }
`

if (!existsSync(PROGRAM)) {
  console.error('run-examples: the program is not built; run npm run build first')
  process.exit(1)
}
let ran = 0
let failed = 0
run('examples/scenarios', ROOT, process.execPath, [PROGRAM, 'simulate', 'examples/scenarios', '--check'])
for (const name of readdirSync(join(ROOT, 'examples')).sort()) {
  if (name.endsWith('.ts')) run(`examples/${name}`, ROOT, process.execPath, ['--import', TSX, `examples/${name}`])
}
const docs = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'))
let blocks = 0
for (const page of ['README.md', ...docs.map((name) => `docs/${name}`).sort()]) blocks += runPage(page)
if (blocks === 0) {
  console.error('run-examples: no page has a block to run, which cannot be right')
  failed += 1
}
console.log(`run-examples: ${ran} examples, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** Runs the marked blocks of a page; gives how many there are. */
function runPage(page) {
  if (!existsSync(join(ROOT, page))) return 0
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll('\r\n', '\n')
  const marked = [...text.matchAll(/^<!-- run -->\n+```sh\n([\s\S]*?)^```$/gm)]
  const marks = text.match(/^<!-- run -->$/gm)?.length ?? 0
  if (marks !== marked.length) {
    console.error(`${page}: ${marks} marks <!-- run -->, but only ${marked.length} have an sh block right below`)
    failed += 1
  }
  if (marked.length === 0) return 0
  const folder = mkdtempSync(join(tmpdir(), 'prorata-examples-'))
  try {
    cpSync(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true })
    for (const block of marked) {
      const line = text.slice(0, block.index).split('\n').length
      run(`${page}:${line}`, folder, 'bash', ['-c', PREAMBLE + block[1]])
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return marked.length
}

/** Runs one example; shows what it printed only where it failed. */
function run(title, cwd, command, parameters) {
  const started = performance.now()
  const { status, signal, error, stdout, stderr } = spawnSync(command, parameters, {
    cwd,
    env: ENVIRONMENT,
    encoding: 'utf8',
    maxBuffer: 2 ** 27,
    timeout: TIME_LIMIT_MILLISECONDS,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  ran += 1
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)
  if (status === 0) {
    console.log(`ok      ${title} (${seconds} s)`)
    return
  }
  failed += 1
  console.error(
    `FAILED  ${title}: ${error?.message ?? (signal === null ? `exit code ${status}` : `killed by ${signal}`)}`,
  )
  const lines = `${stdout ?? ''}${stderr ?? ''}`.trimEnd().split('\n')
  if (lines.length > SHOWN_LINES) console.error(`        (the last ${SHOWN_LINES} of ${lines.length} lines)`)
  for (const line of lines.slice(-SHOWN_LINES)) console.error(`        ${line.slice(0, SHOWN_LENGTH)}`)
}
