import { Combobox, Field, Option } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useCommonWords } from '../../parts/words.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import type { Partner } from './partner-name.js'
import { useConsoleWords } from './words.js'

const SHOWN = 20
const PAUSE_MILLISECONDS = 250

export interface PartnerFieldProps {
  readonly label: string
  /** Id of the partner; empty for none. */
  readonly value: string
  readonly onChoose: (partnerId: string) => void
  readonly accountType?: string
  readonly required?: boolean
  readonly hint?: string
}

/** Chooses a partner by its name, network id or domain name. */
export function PartnerField({ label, value, onChoose, accountType, required, hint }: PartnerFieldProps) {
  const say = useConsoleWords()
  const common = useCommonWords()
  const [typed, setTyped] = useState<string | undefined>(undefined)
  const [search, setSearch] = useState('')
  const chosen = useRead<Partner>(value === '' ? undefined : pathOf`/v1/platform/partners/${value}`)
  const found = useRead<{ readonly items: readonly Partner[] }>('/v1/platform/partners', {
    query: { size: SHOWN, search, accountType },
    keep: true,
  })
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed?.trim() ?? ''), PAUSE_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [typed])
  const name = value === '' ? '' : (chosen.data?.name ?? '')
  return (
    <Field label={label} required={required} hint={hint}>
      <Combobox
        freeform
        clearable
        clearIcon={{ 'aria-label': common('clear') }}
        placeholder={say('findPartner')}
        value={typed ?? name}
        selectedOptions={value === '' ? [] : [value]}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => setTyped(undefined)}
        onOptionSelect={(_, { optionValue }) => {
          setTyped(undefined)
          onChoose(optionValue ?? '')
        }}
      >
        {(found.data?.items ?? []).map(({ id, name: partnerName, mpnId }) => (
          <Option key={id} value={id} text={partnerName}>
            {partnerName} ({mpnId})
          </Option>
        ))}
      </Combobox>
    </Field>
  )
}
