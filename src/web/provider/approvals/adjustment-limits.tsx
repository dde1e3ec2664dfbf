import type { z } from 'zod'
import type { adjustmentLimitSchema } from '../../../api/schema/adjustment.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import { decimalText } from '../ui/decimal-text.js'
import { useConsoleWords } from '../ui/words.js'
import { useApprovalWords } from './words.js'

type Limit = z.output<typeof adjustmentLimitSchema>

const PATH = '/v1/platform/adjustments/limits'

/** Up to which amount adjustments need no approval. */
export function AdjustmentLimits() {
  const say = useApprovalWords()
  const general = useConsoleWords()
  const may = useMay()
  const { money, day } = useFormat()
  const limits = useRead<{ readonly items: readonly Limit[] }>(PATH)
  const columns: readonly Column<Limit>[] = [
    { key: 'currency', header: say('currency'), cell: ({ currencyCode }) => currencyCode },
    {
      key: 'limit',
      header: say('limit'),
      align: 'end',
      cell: ({ amount, currencyCode }) => money(amount, currencyCode),
    },
    {
      key: 'set',
      header: general('date'),
      cell: ({ setDate, setBy }) => `${day(setDate)} ${general('by', { name: setBy })}`,
    },
  ]
  return (
    <Section title={say('limits')} actions={may('platform.adjustment.approve') && <SetLimit />}>
      <Loaded read={limits}>
        {({ items }) => (
          <Table
            label={say('limits')}
            columns={columns}
            rows={items}
            keyOf={({ currencyCode }) => currencyCode}
            empty={<Empty text={say('noLimits')} />}
          />
        )}
      </Loaded>
    </Section>
  )
}

function SetLimit() {
  const say = useApprovalWords()
  return (
    <ActionForm
      text={say('setLimit')}
      intro={say('limitText')}
      fields={[
        { key: 'currency', label: say('currency'), maxLength: 3 },
        { key: 'amount', label: say('limit'), kind: 'amount' },
      ]}
      request={({ currency = '', amount = '' }) => ({
        method: 'PUT',
        path: `${PATH}${pathOf`/${currency.trim().toUpperCase()}`}`,
        body: { amount: decimalText(amount) },
      })}
      touches={[PATH]}
      done={say('limitSet')}
    />
  )
}
