// Rewrites the golden files in test/golden/files, and what the demo prints, to what the program writes now. Look at the
// difference before you commit.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
rmSync(join(root, 'test/golden/files'), { recursive: true, force: true })
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/golden', 'test/cli/demo.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PRORATA_APPROVE: '1' },
  },
)
process.exitCode = status ?? 1
