import { Text } from '@fluentui/react-components'
import type { z } from 'zod'
import type { marketSchema } from '../../../api/schema/amendment.js'
import { useNames } from '../../customers/names.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import { useConsoleWords } from '../ui/words.js'
import { useDocumentWords } from './words.js'

type Market = z.output<typeof marketSchema>

const PATH = '/v1/platform/rebill-markets'

/** In which countries invoices are only credited. */
export function MarketsView() {
  const say = useDocumentWords()
  const general = useConsoleWords()
  const names = useNames()
  const may = useMay()
  const { day } = useFormat()
  const markets = useRead<{ readonly items: readonly Market[] }>(PATH)
  const columns: readonly Column<Market>[] = [
    { key: 'country', header: general('country'), cell: ({ country }) => names.country(country) },
    {
      key: 'rule',
      header: say('rule'),
      cell: ({ rebill }) => (rebill ? say('rebillAllowed') : say('creditedOnly')),
    },
    {
      key: 'changed',
      header: say('changed'),
      cell: ({ changedDate, changedBy }) => `${day(changedDate)} ${general('by', { name: changedBy })}`,
    },
  ]
  return (
    <Section title={say('markets')} actions={may('platform.credit-note.issue') && <SetMarket />}>
      <Text>{say('marketsText')}</Text>
      <Loaded read={markets}>
        {({ items }) => (
          <Table
            label={say('markets')}
            columns={columns}
            rows={items}
            keyOf={({ country }) => country}
            empty={<Empty text={say('noMarkets')} />}
          />
        )}
      </Loaded>
    </Section>
  )
}

function SetMarket() {
  const say = useDocumentWords()
  const general = useConsoleWords()
  return (
    <ActionForm
      text={say('setMarket')}
      fields={[
        { key: 'country', label: general('country'), kind: 'country' },
        {
          key: 'rebill',
          label: say('rule'),
          kind: 'choice',
          options: [
            { value: 'false', text: say('creditedOnly') },
            { value: 'true', text: say('rebillAllowed') },
          ],
        },
      ]}
      initial={{ rebill: 'false' }}
      request={({ country = '', rebill }) => ({
        method: 'PUT',
        path: PATH + pathOf`/${country}`,
        body: { rebill: rebill === 'true' },
      })}
      touches={[PATH]}
      done={say('marketSet')}
    />
  )
}
