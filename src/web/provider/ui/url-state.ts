import { useNavigate, useSearch } from '@tanstack/react-router'

/** Filters, tabs and pages as texts, kept in the address so that a page can be shared and gone back to. */
export type UrlState<Key extends string> = Readonly<Record<Key, string>>

/** What the address says, with a default for each thing it leaves out; and a way to change some of it. */
export function useUrlState<const Key extends string>(
  defaults: UrlState<Key>,
): readonly [UrlState<Key>, (change: Partial<Record<Key, string>>) => void] {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>
  const navigate = useNavigate()
  const keys = Object.keys(defaults) as Key[]
  const state = Object.fromEntries(keys.map((key) => [key, textOf(search[key]) ?? defaults[key]])) as UrlState<Key>
  const change = (some: Partial<Record<Key, string>>) => {
    const changed = Object.entries<string | undefined>(some).map(([key, value]) => [
      key,
      value === undefined || value === defaults[key as Key] ? undefined : value,
    ])
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, ...Object.fromEntries(changed) })) as never,
      replace: true,
    })
  }
  return [state, change]
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}
