import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import type { addressValidationSchema } from '../../api/schema/customer.js'
import { findCountry } from '../../core/ordering/countries.js'
import { call } from '../wire/call.js'
import { addressLines } from './address-lines.js'
import { addressOf, type BillingForm, problemsOf } from './billing-form.js'
import { useNames } from './names.js'
import { useFormWords } from './words-form.js'

type Validation = z.output<typeof addressValidationSchema>

const PAUSE_MILLISECONDS = 500
const WRITTEN = ['addressLine1', 'addressLine2', 'postalCode', 'city', 'state'] as const

/** What the server says of an address that is whole, once who types it pauses. */
function useValidation(form: BillingForm): Validation | undefined {
  const [found, setFound] = useState<{ readonly asked: string; readonly validation: Validation }>()
  const { country, addressLine1, postalCode, city, state } = problemsOf(form, findCountry(form.country))
  const isWhole = [country, addressLine1, postalCode, city, state].every((problem) => problem === undefined)
  // Whom to ask for there does not matter.
  const asked = JSON.stringify({ ...addressOf(form), firstName: '', lastName: '' })
  useEffect(() => {
    if (!isWhole) return undefined
    const abort = new AbortController()
    const timer = setTimeout(() => {
      call<Validation>({
        method: 'POST',
        path: '/v1/validations/address',
        body: JSON.parse(asked) as unknown,
        signal: abort.signal,
      })
        .then((validation) => setFound({ asked, validation }))
        // It only helps: saving tells what is really wrong.
        .catch(() => setFound(undefined))
    }, PAUSE_MILLISECONDS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [asked, isWhole])
  return isWhole && found?.asked === asked ? found.validation : undefined
}

interface AddressCheckProps {
  readonly form: BillingForm
  readonly onUse: (form: BillingForm) => void
}

/** Tells whether an address has the form of its country, and offers it as that country writes it. */
export function AddressCheck({ form, onUse }: AddressCheckProps) {
  const say = useFormWords()
  const names = useNames()
  const validation = useValidation(form)
  if (validation === undefined) return null
  const [suggested] = validation.suggestedAddresses
  if (suggested === undefined) {
    return <Said intent="warning" text={say('addressOdd', { what: validation.validationMessage ?? '' })} />
  }
  const differing = WRITTEN.filter((name) => (suggested[name] ?? '') !== form[name].trim())
  if (differing.length === 0) {
    const isPartial = validation.status === 'StreetPartial'
    return <Said intent={isPartial ? 'warning' : 'success'} text={say(isPartial ? 'addressNoNumber' : 'addressFine')} />
  }
  const use = () => onUse({ ...form, ...Object.fromEntries(WRITTEN.map((name) => [name, suggested[name] ?? ''])) })
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>{say('addressSuggested', { address: addressLines(suggested, names).join(', ') })}</MessageBarBody>
      <MessageBarActions>
        <Button onClick={use}>{say('useSuggestion')}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}

function Said({ intent, text }: { readonly intent: 'warning' | 'success'; readonly text: string }) {
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>{text}</MessageBarBody>
    </MessageBar>
  )
}
