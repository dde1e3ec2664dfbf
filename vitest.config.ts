import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const FOLDERS = ['src', 'test']
/** Tests that replace modules or set the environment: each file in a process of its own. */
const ALONE = /^(src\/cli|test\/cli|test\/golden)\//
/** What takes longest begins first, so that no worker is left with it in the end. */
const LONGEST = [/crash/, /\/cli\//, /hostile-input/, /permissions/, /subscription-life/, /test\/(jobs|billing)\//]

const onlyServer = process.env['PRORATA_TEST_ONLY'] === 'server'
const every = FOLDERS.flatMap(testsIn)
// PRORATA_TEST_ONLY=server runs what a server takes part in, and no embedded halves.
const chosen = onlyServer ? every.filter(usesServer) : every

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.sort((left, right) => rankOf(left) - rankOf(right))
  }
}

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    setupFiles: ['test/support/seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'alone', include: chosen.filter((file) => ALONE.test(file)) } },
      // The others share their processes: what they import is compiled and loaded once, and not by each of 200 files.
      {
        extends: true,
        test: { name: 'together', isolate: false, include: chosen.filter((file) => !ALONE.test(file)) },
      },
    ],
  },
})

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((pattern) => pattern.test(moduleId))
  return rank < 0 ? LONGEST.length : rank
}

function testsIn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return paths.filter((path) => path.endsWith('.test.ts')).map((path) => join(folder, path))
}

/** Whether a file, or a file of the tests' support that it imports, reads where the server is. */
function usesServer(file: string): boolean {
  const text = readFileSync(file, 'utf8')
  if (text.includes('TEST_DATABASE_URL')) return true
  const imported = [...text.matchAll(/from '(\.[^']+)\.js'/g)].map(([, path]) => join(dirname(file), `${path}.ts`))
  return imported.some((path) => path.includes('test/') && existsSync(path) && usesServer(path))
}
