import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useFormat } from '../format/format.js'
import { useCommonWords } from './words.js'

const useStyles = makeStyles({
  pager: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
})

export interface PagerProps {
  /** Rows before this page. */
  readonly offset: number
  /** Rows of this page. */
  readonly shown: number
  /** Rows in all, where that is known. */
  readonly total?: number
  readonly onPrevious?: (() => void) | undefined
  readonly onNext?: (() => void) | undefined
}

/** Which rows are shown, and the ways to those before and after; a way that is left out leads nowhere. */
export function Pager({ offset, shown, total, onPrevious, onNext }: PagerProps) {
  const styles = useStyles()
  const say = useCommonWords()
  const { number } = useFormat()
  const range = { from: number(shown === 0 ? 0 : offset + 1), to: number(offset + shown) }
  return (
    <nav className={styles.pager} aria-label={say('more')}>
      <Button disabled={onPrevious === undefined} onClick={onPrevious}>
        {say('previous')}
      </Button>
      <Button disabled={onNext === undefined} onClick={onNext}>
        {say('next')}
      </Button>
      <Text aria-live="polite">
        {total === undefined ? say('range', range) : say('rangeOf', { ...range, total: number(total) })}
      </Text>
    </nav>
  )
}
