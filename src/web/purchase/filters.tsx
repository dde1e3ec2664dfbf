import { Checkbox, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import { useCommonWords } from '../parts/words.js'
import { type Offer, type OfferFilter, publishersOf } from './offers.js'
import { useCatalogueWords } from './words.js'

const DEBOUNCE_MILLISECONDS = 250

const useStyles = makeStyles({
  filters: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 140px), 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
  },
  choice: { minWidth: 0, '& select': { minWidth: 0, width: '100%' } },
  whole: { gridColumn: '1 / -1' },
  tight: { gridColumn: '1 / -1', marginLeft: `-${tokens.spacingHorizontalS}` },
})

type Search = Readonly<Partial<Record<'q' | 'publisher' | 'billing' | 'category' | 'available' | 'addOnsOf', unknown>>>

const NO_FILTER: OfferFilter = { text: '', publisher: '', billing: '', category: '', onlyAvailable: false }

function filterOf({ q, publisher, billing, category, available }: Search): OfferFilter {
  const text = (value: unknown) => (value === undefined ? '' : String(value))
  return {
    text: text(q),
    publisher: text(publisher),
    billing: text(billing),
    category: text(category),
    onlyAvailable: available === true,
  }
}

function searchOf({ text, publisher, billing, category, onlyAvailable }: OfferFilter): Search {
  const given = { q: text.trim(), publisher, billing, category, available: onlyAvailable }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '' && value !== false))
}

/** Which offers are looked for; kept in the address, so that a page with its filters can be shared. */
export function useFilter() {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const [filter, setFilter] = useState(() => filterOf(search))
  useEffect(() => {
    const wanted = searchOf(filter)
    if (JSON.stringify(searchOf(filterOf(search))) === JSON.stringify(wanted)) return
    // For which subscription add-ons are looked for is no filter: it stays.
    const { addOnsOf } = search
    const address = { ...(addOnsOf === undefined ? {} : { addOnsOf }), ...wanted }
    const timer = setTimeout(
      () => void navigate({ to: '.', search: address as never, replace: true, resetScroll: false }),
      DEBOUNCE_MILLISECONDS,
    )
    return () => clearTimeout(timer)
  }, [filter, search, navigate])
  const change = useCallback((part: Partial<OfferFilter>) => setFilter((before) => ({ ...before, ...part })), [])
  const clear = useCallback(() => setFilter(NO_FILTER), [])
  return { filter, change, clear }
}

export interface FiltersProps {
  readonly offers: readonly Offer[]
  readonly filter: OfferFilter
  readonly change: (part: Partial<OfferFilter>) => void
}

const BILLING = ['recurring', 'one_time'] as const
const CATEGORIES = ['Enterprise', 'Small business', 'Trial'] as const

export function Filters({ offers, filter, change }: FiltersProps) {
  const styles = useStyles()
  const say = useCatalogueWords()
  const sayCommon = useCommonWords()
  const choice = (
    label: string,
    name: 'publisher' | 'billing' | 'category',
    options: readonly { readonly key: string; readonly text: string }[],
  ) => (
    <Field label={label} className={styles.choice}>
      <Select value={filter[name]} onChange={(_, { value }) => change({ [name]: value })}>
        <option value="">{say('all')}</option>
        {options.map(({ key, text }) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </Select>
    </Field>
  )
  return (
    <div className={styles.filters}>
      <Field label={sayCommon('search')} className={styles.whole}>
        <Input
          type="search"
          placeholder={say('searchHint')}
          contentBefore={<SearchRegular />}
          value={filter.text}
          onChange={(_, { value }) => change({ text: value })}
        />
      </Field>
      {choice(say('publisher'), 'publisher', publishersOf(offers))}
      {choice(
        say('billing'),
        'billing',
        BILLING.map((key) => ({ key, text: say(key) })),
      )}
      {choice(
        say('category'),
        'category',
        CATEGORIES.map((key) => ({ key, text: say(key) })),
      )}
      <Checkbox
        className={styles.tight}
        label={say('onlyAvailable')}
        checked={filter.onlyAvailable}
        onChange={(_, { checked }) => change({ onlyAvailable: checked === true })}
      />
    </div>
  )
}
