import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { OffsetPager } from '../provider/ui/seek-pages.js'
import { useUrlState } from '../provider/ui/url-state.js'
import { useRead } from '../wire/read.js'
import { ListState, useListName } from './list-names.js'
import type { PriceList } from './rows.js'
import { usePricingWords } from './words.js'

const PAGE_LISTS = 20

/** The lists the provider published, up to that of the next month. */
export function PublishedLists() {
  const say = usePricingWords()
  const nameOf = useListName()
  const { number, instant } = useFormat()
  const [{ offset }, setState] = useUrlState({ offset: '0' })
  const at = Number(offset)
  const lists = useRead<{ items: readonly PriceList[]; totalCount: number }>('/v1/pricelists', {
    query: { size: PAGE_LISTS, offset: at },
    keep: true,
  })
  return (
    <Section title={say('published')}>
      <Loaded read={lists}>
        {({ items, totalCount }) => (
          <>
            <Table
              label={say('published')}
              rows={items}
              keyOf={({ id }) => id}
              empty={<Empty text={say('nonePublished')} />}
              columns={[
                {
                  key: 'name',
                  header: say('list'),
                  cell: (list) => <AppLink to={`/pricing/${list.id}`}>{nameOf(list)}</AppLink>,
                },
                { key: 'state', header: say('state'), cell: ({ state }) => <ListState state={state} /> },
                {
                  key: 'published',
                  header: say('publishedOn'),
                  cell: ({ decidedDate }) => (decidedDate === undefined ? '–' : instant(decidedDate)),
                },
                { key: 'lines', header: say('lines'), align: 'end', cell: ({ lineCount }) => number(lineCount) },
              ]}
            />
            <OffsetPager
              offset={at}
              size={PAGE_LISTS}
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
