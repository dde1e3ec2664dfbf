import type { Language } from '../words/words.js'
import { EXAMPLE_TITLES_NL } from './example-titles.js'

/** An example to begin with. */
export interface Example {
  readonly key: string
  readonly titles: Readonly<Record<Language, string>>
  readonly text: string
  readonly group: 'published' | 'rules' | 'usage'
}

const FILES = import.meta.glob<string>(
  ['../../../examples/scenarios/*.json', '../../../examples/scenarios/rules/*.json', '../../../examples/usage/*.json'],
  { query: '?raw', import: 'default', eager: true },
)

/** The examples the rules are proved by. */
export const EXAMPLES: readonly Example[] = Object.entries(FILES).map(([path, text]) => {
  const key = path.split('/').at(-1)!.replace('.json', '')
  const { title } = JSON.parse(text) as { title: string }
  return { key, titles: { en: title, nl: EXAMPLE_TITLES_NL[key] ?? title }, text, group: groupOf(path) }
})

/** An example as it is opened: with its title in the language that is chosen. */
export function textIn(language: Language, { text, titles }: Example): string {
  return text.replace(JSON.stringify(titles.en), () => JSON.stringify(titles[language]))
}

function groupOf(path: string): Example['group'] {
  if (path.includes('/usage/')) return 'usage'
  return path.includes('/rules/') ? 'rules' : 'published'
}
