import { useMemo } from 'react'
import type { z } from 'zod'
import type { addressSchema } from '../../api/schema/customer.js'
import { COUNTRIES } from '../../core/ordering/countries.js'
import { useNames } from '../customers/names.js'
import type { Option } from '../provider/ui/choice.js'
import type { FormField, Values } from '../provider/ui/form-fields.js'
import { useLanguage } from '../words/words.js'
import { useAccountWords } from './words.js'

export type Address = z.output<typeof addressSchema>

export interface Contact {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly email?: string | undefined
  readonly phoneNumber?: string | undefined
}

const ADDRESS_KEYS = ['country', 'state', 'city', 'addressLine1', 'addressLine2', 'postalCode'] as const
const CONTACT_KEYS = ['firstName', 'lastName', 'email', 'phoneNumber'] as const

/** The texts of an address or a contact, as a form begins with them. */
export function valuesOf(part: object): Values {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => typeof value === 'string'))
}

/** What was typed in place of what was there; a field that was emptied is left out. */
function changed<T extends object>(before: T, keys: readonly (keyof T & string)[], values: Values): T {
  const typed = keys.map((key) => [key, (values[key] ?? '').trim() || undefined])
  return { ...before, ...Object.fromEntries(typed) }
}

export function addressOf(before: Address, values: Values): Address {
  return changed(before, ADDRESS_KEYS, values)
}

export function contactOf(before: Contact, values: Values): Contact {
  return changed(before, CONTACT_KEYS, values)
}

function useCountryOptions(): readonly Option[] {
  const names = useNames()
  const language = useLanguage()
  return useMemo(() => {
    const options = [...COUNTRIES.keys()].map((value) => ({ value, text: names.country(value) }))
    return options.sort((a, b) => a.text.localeCompare(b.text, language))
  }, [names, language])
}

/** Fields several profiles have. */
export function useFields() {
  const say = useAccountWords()
  const countries = useCountryOptions()
  const line = (key: string, word: Parameters<typeof say>[0], maxLength: number): FormField => ({
    ...{ key, label: say(word), maxLength },
    optional: true,
  })
  const email: readonly FormField[] = [{ key: 'email', label: say('email'), kind: 'email', optional: true }]
  return {
    company: [{ key: 'companyName', label: say('company'), maxLength: 200 }],
    address: [
      line('addressLine1', 'line1', 200),
      line('addressLine2', 'line2', 200),
      line('postalCode', 'postalCode', 20),
      line('city', 'city', 100),
      line('state', 'state', 100),
      { key: 'country', label: say('country'), kind: 'choice', options: countries },
    ],
    email,
    contact: [
      line('firstName', 'firstName', 100),
      line('lastName', 'lastName', 100),
      ...email,
      line('phoneNumber', 'phone', 40),
    ],
    culture: [
      { key: 'language', label: say('language'), maxLength: 20 },
      { key: 'culture', label: say('culture'), maxLength: 20 },
    ],
  } as const satisfies Record<string, readonly FormField[]>
}
