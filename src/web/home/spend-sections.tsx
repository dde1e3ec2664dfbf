import { Dropdown, makeStyles, Option, Text, tokens } from '@fluentui/react-components'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { spendSchema } from '../../api/schema/portal-home.js'
import { useFormat } from '../format/format.js'
import { BarChart } from '../parts/chart.js'
import { AppLink } from '../parts/link.js'
import { RankedBars } from '../parts/ranked-bars.js'
import { Section, Sections } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useRead } from '../wire/read.js'
import { useHomeWords } from './words.js'

type CurrencySpend = z.output<typeof spendSchema>['currencies'][number]
type Month = CurrencySpend['months'][number]

const PERIODS = ['12', '24'] as const

/** What of the page stands in its address. */
interface HomeSearch {
  readonly months?: string
  readonly currency?: string
  readonly month?: string
}

const useStyles = makeStyles({
  choices: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  choice: { minWidth: '130px' },
})

function useHomeSearch(): readonly [HomeSearch, (change: HomeSearch) => void] {
  const { months, currency, month } = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const search: HomeSearch = {
    ...(months === undefined ? {} : { months: String(months) }),
    ...(currency === undefined ? {} : { currency: String(currency) }),
    ...(month === undefined ? {} : { month: String(month) }),
  }
  return [
    search,
    (change) =>
      void navigate({ to: '/', search: { ...search, ...change } as never, replace: true, resetScroll: false }),
  ]
}

/** What was billed, by month and by product. */
export function SpendSections() {
  const [search, change] = useHomeSearch()
  const months = PERIODS.find((period) => period === search.months) ?? '12'
  const spend = useRead<z.output<typeof spendSchema>>('/v1/portal/spend', { query: { months }, keep: true })
  const say = useHomeWords()
  return (
    <Loaded read={spend}>
      {({ currencies }) => {
        const shown = currencies.find(({ currencyCode }) => currencyCode === search.currency) ?? currencies[0]
        if (shown === undefined)
          return (
            <Section title={say('spend')}>
              <Empty text={say('noSpend')} />
            </Section>
          )
        const codes = currencies.map(({ currencyCode }) => currencyCode)
        return (
          <Sections>
            <ByMonth
              spend={shown}
              chosen={search.month}
              choices={<Choices months={months} codes={codes} code={shown.currencyCode} change={change} />}
              onChoose={(month) => change({ month })}
            />
            <ByProduct spend={shown} />
          </Sections>
        )
      }}
    </Loaded>
  )
}

interface ChoicesProps {
  readonly months: string
  readonly codes: readonly string[]
  readonly code: string
  readonly change: (change: HomeSearch) => void
}

function Choices({ months, codes, code, change }: ChoicesProps) {
  const styles = useStyles()
  const say = useHomeWords()
  const period = (count: string) => say('lastMonths', { count: Number(count) })
  return (
    <div className={styles.choices}>
      {codes.length > 1 && (
        <Dropdown
          className={styles.choice}
          aria-label={say('currency')}
          value={code}
          selectedOptions={[code]}
          onOptionSelect={(_, { optionValue }) => optionValue !== undefined && change({ currency: optionValue })}
        >
          {codes.map((one) => (
            <Option key={one}>{one}</Option>
          ))}
        </Dropdown>
      )}
      <Dropdown
        className={styles.choice}
        aria-label={say('period')}
        value={period(months)}
        selectedOptions={[months]}
        onOptionSelect={(_, { optionValue }) => optionValue !== undefined && change({ months: optionValue })}
      >
        {PERIODS.map((one) => (
          <Option key={one} value={one}>
            {period(one)}
          </Option>
        ))}
      </Dropdown>
    </div>
  )
}

interface ByMonthProps {
  readonly spend: CurrencySpend
  readonly chosen: string | undefined
  readonly choices: ReactNode
  readonly onChoose: (month: string) => void
}

function ByMonth({ spend, chosen, choices, onChoose }: ByMonthProps) {
  const say = useHomeWords()
  const { money, month, shortMonth, roundMoney } = useFormat()
  const { currencyCode, months, totalAmount } = spend
  const last = months.findLast(({ documents }) => documents.length > 0)
  const shown = months.find((one) => one.month === chosen) ?? last
  return (
    <Section title={say('spendByMonth')} actions={choices}>
      <BarChart
        label={say('spendByMonth')}
        ofWhat={say('month')}
        howMuch={say('beforeTax')}
        writeAxis={(value) => roundMoney(value, currencyCode)}
        bars={months.map((one) => ({
          key: one.month,
          label: month(one.month),
          short: shortMonth(one.month),
          value: one.amount,
          text: money(one.amount, currencyCode),
        }))}
        onChoose={onChoose}
        note={<Text size={200}>{say('totalOfPeriod', { amount: money(totalAmount, currencyCode) })}</Text>}
      />
      {shown !== undefined && <MonthDocuments month={shown} currency={currencyCode} />}
    </Section>
  )
}

function MonthDocuments({ month: shown, currency }: { readonly month: Month; readonly currency: string }) {
  const say = useHomeWords()
  const { money, month, day } = useFormat()
  const title = say('documentsOf', { month: month(shown.month) })
  return (
    <>
      <Text as="h3" weight="semibold" style={{ margin: 0 }} aria-live="polite">
        {title}
      </Text>
      <Table
        label={title}
        rows={shown.documents}
        keyOf={({ invoiceId }) => invoiceId}
        empty={<Text>{say('noDocuments')}</Text>}
        columns={[
          {
            key: 'number',
            header: say('invoice'),
            cell: ({ invoiceId }) => <AppLink to={`/billing/invoices/${invoiceId}`}>{invoiceId}</AppLink>,
          },
          { key: 'type', header: say('type'), cell: ({ invoiceType }) => say(invoiceType) },
          { key: 'date', header: say('date'), cell: ({ invoiceDate }) => day(invoiceDate) },
          { key: 'amount', header: say('beforeTax'), align: 'end', cell: ({ amount }) => money(amount, currency) },
        ]}
      />
    </>
  )
}

function ByProduct({ spend }: { readonly spend: CurrencySpend }) {
  const say = useHomeWords()
  const { money } = useFormat()
  const { products, otherProductCount, otherAmount, currencyCode } = spend
  const bars = products.map(({ productId, title, amount }) => ({
    key: productId ?? '',
    label: productId === undefined ? say('adjustments') : title,
    value: amount,
    text: money(amount, currencyCode),
  }))
  const others = {
    key: 'others',
    label: say('otherProducts', { count: otherProductCount }),
    value: otherAmount,
    text: money(otherAmount, currencyCode),
  }
  return (
    <Section title={say('spendByProduct')}>
      <RankedBars
        label={say('spendByProduct')}
        ofWhat={say('product')}
        howMuch={say('beforeTax')}
        bars={otherProductCount > 0 ? [...bars, others] : bars}
      />
    </Section>
  )
}
