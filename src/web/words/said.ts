import { useQuery } from '@tanstack/react-query'
import { useLanguage } from './words.js'

/** Says a text of the server in the language that is chosen; `word` is that of the refusal it is the sentence of. */
export type Said = (english: string, word?: string) => string

/**
 * Gives what the server says in English, such as a reason or a whole refusal in an answer, in the language that is chosen.
 * The Dutch is loaded by the first page that needs it; until then nothing is said, and English where it cannot be loaded.
 */
export function useSaid(): Said {
  const language = useLanguage()
  const dutch = useQuery({
    queryKey: ['words', 'refusals-dutch'],
    queryFn: async () => (await import('./refusals-dutch.js')).dutchSaid,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: language === 'nl',
  })
  if (language === 'en') return (english) => english
  const { data: said, isError } = dutch
  return (english, word) => said?.(english, word) ?? (isError ? english : '')
}
