import { Field, Input } from '@fluentui/react-components'
import type { z } from 'zod'
import type { metersSchema, usageRatesSchema } from '../../../api/schema/meter.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useCommonWords } from '../../parts/words.js'
import { useMay } from '../../session/session.js'
import { useRead } from '../../wire/read.js'
import { SearchField } from '../ui/search-field.js'
import { OffsetPager } from '../ui/seek-pages.js'
import { Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { ImportUsageFile } from './import-usage-file.js'
import { useMeterWords } from './words.js'

type UsageRates = z.output<typeof usageRatesSchema>
type Meters = z.output<typeof metersSchema>
type UsageRate = UsageRates['items'][number]

const PATH = '/v1/platform/usagerates'
const PAGE_SIZE = 50
const MOST_METERS = 2_000

/** What meters cost, cost before and will cost. */
export function UsageRatesView() {
  const say = useMeterWords()
  const may = useMay()
  const [{ meter, currency, on, from }, setState] = useUrlState({ meter: '', currency: '', on: '', from: '0' })
  const at = Number(from)
  const isCode = /^[A-Za-z]{3}$/.test(currency)
  const rates = useRead<UsageRates>(PATH, {
    query: { size: PAGE_SIZE, offset: at, meterId: meter, currency: isCode ? currency : '', on },
    keep: true,
  })
  return (
    <Section
      title={say('rates')}
      actions={may('platform.catalog.edit') && <ImportUsageFile text={say('importRates')} path={PATH} />}
    >
      <Toolbar>
        <SearchField
          label={say('currencyFilter')}
          placeholder="EUR"
          value={currency}
          onSearch={(text) => setState({ currency: text.toUpperCase(), from: '0' })}
        />
        <Field label={say('on')}>
          <Input type="date" value={on} onChange={(_, { value }) => setState({ on: value, from: '0' })} />
        </Field>
      </Toolbar>
      <Loaded read={rates}>
        {({ items, totalCount = items.length }) => (
          <>
            <RatesTable rates={items} />
            <OffsetPager
              offset={at}
              size={PAGE_SIZE}
              shown={items.length}
              total={totalCount}
              onMove={(to) => setState({ from: String(to) })}
            />
          </>
        )}
      </Loaded>
    </Section>
  )
}

/** Names of meters by id: all of them at once, since rates of many stand below each other. */
function useMeterNames(): ReadonlyMap<string, string> {
  const { data } = useRead<Meters>('/v1/platform/meters', { query: { size: MOST_METERS } })
  return new Map((data?.items ?? []).map(({ id, name }) => [id, name]))
}

function RatesTable({ rates }: { readonly rates: readonly UsageRate[] }) {
  const say = useMeterWords()
  const general = useConsoleWords()
  const common = useCommonWords()
  const { day, number, price } = useFormat()
  const names = useMeterNames()
  const columns: readonly Column<UsageRate>[] = [
    { key: 'meter', header: say('meter'), cell: ({ meterId }) => names.get(meterId) ?? meterId },
    { key: 'currency', header: say('currency'), cell: ({ currency }) => currency },
    { key: 'from', header: general('from'), cell: ({ validFrom }) => day(validFrom) },
    {
      key: 'included',
      header: say('included'),
      align: 'end',
      cell: ({ includedQuantity }) => number(includedQuantity),
    },
    {
      key: 'tiers',
      header: say('tiers'),
      cell: ({ tiers, currency }) =>
        tiers
          .map(({ from, unitPrice }) => say('tierFrom', { from: number(from), price: price(unitPrice, currency) }))
          .join('; '),
    },
    {
      key: 'credit',
      header: say('earnsCredit'),
      cell: ({ earnsCredit }) => (earnsCredit ? common('yes') : common('no')),
    },
  ]
  return (
    <Table
      label={say('rates')}
      columns={columns}
      rows={rates}
      keyOf={({ meterId, currency, validFrom }) => `${meterId} ${currency} ${validFrom}`}
      empty={<Empty text={say('noRates')} />}
    />
  )
}
