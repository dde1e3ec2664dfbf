import { Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { usageRefusalsSchema } from '../../../api/schema/usage-rating.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useRead } from '../../wire/read.js'
import { useSaid } from '../../words/said.js'
import { PartnerName } from '../ui/partner-name.js'
import { useConsoleWords } from '../ui/words.js'
import { useMeterWords } from './words.js'

type Refusals = z.output<typeof usageRefusalsSchema>

/** Usage that could not be rated, and why. */
export function RefusalsView() {
  const say = useMeterWords()
  const general = useConsoleWords()
  const said = useSaid()
  const { instant } = useFormat()
  const found = useRead<Refusals>('/v1/platform/usagerefusals')
  const columns: readonly Column<Refusals['items'][number]>[] = [
    { key: 'partner', header: general('partner'), cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
    { key: 'subscription', header: say('subscription'), cell: ({ subscriptionId }) => subscriptionId },
    { key: 'meter', header: say('meter'), cell: ({ meterId }) => meterId },
    { key: 'reason', header: general('reason'), cell: ({ reason, code }) => said(reason, code) },
    { key: 'since', header: general('from'), cell: ({ since }) => instant(since) },
  ]
  return (
    <Section title={say('refusals')}>
      <Text>{say('refusalsText')}</Text>
      <Loaded read={found}>
        {({ items }) => (
          <Table
            label={say('refusals')}
            columns={columns}
            rows={items}
            keyOf={({ subscriptionId, meterId, code }) => `${subscriptionId} ${meterId} ${code}`}
            empty={<Empty text={say('noRefusals')} />}
          />
        )}
      </Loaded>
    </Section>
  )
}
