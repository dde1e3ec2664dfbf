import { Field, Input } from '@fluentui/react-components'
import type { z } from 'zod'
import type { exchangeRatesSchema } from '../../../api/schema/meter.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { useRead } from '../../wire/read.js'
import { Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { ImportUsageFile } from './import-usage-file.js'
import { useMeterWords } from './words.js'

type ExchangeRates = z.output<typeof exchangeRatesSchema>

const PATH = '/v1/platform/exchangerates'

/** By which rates usage is billed in another currency than it is priced in. */
export function ExchangeView() {
  const say = useMeterWords()
  const general = useConsoleWords()
  const may = useMay()
  const { day, month: write, number } = useFormat()
  const [{ month }, setState] = useUrlState({ month: '' })
  const rates = useRead<ExchangeRates>(PATH, { query: { month }, keep: true })
  const columns: readonly Column<ExchangeRates['items'][number]>[] = [
    { key: 'month', header: say('month'), cell: (one) => write(one.month) },
    { key: 'pricing', header: say('pricing'), cell: ({ pricingCurrency }) => pricingCurrency },
    { key: 'billing', header: say('billing'), cell: ({ billingCurrency }) => billingCurrency },
    { key: 'rate', header: say('rate'), align: 'end', cell: ({ exactRate }) => number(exactRate) },
    { key: 'day', header: say('rateDay'), cell: ({ rateDate }) => day(rateDate) },
    {
      key: 'recorded',
      header: general('created'),
      cell: ({ recordedDate, recordedBy }) => `${day(recordedDate)} ${general('by', { name: recordedBy })}`,
    },
  ]
  return (
    <Section
      title={say('exchange')}
      actions={
        may('platform.catalog.edit') && (
          <ImportUsageFile
            text={say('importExchange')}
            path={PATH}
            fields={[
              { key: 'rateDate', label: say('rateDate'), kind: 'day', optional: true, hint: say('rateDateHint') },
            ]}
          />
        )
      }
    >
      <Toolbar>
        <Field label={say('month')} hint={say('monthHint')}>
          <Input type="month" value={month} onChange={(_, { value }) => setState({ month: value })} />
        </Field>
      </Toolbar>
      <Loaded read={rates}>
        {({ items }) => (
          <Table
            label={say('exchange')}
            columns={columns}
            rows={items}
            keyOf={(one) => `${one.month} ${one.pricingCurrency} ${one.billingCurrency}`}
            empty={<Empty text={say('noExchange')} />}
          />
        )}
      </Loaded>
    </Section>
  )
}
