import type { z } from 'zod'
import type { affectedSchema, effectSchema } from '../../api/schema/price-list.js'
import { useFormat } from '../format/format.js'
import { Download } from '../parts/download.js'
import { Facts, Section, Sections } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { SeekPager, useSeekPages } from '../provider/ui/seek-pages.js'
import { Stack } from '../provider/ui/toolbar.js'
import { useRead } from '../wire/read.js'
import { usePriceListWords } from './words-lists.js'

type Effect = z.output<typeof effectSchema>
type Affected = z.output<typeof affectedSchema>

const PAGE_SUBSCRIPTIONS = 100

/** What a version changes for subscriptions that renew from its month on: in sums, by month, and each of them. */
export function EffectView({ path }: { readonly path: string }) {
  const effect = useRead<Effect>(`${path}/effect`)
  return (
    <Stack>
      <Loaded read={effect}>{(found) => <Sums effect={found} />}</Loaded>
      <Subscriptions path={path} />
    </Stack>
  )
}

function Sums({ effect }: { readonly effect: Effect }) {
  const say = usePriceListWords()
  const { money, number, month: inWords } = useFormat()
  const { currency, months, withoutPrice } = effect
  return (
    <Sections>
      <Section title={say('sums', { currency })}>
        <Facts
          facts={[
            [say('subscriptions'), number(effect.subscriptions)],
            [say('customers'), number(effect.customers)],
            [say('partners'), number(effect.partners)],
            [say('paid'), money(effect.paidPerCycle, currency)],
            [say('listed'), money(effect.listedPerCycle, currency)],
            [say('renewed'), money(effect.renewedPerCycle, currency)],
            [say('difference'), <strong key="difference">{money(effect.difference, currency)}</strong>],
            [say('withoutPrice'), withoutPrice === 0 ? undefined : number(withoutPrice)],
          ]}
        />
      </Section>
      <Section title={say('byMonth')}>
        <Table
          label={say('byMonth')}
          rows={months}
          keyOf={({ month }) => month}
          empty={<Empty text={say('noEffect')} />}
          columns={[
            { key: 'month', header: say('renewalMonth'), cell: ({ month }) => inWords(month) },
            {
              key: 'count',
              header: say('subscriptions'),
              align: 'end',
              cell: ({ subscriptions }) => number(subscriptions),
            },
            {
              key: 'difference',
              header: say('difference'),
              align: 'end',
              cell: ({ difference }) => money(difference, currency),
            },
          ]}
        />
      </Section>
    </Sections>
  )
}

function Subscriptions({ path }: { readonly path: string }) {
  const say = usePriceListWords()
  const { money, number, day } = useFormat()
  const pages = useSeekPages<Affected>(`${path}/effect/subscriptions`, { size: PAGE_SUBSCRIPTIONS })
  return (
    <Section
      title={say('affected')}
      actions={<Download request={{ path: `${path}/effect/csv` }} name="effect.csv" text="CSV" />}
    >
      <Loaded read={pages.read}>
        {({ items }) => (
          <>
            <Table
              label={say('affected')}
              rows={items}
              keyOf={({ subscriptionId }) => subscriptionId}
              empty={<Empty text={say('noEffect')} />}
              columns={[
                { key: 'partner', header: say('partner'), cell: ({ partnerName }) => partnerName },
                { key: 'customer', header: say('customer'), cell: ({ customerName }) => customerName },
                { key: 'subscription', header: say('subscription'), cell: ({ friendlyName }) => friendlyName },
                { key: 'renewal', header: say('renewal'), cell: ({ renewalDate }) => day(renewalDate) },
                { key: 'quantity', header: say('quantity'), align: 'end', cell: ({ quantity }) => number(quantity) },
                {
                  key: 'paid',
                  header: say('paid'),
                  align: 'end',
                  cell: ({ paidPerCycle, currency }) => money(paidPerCycle, currency),
                },
                {
                  key: 'new',
                  header: say('renewed'),
                  align: 'end',
                  cell: ({ newPerCycle, currency }) =>
                    newPerCycle === undefined ? say('noPrice') : money(newPerCycle, currency),
                },
                {
                  key: 'difference',
                  header: say('difference'),
                  align: 'end',
                  cell: ({ difference, currency }) => (difference === undefined ? '–' : money(difference, currency)),
                },
              ]}
            />
            <SeekPager pages={pages} />
          </>
        )}
      </Loaded>
    </Section>
  )
}
