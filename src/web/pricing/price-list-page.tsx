import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useParams } from '@tanstack/react-router'
import { useFormat } from '../format/format.js'
import { Download } from '../parts/download.js'
import { Page } from '../parts/page.js'
import { Facts, Panel, Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { ActionForm } from '../provider/ui/action-form.js'
import { Toolbar } from '../provider/ui/toolbar.js'
import { useUrlState } from '../provider/ui/url-state.js'
import { UrlTabs } from '../provider/ui/url-tabs.js'
import { useMay, useSession } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { EffectView } from './effect-view.js'
import { ListState, useListName } from './list-names.js'
import { PriceTable, RowFilter } from './price-table.js'
import { type PriceList, useRows } from './rows.js'
import { usePricingWords } from './words.js'
import { usePriceListWords } from './words-lists.js'

const LISTS = '/v1/platform/price-lists'
/** Versions that never held and never will have nothing to show but themselves. */
const CLOSED: readonly string[] = ['superseded', 'discarded']

/** A version of a price list: what it changes, what that comes to, and its approval. */
export function PriceListPage() {
  const { priceListId } = useParams({ strict: false }) as { readonly priceListId: string }
  const path = pathOf`/v1/platform/price-lists/${priceListId}`
  return <Loaded read={useRead<PriceList>(path)}>{(list) => <Version list={list} path={path} />}</Loaded>
}

interface VersionProps {
  readonly list: PriceList
  readonly path: string
}

function Version({ list, path }: VersionProps) {
  const say = usePriceListWords()
  const prices = usePricingWords()
  const nameOf = useListName()
  const { number, instant } = useFormat()
  const [{ tab }, setState] = useUrlState({ tab: 'prices' })
  const { importedBy, importedDate, decidedBy, decidedDate } = list
  const decided = decidedDate && say('byAt', { name: decidedBy ?? '', at: instant(decidedDate) })
  const isClosed = CLOSED.includes(list.state)
  return (
    <Page
      title={nameOf(list)}
      beside={<ListState state={list.state} />}
      crumbs={[{ text: say('title'), to: '/provider/price-lists' }]}
      actions={
        <>
          {!isClosed && <Download request={{ path: `${path}/csv` }} name={`price-list-${list.month}.csv`} text="CSV" />}
          {list.state === 'draft' && <Decision list={list} path={path} />}
        </>
      }
    >
      {list.state === 'draft' && <DraftNotice list={list} />}
      <Section title={say('version')}>
        <Facts
          facts={[
            [prices('lines'), number(list.lineCount)],
            [say('imported'), say('byAt', { name: importedBy, at: instant(importedDate) })],
            [say('decided'), decided],
          ]}
        />
      </Section>
      {isClosed ? (
        <MessageBar>
          <MessageBarBody>{say('closedText')}</MessageBarBody>
        </MessageBar>
      ) : (
        <UrlTabs
          chosen={tab}
          onChoose={(chosen) => setState({ tab: chosen })}
          views={[
            { key: 'prices', text: say('pricesTab'), show: () => <Prices list={list} path={path} /> },
            { key: 'effect', text: say('effectTab'), show: () => <EffectView path={path} /> },
          ]}
        />
      )}
    </Page>
  )
}

/** What somebody can do about a draft, and who cannot. */
function DraftNotice({ list }: { readonly list: PriceList }) {
  const say = usePriceListWords()
  const may = useMay()
  const { user } = useSession()
  const isOwn = user.name === list.importedBy
  const word = !may('platform.price-list.approve') ? 'waits' : isOwn ? 'ownImport' : 'mayApprove'
  return (
    <MessageBar intent={isOwn ? 'warning' : 'info'} layout="multiline">
      <MessageBarBody>{say(word, { name: list.importedBy })}</MessageBarBody>
    </MessageBar>
  )
}

function Decision({ list, path }: VersionProps) {
  const say = usePriceListWords()
  const nameOf = useListName()
  const { day } = useFormat()
  const may = useMay()
  const touches = [LISTS, '/v1/pricelists', '/v1/portal/prices']
  const first = day(`${list.month}-01`)
  return (
    <>
      {may('platform.price-list.edit') && (
        <ActionForm
          text={say('discard')}
          title={say('discardTitle')}
          intro={say('discardText', { list: nameOf(list) })}
          request={() => ({ method: 'POST', path: `${path}/discard` })}
          touches={touches}
          done={say('discardDone')}
        />
      )}
      {may('platform.price-list.approve') && (
        <ActionForm
          text={say('approve')}
          appearance="primary"
          title={say('approveTitle')}
          intro={say('approveText', { list: nameOf(list), day: first })}
          request={() => ({ method: 'POST', path: `${path}/publish` })}
          touches={touches}
          done={say('approveDone', { day: first })}
        />
      )}
    </>
  )
}

function Prices({ list, path }: VersionProps) {
  const say = usePriceListWords()
  const prices = usePricingWords()
  const nameOf = useListName()
  const [{ search, change }, setState] = useUrlState({ search: '', change: '' })
  const loaded = useRows(`${path}/rows`, { search, change })
  return (
    <Panel>
      <Toolbar>
        <RowFilter search={search} change={change} onChange={setState} />
      </Toolbar>
      <span>{say('pricesText')}</span>
      <PriceTable label={nameOf(list)} loaded={loaded} currency={list.currency} empty={prices('noneFit')} />
    </Panel>
  )
}
