import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'

export const LANGUAGES = ['en', 'nl'] as const
export type Language = (typeof LANGUAGES)[number]

const KEY = 'prorata.language'

/** The language somebody chose here before; else that of the browser, where there is one of ours. */
function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(KEY), ...navigator.languages].map((tag) => tag?.slice(0, 2))
  return (
    LANGUAGES.find((language) => language === wanted.find((tag) => LANGUAGES.some((known) => known === tag))) ?? 'en'
  )
}

// At once, since the words of a page are added while it is loaded.
void i18next.use(initReactI18next).init({
  lng: preferredLanguage(),
  fallbackLng: 'en',
  resources: {},
  initAsync: false,
  interpolation: { escapeValue: false },
})
document.documentElement.lang = preferredLanguage()

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}

/** A key without the endings by which plurals are told apart. */
type Plain<Key> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key

/** Says a text of an area in the language that is chosen. `count` chooses between `key_one` and `key_other`. */
export type Say<Words> = (
  key: Plain<keyof Words & string>,
  values?: Readonly<Record<string, string | number>>,
) => string

/**
 * The words of an area of the portal, in every language; gives the hook by which its pages say them. Values stand in a
 * text as `{{name}}`. A key that one language lacks does not compile.
 */
export function wordsOf<const English extends Readonly<Record<string, string>>>(
  area: string,
  words: { readonly en: English; readonly nl: Readonly<Record<keyof English, string>> },
): () => Say<English> {
  for (const language of LANGUAGES) i18next.addResourceBundle(language, area, words[language])
  return () => {
    const { t } = useTranslation(area)
    return (key, values) => t(key, values ?? {})
  }
}

/** The language that is chosen. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language as Language
}
