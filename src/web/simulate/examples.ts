/** An example to begin with. */
export interface Example {
  readonly key: string
  readonly title: string
  readonly text: string
  readonly group: 'published' | 'rules' | 'usage'
}

const FILES = import.meta.glob<string>(
  ['../../../examples/scenarios/*.json', '../../../examples/scenarios/rules/*.json', '../../../examples/usage/*.json'],
  { query: '?raw', import: 'default', eager: true },
)

/** The examples the rules are proved by, in order of their titles. */
export const EXAMPLES: readonly Example[] = Object.entries(FILES)
  .map(([path, text]) => ({
    key: path.split('/').at(-1)!.replace('.json', ''),
    title: (JSON.parse(text) as { title: string }).title,
    text,
    group: groupOf(path),
  }))
  .sort((a, b) => (a.title < b.title ? -1 : 1))

function groupOf(path: string): Example['group'] {
  if (path.includes('/usage/')) return 'usage'
  return path.includes('/rules/') ? 'rules' : 'published'
}
