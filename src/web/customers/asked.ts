import { useNavigate, useSearch } from '@tanstack/react-router'

/** What the address of a page asks for after its question mark, and the way to ask for something else. */
export function useAsked() {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>
  const navigate = useNavigate()
  return {
    /** Empty where it is not asked for. */
    asked: (name: string) => (search[name] === undefined ? '' : String(search[name])),
    askedNumber: (name: string) => Math.max(0, Math.trunc(Number(search[name] ?? 0)) || 0),
    /** Takes the place of the address; what is `undefined` or empty is left out of it. */
    ask: (changes: Readonly<Record<string, string | number | undefined>>) => {
      const wanted = Object.entries({ ...search, ...changes }).filter(
        ([, value]) => value !== undefined && value !== '',
      )
      void navigate({ to: '.', search: Object.fromEntries(wanted) as never, replace: true, resetScroll: false })
    },
  }
}
