import { useEffect, useState } from 'react'
import { send } from '../wire/call.js'
import type { Fault } from '../wire/fault.js'
import { pathOf } from '../wire/path.js'
import { TextField } from './form-fields.js'
import { useFormWords } from './words-form.js'

/** What is known of a domain. */
export type DomainState = 'unknown' | 'checking' | 'free' | 'taken' | 'malformed'

const PAUSE_MILLISECONDS = 400
const FORM = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i
const STATES: Readonly<Record<number, DomainState>> = { 404: 'free', 400: 'malformed' }

/** Whether a domain is free, asked once who types it pauses. */
export function useDomainState(domain: string): DomainState {
  const [known, setKnown] = useState<{ readonly domain: string; readonly state: DomainState }>()
  const isFormed = FORM.test(domain)
  useEffect(() => {
    if (!isFormed) return undefined
    const abort = new AbortController()
    const timer = setTimeout(() => {
      send({ method: 'HEAD', path: pathOf`/v1/domains/${domain}`, signal: abort.signal })
        .then(() => setKnown({ domain, state: 'taken' }))
        .catch((fault: Fault) => {
          if (!abort.signal.aborted) setKnown({ domain, state: STATES[fault.status] ?? 'unknown' })
        })
    }, PAUSE_MILLISECONDS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [domain, isFormed])
  if (domain === '') return 'unknown'
  if (!isFormed) return 'malformed'
  return known?.domain === domain ? known.state : 'checking'
}

interface DomainFieldProps {
  readonly value: string
  readonly state: DomainState
  readonly isTried: boolean
  readonly onChange: (domain: string) => void
}

const WORDS = { checking: 'domainChecking', free: 'domainFree', taken: 'domainTaken' } as const
const LOOKS = { checking: 'none', free: 'success', taken: 'error' } as const

/** The domain of a new customer, with whether it is free. */
export function DomainField({ value, state, isTried, onChange }: DomainFieldProps) {
  const say = useFormWords()
  const common = { label: say('domain'), value, onChange, required: true }
  if (state === 'unknown' || state === 'malformed') {
    const problem = isTried ? say(value === '' ? 'missing' : 'domainForm') : undefined
    return <TextField {...common} hint={say('domainHint')} problem={problem} />
  }
  return <TextField {...common} hint={say('domainHint')} problem={say(WORDS[state])} state={LOOKS[state]} />
}
