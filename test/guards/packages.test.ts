// Every package has its reason in a decision, and every reason its package.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>

/** Packages named in the first column of the table of a decision; `@types/*` stands for all of them. */
function rowsOf(path: string): string[] {
  const cells = [...read(path).matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell]) => cell!)
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)).sort()
}

const namesOf = (packages: Record<string, string> | undefined) =>
  [...new Set(Object.keys(packages ?? {}).map((name) => (name.startsWith('@types/') ? '@types/*' : name)))].sort()

it.each([
  ['docs/decisions/0003-packages-at-run-time.md', dependencies],
  ['docs/decisions/0004-packages-for-development.md', devDependencies],
] as const)('%s has a row for each package, and no others', (path, packages) => {
  expect(rowsOf(path)).toEqual(namesOf(packages))
})

it('pins every package exactly', () => {
  const versions = Object.entries({ ...dependencies, ...devDependencies })
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})
