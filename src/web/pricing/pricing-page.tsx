import { Field } from '@fluentui/react-components'
import { CountrySelect } from '../customers/country-select.js'
import { useFormat } from '../format/format.js'
import { Page } from '../parts/page.js'
import { Panel } from '../parts/section.js'
import { Choice } from '../provider/ui/choice.js'
import { Toolbar } from '../provider/ui/toolbar.js'
import { useUrlState } from '../provider/ui/url-state.js'
import { useSession } from '../session/session.js'
import { monthAfter, monthsBefore } from './months.js'
import { PriceTable, RowFilter } from './price-table.js'
import { PublishedLists } from './published-lists.js'
import { SEGMENTS, useRows } from './rows.js'
import { SheetDownload } from './sheet-download.js'
import { usePricingWords } from './words.js'

const PRICES = '/v1/portal/prices'
/** How many months back somebody may look. */
const MONTHS_BACK = 36

/** What the account pays for what it sells: this month, the next one, and months that have passed. */
export function PricingPage() {
  const say = usePricingWords()
  const { month: inWords } = useFormat()
  const { account, now } = useSession()
  const thisMonth = now.slice(0, 7)
  const next = monthAfter(thisMonth, 1)
  const [state, setState] = useUrlState({
    ...{ market: account?.country ?? '', month: thisMonth, segment: 'commercial', search: '', change: '' },
  })
  const { market, month, segment, search, change } = state
  const wanted = { market, month, segment, search, change }
  const loaded = useRows(PRICES, wanted)
  const text = month === next ? 'previewText' : month === thisMonth ? 'currentText' : 'historyText'
  const months = [
    { value: next, text: `${inWords(next)} – ${say('preview')}` },
    { value: thisMonth, text: `${inWords(thisMonth)} – ${say('current')}` },
    ...monthsBefore(thisMonth, MONTHS_BACK).map((value) => ({ value, text: inWords(value) })),
  ]
  return (
    <Page
      title={say('title')}
      actions={<SheetDownload shown={{ path: `${PRICES}/csv`, query: wanted }} sheets={{ market, month, thisMonth }} />}
    >
      <Panel>
        <Toolbar>
          <Choice
            label={say('month')}
            value={month}
            options={months}
            onChoose={(chosen) => setState({ month: chosen })}
          />
          <Field label={say('market')}>
            <CountrySelect value={market} onChange={(_, { value }) => setState({ market: value })} />
          </Field>
          <Choice
            label={say('segment')}
            value={segment}
            options={SEGMENTS.map((key) => ({ value: key, text: say(key) }))}
            onChoose={(chosen) => setState({ segment: chosen })}
          />
          <RowFilter search={search} change={change} onChange={setState} />
        </Toolbar>
        <span>{say(text, { month: inWords(month), currency: account?.currency ?? '' })}</span>
        <PriceTable
          label={say('title')}
          loaded={loaded}
          currency={account?.currency ?? ''}
          empty={search + change === '' ? say('noPrices') : say('noneFit')}
        />
      </Panel>
      <PublishedLists />
    </Page>
  )
}
