import type { z } from 'zod'
import type { meterSchema } from '../../../api/schema/meter.js'
import { AppLink } from '../../parts/link.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { useRead } from '../../wire/read.js'
import { SearchField } from '../ui/search-field.js'
import { OffsetPager } from '../ui/seek-pages.js'
import { Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { ImportUsageFile } from './import-usage-file.js'
import { useMeterWords } from './words.js'

type Meter = z.output<typeof meterSchema>

const PATH = '/v1/platform/meters'
const PAGE_SIZE = 100

/** What is measured, by product and SKU. */
export function MetersView() {
  const say = useMeterWords()
  const general = useConsoleWords()
  const may = useMay()
  const [{ category, offset }, setState] = useUrlState({ category: '', offset: '0' })
  const at = Number(offset)
  const meters = useRead<{ items: readonly Meter[]; totalCount: number }>(PATH, {
    query: { size: PAGE_SIZE, offset: at, category },
    keep: true,
  })
  return (
    <Section
      title={say('meters')}
      actions={may('platform.catalog.edit') && <ImportUsageFile text={say('importMeters')} path={PATH} />}
    >
      <Toolbar>
        <SearchField
          label={say('category')}
          value={category}
          onSearch={(text) => setState({ category: text, offset: '0' })}
        />
      </Toolbar>
      <Loaded read={meters}>
        {({ items, totalCount }) => (
          <>
            <Meters meters={items} empty={category === '' ? say('noMeters') : general('noneFound')} />
            <OffsetPager
              offset={at}
              size={PAGE_SIZE}
              shown={items.length}
              total={totalCount}
              onMove={(to) => setState({ offset: String(to) })}
            />
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Meters({ meters, empty }: { readonly meters: readonly Meter[]; readonly empty: string }) {
  const say = useMeterWords()
  const columns: readonly Column<Meter>[] = [
    {
      key: 'name',
      header: say('meter'),
      cell: ({ id, name }) => (
        <AppLink to="/provider/meters" search={{ tab: 'rates', meter: id }}>
          {name}
        </AppLink>
      ),
    },
    { key: 'category', header: say('category'), cell: ({ category }) => category },
    { key: 'subcategory', header: say('subcategory'), cell: ({ subcategory }) => subcategory },
    { key: 'product', header: say('product'), cell: ({ productId, skuId }) => `${productId}:${skuId}` },
    { key: 'region', header: say('region'), cell: ({ region }) => region },
    { key: 'unit', header: say('unit'), cell: ({ unit }) => unit },
    { key: 'currency', header: say('currency'), cell: ({ pricingCurrency }) => pricingCurrency },
  ]
  return (
    <Table
      label={say('meters')}
      columns={columns}
      rows={meters}
      keyOf={({ id }) => id}
      empty={<Empty text={empty} />}
    />
  )
}
