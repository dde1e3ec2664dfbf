import { ArrowUploadRegular } from '@fluentui/react-icons'
import { useFormat } from '../format/format.js'
import { ButtonLink } from '../parts/button-link.js'
import { AppLink } from '../parts/link.js'
import { Page } from '../parts/page.js'
import { Panel } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { Choice } from '../provider/ui/choice.js'
import { OffsetPager } from '../provider/ui/seek-pages.js'
import { Toolbar } from '../provider/ui/toolbar.js'
import { useUrlState } from '../provider/ui/url-state.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { ListState, useListName } from './list-names.js'
import { type PriceList, SEGMENTS } from './rows.js'
import { usePricingWords } from './words.js'
import { usePriceListWords } from './words-lists.js'

const PAGE_LISTS = 50
const STATUSES = ['draft', 'published', 'superseded', 'discarded'] as const

/** Every version of the price lists. */
export function PriceListsPage() {
  const say = usePriceListWords()
  const prices = usePricingWords()
  const may = useMay()
  const [{ status, segment, offset }, setState] = useUrlState({ status: '', segment: '', offset: '0' })
  const at = Number(offset)
  const lists = useRead<{ items: readonly PriceList[]; totalCount: number }>('/v1/platform/price-lists', {
    query: { status, segment, size: PAGE_LISTS, offset: at },
    keep: true,
  })
  return (
    <Page
      title={say('title')}
      actions={
        may('platform.price-list.edit') && (
          <ButtonLink to="/provider/price-lists/import" appearance="primary" icon={<ArrowUploadRegular />}>
            {say('importFile')}
          </ButtonLink>
        )
      }
    >
      <Panel>
        <Toolbar>
          <Choice
            label={prices('state')}
            value={status}
            all={say('allStates')}
            options={STATUSES.map((key) => ({ value: key, text: key === 'published' ? say(key) : prices(key) }))}
            onChoose={(chosen) => setState({ status: chosen, offset: '0' })}
          />
          <Choice
            label={prices('segment')}
            value={segment}
            all={say('allSegments')}
            options={SEGMENTS.map((key) => ({ value: key, text: prices(key) }))}
            onChoose={(chosen) => setState({ segment: chosen, offset: '0' })}
          />
        </Toolbar>
        <Loaded read={lists}>
          {({ items, totalCount }) => (
            <>
              <Lists lists={items} empty={status + segment === '' ? say('noLists') : say('noneFit')} />
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
      </Panel>
    </Page>
  )
}

function Lists({ lists, empty }: { readonly lists: readonly PriceList[]; readonly empty: string }) {
  const say = usePriceListWords()
  const prices = usePricingWords()
  const nameOf = useListName()
  const { number, instant } = useFormat()
  return (
    <Table
      label={say('title')}
      rows={lists}
      keyOf={({ id }) => id}
      empty={<Empty text={empty} />}
      columns={[
        {
          key: 'name',
          header: prices('list'),
          cell: (list) => <AppLink to={`/provider/price-lists/${list.id}`}>{nameOf(list)}</AppLink>,
        },
        { key: 'state', header: prices('state'), cell: ({ state }) => <ListState state={state} /> },
        { key: 'lines', header: prices('lines'), align: 'end', cell: ({ lineCount }) => number(lineCount) },
        {
          key: 'imported',
          header: say('imported'),
          cell: ({ importedDate, importedBy }) => say('byAt', { name: importedBy, at: instant(importedDate) }),
        },
        {
          key: 'decided',
          header: say('decided'),
          cell: ({ decidedDate, decidedBy }) =>
            decidedDate === undefined ? '–' : say('byAt', { name: decidedBy ?? '', at: instant(decidedDate) }),
        },
      ]}
    />
  )
}
