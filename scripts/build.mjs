// Turns src/**/*.ts into dist/**/*.js, file by file, and copies what is read at run time (SQL, workers in plain JavaScript).
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const source = join(root, 'src')
const target = join(root, 'dist')

const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))

rmSync(target, { recursive: true, force: true })
await build({
  entryPoints: files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')),
  outdir: target,
  outbase: source,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'linked',
})
for (const file of files.filter((name) => /\.(sql|mjs|json)$/.test(name)))
  cpSync(file, join(target, relative(source, file)))
