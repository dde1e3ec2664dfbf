import { SearchBox as FluentSearchBox, makeStyles } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { useCommonWords } from '../parts/words.js'

const PAUSE_MILLISECONDS = 250

const useStyles = makeStyles({ box: { width: 'min(420px, 100%)', maxWidth: '100%' } })

export interface SearchBoxProps {
  readonly label: string
  readonly value: string
  /** Called once who types pauses. */
  readonly onSearch: (text: string) => void
}

/** A box in which somebody types what to look for. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const styles = useStyles()
  const say = useCommonWords()
  const [text, setText] = useState(value)
  const told = useRef(value)
  const tell = useRef(onSearch)
  tell.current = onSearch
  useEffect(() => {
    // What was searched for was changed from elsewhere.
    if (value !== told.current) setText(value)
    told.current = value
  }, [value])
  useEffect(() => {
    const wanted = text.trim()
    if (wanted === told.current) return undefined
    const timer = setTimeout(() => {
      told.current = wanted
      tell.current(wanted)
    }, PAUSE_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <FluentSearchBox
      className={styles.box}
      aria-label={label}
      placeholder={label}
      value={text}
      dismiss={{ 'aria-label': say('clear') }}
      onChange={(_, { value: typed }) => setText(typed)}
    />
  )
}
