import { Text } from '@fluentui/react-components'
import { PRORATION_POLICIES } from '../../../core/proration/policies.js'
import type { ProrationPolicy, ProrationRate } from '../../../core/proration/policy.js'
import { Section } from '../../parts/section.js'
import { type Column, Table } from '../../parts/table.js'
import { useCatalogueWords } from './words.js'

type Say = ReturnType<typeof useCatalogueWords>
type RoundingWord = 'exact' | 'half-away-from-zero' | 'toward-zero'

/** How a part of a cycle is priced, in words. */
export function PoliciesView() {
  const say = useCatalogueWords()
  const columns: readonly Column<ProrationPolicy>[] = [
    { key: 'id', header: say('policy'), cell: ({ id }) => id },
    { key: 'rate', header: say('first'), cell: ({ rate }) => rateText(rate, say) },
    { key: 'unit', header: say('unitPrice'), cell: ({ unitPrice }) => say(unitPrice as RoundingWord) },
    {
      key: 'amount',
      header: say('lineAmount'),
      cell: ({ amount }) =>
        amount === 'unit-price'
          ? say('timesQuantity')
          : say('inOneGo', { rounding: say(amount as RoundingWord).toLowerCase() }),
    },
  ]
  return (
    <Section title={say('policies')}>
      <Text>{say('policiesText')}</Text>
      <Table
        label={say('policies')}
        columns={columns}
        rows={Object.values(PRORATION_POLICIES)}
        keyOf={({ id }) => id}
      />
    </Section>
  )
}

function rateText(rate: ProrationRate | null, say: Say): string {
  if (rate === null) return say('nothingFirst')
  if (rate.of === 'share') return say('rateShare', { count: rate.digits })
  const digits = rate.digits === 0 ? say('minorUnit') : say('oneMore')
  return say(rate.of === 'unit' ? 'rateUnit' : 'rateLine', { digits })
}
