import { Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { quarantined } from '../../../api/schema/billing.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useRead } from '../../wire/read.js'
import { useSaid } from '../../words/said.js'
import { PartnerName } from '../ui/partner-name.js'
import { useConsoleWords } from '../ui/words.js'
import { useRunWords } from './words.js'

type Quarantined = z.output<typeof quarantined>

/** Subscriptions that the last run could not charge, and why. */
export function QuarantineView() {
  const say = useRunWords()
  const general = useConsoleWords()
  const said = useSaid()
  const { instant } = useFormat()
  const found = useRead<Quarantined>('/v1/platform/quarantine')
  const columns: readonly Column<Quarantined['items'][number]>[] = [
    { key: 'partner', header: general('partner'), cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
    { key: 'subscription', header: say('subscription'), cell: ({ subscriptionId }) => subscriptionId },
    { key: 'reason', header: general('reason'), cell: ({ reason, code }) => said(reason, code) },
    { key: 'since', header: say('since'), cell: ({ since }) => instant(since) },
  ]
  return (
    <Section title={say('quarantine')}>
      <Text>{say('quarantineText')}</Text>
      <Loaded read={found}>
        {({ items }) => (
          <Table
            label={say('quarantine')}
            columns={columns}
            rows={items}
            keyOf={({ subscriptionId }) => subscriptionId}
            empty={<Empty text={say('noQuarantine')} />}
          />
        )}
      </Loaded>
    </Section>
  )
}
