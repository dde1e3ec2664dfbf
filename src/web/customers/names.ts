import { useMemo } from 'react'
import { useLanguage } from '../words/words.js'

/** Names of countries and languages in the language that is chosen; a code nobody knows is shown as it is. */
export interface Names {
  country(code: string): string
  /** A country with a region of it, where one is meant: `United States, CA`. */
  place(where: { readonly country: string; readonly region: string }): string
  /** A language such as `nl`, or a culture such as `nl-NL`. */
  language(tag: string): string
}

function namesIn(language: string): Names {
  const name = (type: 'region' | 'language', code: string) => {
    try {
      return new Intl.DisplayNames(language, { type }).of(code) ?? code
    } catch {
      return code
    }
  }
  const upperFirst = (text: string) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
  const country = (code: string) => name('region', code.toUpperCase())
  return {
    country,
    place: ({ country: code, region }) => (region === '' ? country(code) : `${country(code)}, ${region}`),
    language: (tag) => upperFirst(name('language', tag)),
  }
}

export function useNames(): Names {
  const language = useLanguage()
  return useMemo(() => namesIn(language), [language])
}
