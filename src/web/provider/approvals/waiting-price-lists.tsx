import { Text } from '@fluentui/react-components'
import { AppLink } from '../../parts/link.js'
import { Section } from '../../parts/section.js'
import { Loaded } from '../../parts/states.js'
import { useRead } from '../../wire/read.js'
import { useApprovalWords } from './words.js'

interface PriceLists {
  readonly items: readonly { readonly id: string; readonly state: string }[]
}

/** How many drafts of price lists wait, and the way to them. */
export function WaitingPriceLists() {
  const say = useApprovalWords()
  const lists = useRead<PriceLists>('/v1/platform/price-lists')
  return (
    <Section title={say('priceLists')}>
      <Text>{say('priceListsText')}</Text>
      <Loaded read={lists}>
        {({ items }) => (
          <strong>{say('drafts', { count: items.filter(({ state }) => state === 'draft').length })}</strong>
        )}
      </Loaded>
      <AppLink to="/provider/price-lists">{say('toPriceLists')}</AppLink>
    </Section>
  )
}
