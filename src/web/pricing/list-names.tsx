import { useNames } from '../customers/names.js'
import { useFormat } from '../format/format.js'
import { Status, type Tone } from '../parts/status.js'
import type { PriceList } from './rows.js'
import { usePricingWords } from './words.js'

const TONES: Readonly<Record<PriceList['state'], Tone>> = {
  draft: 'waiting',
  preview: 'plain',
  current: 'good',
  history: 'over',
  superseded: 'over',
  discarded: 'over',
}

export function ListState({ state }: { readonly state: PriceList['state'] }) {
  const say = usePricingWords()
  return <Status text={say(state)} tone={TONES[state]} />
}

/** What a list is called: its month, currency, market and segment. */
export function useListName(): (list: PriceList) => string {
  const say = usePricingWords()
  const names = useNames()
  const { month } = useFormat()
  return (list) => {
    const market = list.market === '' ? say('everyMarket') : names.country(list.market)
    return `${month(list.month)}, ${list.currency}, ${market}, ${say(list.segment)}`
  }
}
