import { Select, type SelectProps } from '@fluentui/react-components'
import { useMemo } from 'react'
import { COUNTRIES } from '../../core/ordering/countries.js'
import { useSession } from '../session/session.js'
import { useLanguage } from '../words/words.js'
import { useNames } from './names.js'
import { sellingCountries } from './selling-countries.js'

export interface CountrySelectProps extends Omit<SelectProps, 'children'> {
  /** Stands before the countries where none need be chosen. */
  readonly all?: string
  /** Whether it may be any country, not only one the account sells in. */
  readonly anywhere?: boolean
}

/** Chooses a country by its name. */
export function CountrySelect({ all, anywhere = false, ...props }: CountrySelectProps) {
  const { account } = useSession()
  const names = useNames()
  const language = useLanguage()
  const own = account?.country ?? ''
  const chosen = String(props.value ?? '')
  const countries = useMemo(() => {
    const codes = new Set([
      ...(anywhere ? COUNTRIES.keys() : sellingCountries(own)),
      ...(chosen === '' ? [] : [chosen]),
    ])
    const named = [...codes].map((code) => ({ code, name: names.country(code) }))
    return named.sort((a, b) => a.name.localeCompare(b.name, language))
  }, [own, chosen, anywhere, names, language])
  return (
    <Select {...props}>
      {all !== undefined && <option value="">{all}</option>}
      {countries.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </Select>
  )
}
