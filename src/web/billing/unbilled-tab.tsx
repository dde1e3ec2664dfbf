import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { invoiceAdjustmentsSchema } from '../../api/schema/adjustment.js'
import { SearchBox } from '../customers/search-box.js'
import { useFormat } from '../format/format.js'
import { Section } from '../parts/section.js'
import { Loaded, Loading, Problem } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useRead } from '../wire/read.js'
import { sumOf } from './exact.js'
import { LineTable } from './line-table.js'
import type { BillLine } from './types.js'
import { useLines } from './use-lines.js'
import { useLineWords } from './words-lines.js'

type Adjustments = z.output<typeof invoiceAdjustmentsSchema>

const useStyles = makeStyles({ muted: { color: tokens.colorNeutralForeground2 } })

/** What the next invoices of a currency will have on them, as far as it is known now. */
export function UnbilledTab({ currency }: { readonly currency: string }) {
  const styles = useStyles()
  const say = useLineWords()
  return (
    <>
      <Text className={styles.muted}>{say('coming')}</Text>
      <Coming key={`recurring ${currency}`} type="recurring" currency={currency} />
      <Coming key={`one_time ${currency}`} type="one_time" currency={currency} />
      <Waiting currency={currency} />
    </>
  )
}

function Coming({ type, currency }: { readonly type: 'recurring' | 'one_time'; readonly currency: string }) {
  const say = useLineWords()
  const { money, number } = useFormat()
  const [sought, setSought] = useState('')
  const coming = { invoiceType: type, currency }
  const { lines, hasMore, isLoading, isLoadingMore, loadMore, fault, retry } = useLines('unbilled', coming)
  const shown = sought === '' ? lines : lines.filter((line) => fits(line, sought.toLowerCase()))
  const title = say(type === 'recurring' ? 'nextRecurring' : 'nextOneTime')
  const amount = money(
    sumOf(
      shown.map(({ subtotal }) => subtotal),
      currency,
    ),
    currency,
  )
  return (
    <Section
      title={title}
      actions={lines.length > 5 && <SearchBox label={say('findLoaded')} value={sought} onSearch={setSought} />}
    >
      {isLoading && <Loading />}
      {fault !== null && <Problem fault={fault} retry={retry} />}
      {!isLoading && fault === null && (
        <>
          {lines.length > 0 && (
            <Text aria-live="polite" size={400} weight="semibold">
              {say(hasMore ? 'soFarPart' : 'soFar', { amount, lines: number(shown.length) })}
            </Text>
          )}
          <LineTable
            label={title}
            invoiceId="unbilled"
            coming={coming}
            lines={shown}
            total={hasMore && sought === '' ? undefined : shown.length}
            onEnd={loadMore}
            empty={say(lines.length === 0 ? 'noneComing' : 'noLines')}
            untaxed
          />
          {isLoadingMore && <Text>{say('loadingMore')}</Text>}
        </>
      )}
    </Section>
  )
}

function fits({ customerName, subscriptionName, offer, subscriptionId }: BillLine, sought: string): boolean {
  return [customerName, subscriptionName, offer, subscriptionId].some((text) => text.toLowerCase().includes(sought))
}

/** Credits and fees somebody approved, which the next invoice takes. */
function Waiting({ currency }: { readonly currency: string }) {
  const say = useLineWords()
  const { money, day } = useFormat()
  const read = useRead<Adjustments>('/v1/invoices/unbilled/adjustments')
  const empty = <Text>{say('noneWaiting')}</Text>
  return (
    <Section title={say('waiting')}>
      <Loaded read={read}>
        {({ items }) => (
          <Table
            label={say('waiting')}
            rows={items.filter(({ currencyCode }) => currencyCode === currency)}
            keyOf={({ id, description }) => id ?? description}
            empty={empty}
            columns={[
              { key: 'description', header: say('description'), cell: ({ description }) => description },
              { key: 'from', header: say('waitingFrom'), cell: ({ notBefore }) => (notBefore ? day(notBefore) : '–') },
              {
                key: 'amount',
                header: say('amount'),
                align: 'end',
                cell: ({ amount, currencyCode }) => money(amount, currencyCode),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  )
}
