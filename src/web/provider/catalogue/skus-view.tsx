import type { z } from 'zod'
import type { publisherSchema, staffSkuSchema } from '../../../api/schema/catalog-staff.js'
import { useFormat } from '../../format/format.js'
import { AppLink } from '../../parts/link.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useRead } from '../../wire/read.js'
import { Choice } from '../ui/choice.js'
import { SearchField } from '../ui/search-field.js'
import { OffsetPager } from '../ui/seek-pages.js'
import { Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { useCatalogueWords } from './words.js'

export type Sku = z.output<typeof staffSkuSchema>
export type Publisher = z.output<typeof publisherSchema>

const PAGE_SIZE = 50

/** SKUs, found by product, title or publisher. */
export function SkusView() {
  const say = useCatalogueWords()
  const general = useConsoleWords()
  const [{ search, publisher, offset }, setState] = useUrlState({ search: '', publisher: '', offset: '0' })
  const at = Number(offset)
  const skus = useRead<{ items: readonly Sku[]; totalCount: number }>('/v1/platform/catalog/skus', {
    query: { size: PAGE_SIZE, offset: at, search, publisher },
    keep: true,
  })
  const publishers = useRead<{ readonly items: readonly Publisher[] }>('/v1/platform/catalog/publishers')
  const isFiltered = `${search}${publisher}` !== ''
  return (
    <Section title={say('skus')}>
      <Toolbar>
        <SearchField
          label={say('search')}
          placeholder={say('searchHint')}
          value={search}
          onSearch={(text) => setState({ search: text, offset: '0' })}
        />
        <Choice
          label={say('publisher')}
          value={publisher}
          all={say('allPublishers')}
          options={(publishers.data?.items ?? []).map(({ publisherId, name }) => ({ value: publisherId, text: name }))}
          onChoose={(chosen) => setState({ publisher: chosen, offset: '0' })}
        />
      </Toolbar>
      <Loaded read={skus}>
        {({ items, totalCount }) => (
          <>
            <Skus skus={items} empty={isFiltered ? general('noneFound') : say('noSkus')} />
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

function Skus({ skus, empty }: { readonly skus: readonly Sku[]; readonly empty: string }) {
  const say = useCatalogueWords()
  const { number } = useFormat()
  const columns: readonly Column<Sku>[] = [
    {
      key: 'sku',
      header: say('sku'),
      cell: ({ productId, skuId, skuTitle }) => (
        <AppLink to={`/provider/catalogue/${encodeURIComponent(productId)}/${encodeURIComponent(skuId)}`}>
          {skuTitle}
        </AppLink>
      ),
    },
    { key: 'id', header: say('product'), cell: ({ productId, skuId }) => `${productId}:${skuId}` },
    { key: 'publisher', header: say('publisher'), cell: ({ publisherName }) => publisherName },
    { key: 'type', header: say('productType'), cell: ({ productType }) => productType },
    { key: 'category', header: say('category'), cell: ({ category }) => category },
    { key: 'profile', header: say('profile'), cell: ({ profileId }) => profileId },
    {
      key: 'quantity',
      header: say('quantity'),
      align: 'end',
      cell: ({ minimumQuantity, maximumQuantity }) => `${number(minimumQuantity)} – ${number(maximumQuantity)}`,
    },
    { key: 'sale', header: say('sale'), cell: (sku) => <Sale sku={sku} /> },
  ]
  return (
    <Table
      label={say('skus')}
      columns={columns}
      rows={skus}
      keyOf={({ productId, skuId }) => `${productId}:${skuId}`}
      empty={<Empty text={empty} />}
    />
  )
}

/** Whether a SKU is sold to partners. */
export function Sale({ sku }: { readonly sku: Sku }) {
  const say = useCatalogueWords()
  const { day } = useFormat()
  if (sku.withdrawnOn !== undefined) {
    return <Status text={say('withdrawn', { day: day(sku.withdrawnOn) })} tone="bad" />
  }
  if (!sku.transactable) return <Status text={say('notTransactable')} tone="over" />
  if (sku.channelExcluded) return <Status text={say('excluded')} tone="waiting" />
  return <Status text={say('onSale')} tone="good" />
}
