import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { OfferRow, type OfferRowProps } from './offer-row.js'
import type { Offer } from './offers.js'
import { useCatalogueWords } from './words.js'

const ROWS = 40
const AHEAD = '600px'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  more: { alignSelf: 'center', marginTop: tokens.spacingVerticalM },
})

export interface OfferListProps extends Pick<OfferRowProps, 'offers' | 'customerId' | 'onChoose'> {
  readonly shown: readonly Offer[]
  readonly inCart: ReadonlyMap<string, number>
}

/** Offers, of which more are shown as one scrolls down. */
export function OfferList({ shown, inCart, ...rest }: OfferListProps) {
  const styles = useStyles()
  const say = useCatalogueWords()
  const [count, setCount] = useState(ROWS)
  const end = useRef<HTMLButtonElement>(null)
  const more = () => setCount((before) => before + ROWS)
  const isMore = shown.length > count
  useEffect(() => {
    if (!isMore || end.current === null || count === 0) return
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting === true && setCount((before) => before + ROWS),
      { rootMargin: AHEAD },
    )
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [isMore, count])
  return (
    <>
      <ul className={styles.list}>
        {shown.slice(0, count).map((offer) => (
          <OfferRow
            key={offer.catalogItemId}
            offer={offer}
            inCart={inCart.get(offer.catalogItemId.toLowerCase()) ?? 0}
            {...rest}
          />
        ))}
      </ul>
      {isMore && (
        <Button ref={end} className={styles.more} appearance="subtle" onClick={more}>
          {say('more')}
        </Button>
      )}
    </>
  )
}
