import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { defineConfig } from 'vitest/config'

const FOLDERS = ['src', 'test']
const onlyServer = process.env['PRORATA_TEST_ONLY'] === 'server'

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    // PRORATA_TEST_ONLY=server runs what a server takes part in, and no embedded halves.
    include: onlyServer
      ? FOLDERS.flatMap(testsIn).filter(usesServer)
      : FOLDERS.map((folder) => `${folder}/**/*.test.ts`),
    setupFiles: ['test/support/seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism()),
  },
})

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
