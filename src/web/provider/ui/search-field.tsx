import { Field, SearchBox } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { useCommonWords } from '../../parts/words.js'

const PAUSE_MILLISECONDS = 250

/** A field to search by, which waits until typing pauses. */
export function SearchField({
  label,
  placeholder,
  value,
  onSearch,
}: {
  readonly label: string
  readonly placeholder?: string
  readonly value: string
  readonly onSearch: (text: string) => void
}) {
  const say = useCommonWords()
  const [text, setText] = useState(value)
  const search = useRef(onSearch)
  search.current = onSearch
  useEffect(() => {
    if (text === value) return undefined
    const timer = setTimeout(() => search.current(text), PAUSE_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <Field label={label}>
      <SearchBox
        value={text}
        placeholder={placeholder}
        dismiss={{ 'aria-label': say('clear') }}
        onChange={(_, data) => setText(data.value)}
      />
    </Field>
  )
}
