import { useParams } from '@tanstack/react-router'
import { Page } from '../parts/page.js'
import { Panel } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { Toolbar } from '../provider/ui/toolbar.js'
import { useUrlState } from '../provider/ui/url-state.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { ListState, useListName } from './list-names.js'
import { PriceTable, RowFilter } from './price-table.js'
import { type PriceList, useRows } from './rows.js'
import { SheetDownload } from './sheet-download.js'
import { usePricingWords } from './words.js'

/** A list the provider published. */
export function PublishedListPage() {
  const { priceListId } = useParams({ strict: false }) as { readonly priceListId: string }
  const path = pathOf`/v1/pricelists/${priceListId}`
  return <Loaded read={useRead<PriceList>(path)}>{(list) => <PublishedList list={list} path={path} />}</Loaded>
}

function PublishedList({ list, path }: { readonly list: PriceList; readonly path: string }) {
  const say = usePricingWords()
  const nameOf = useListName()
  const [{ search, change }, setState] = useUrlState({ search: '', change: '' })
  const loaded = useRows(`${path}/rows`, { search, change })
  return (
    <Page
      title={nameOf(list)}
      beside={<ListState state={list.state} />}
      crumbs={[{ text: say('title'), to: '/pricing' }]}
      actions={<SheetDownload shown={{ path: `${path}/csv`, query: { search, change } }} />}
    >
      <Panel>
        <Toolbar>
          <RowFilter search={search} change={change} onChange={setState} />
        </Toolbar>
        <span>{say('listText')}</span>
        <PriceTable label={nameOf(list)} loaded={loaded} currency={list.currency} empty={say('noneFit')} />
      </Panel>
    </Page>
  )
}
