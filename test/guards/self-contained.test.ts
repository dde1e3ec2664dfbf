import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/**
 * Places outside the repository that exist only where it was written: a reader who has the repository and nothing else
 * could not follow them. Put together from pieces, so that this file does not mention them itself.
 */
const OUTSIDE: readonly string[] = [
  ['..', 'shared'].join('/'),
  ['', 'work', ''].join('/'),
  ['farm', 'bench'].join('-'),
  ['farm', 'studio'].join('-'),
  ['.lib', 'rary'].join(''),
]

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function git(folder: string, ...options: string[]): string {
  const run = spawnSync('git', ['-c', 'safe.directory=*', ...options], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    // A test that is run from a git hook would otherwise look into the repository of the hook.
    env: { ...process.env, GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined },
  })
  if (run.status !== 0) throw new Error(`git ${options.join(' ')} failed: ${run.stderr}`)
  return run.stdout
}

/** Every file that is, or would be, part of the repository: the tracked ones and the new ones that are not ignored. */
function listFiles(folder: string): string[] {
  const listed = git(folder, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0')
  return [...new Set(listed)].filter((file) => file !== '')
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // Deleted but not yet committed as such, or a submodule.
    if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

function mentionsIn(folder: string): string[] {
  return listFiles(folder).flatMap((file) => {
    const inName = OUTSIDE.filter((place) => `/${file}`.includes(place)).map((place) => `${file} is named ${place}`)
    const text = readText(join(folder, file)) ?? ''
    if (!OUTSIDE.some((place) => text.includes(place))) return inName
    const lines = text.split('\n')
    const inText = lines.flatMap((line, index) =>
      OUTSIDE.filter((place) => line.includes(place)).map((place) => `${file}:${index + 1} mentions ${place}`),
    )
    return [...inName, ...inText]
  })
}

function plant(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'prorata-self-contained-'))
  folders.push(folder)
  git(folder, 'init', '--quiet')
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

describe('the repository', () => {
  it.each(OUTSIDE)('is found out where it mentions %s, in a tracked or in a new file', (place) => {
    const folder = plant({
      'docs/tracked.md': `See\n(${place}) for more.\n`,
      'src/new.ts': `// as in ${place}\n`,
      'out/ignored.md': place,
      '.gitignore': 'out/\n',
    })
    git(folder, 'add', 'docs/tracked.md')
    expect(mentionsIn(folder).sort()).toEqual([`docs/tracked.md:2 mentions ${place}`, `src/new.ts:1 mentions ${place}`])
  })

  it('is found out where a file has such a name', () => {
    const name = OUTSIDE.at(-1)!
    expect(mentionsIn(plant({ [`${name}/notes.md`]: 'nothing\n' }))).toEqual([`${name}/notes.md is named ${name}`])
  })

  it('may speak of networks, sharing and libraries', () => {
    expect(mentionsIn(plant({ 'README.md': 'network/shared ../share library workflow/\n' }))).toEqual([])
  })

  it('can be read without anything beside it', () => {
    expect(listFiles(ROOT).length).toBeGreaterThan(20)
    expect(mentionsIn(ROOT)).toEqual([])
  })
})
