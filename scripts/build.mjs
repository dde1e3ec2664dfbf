// Turns src/**/*.ts into dist/**/*.js, file by file, and copies what is read at run time (SQL, workers in plain JavaScript,
// fonts with their licences). The pages (src/web) are bundled by vite afterwards.
import { chmodSync, cpSync, existsSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const source = join(root, 'src')
// Built beside and moved into place: whoever runs the program meanwhile finds all of it, old or new.
const finished = join(root, 'dist')
const target = join(root, `dist-${process.pid}`)

const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => !file.startsWith(join(source, 'web')))

await build({
  entryPoints: files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')),
  outdir: target,
  outbase: source,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'linked',
})
for (const file of files.filter((name) => /\.(sql|mjs|json|ttf|txt)$/.test(name)))
  cpSync(file, join(target, relative(source, file)))

// The command can be run as it is, and `npx prorata` finds it in a checkout with every version of npm: npm links only the
// programs of packages that are installed, and this one is not.
const program = join(target, 'cli', 'main.js')
chmodSync(program, 0o755)
rmSync(finished, { recursive: true, force: true })
renameSync(target, finished)
const commands = join(root, 'node_modules', '.bin')
if (process.platform !== 'win32' && existsSync(commands)) {
  const link = join(commands, 'prorata')
  rmSync(link, { force: true })
  symlinkSync(relative(commands, join(finished, 'cli', 'main.js')), link)
}
