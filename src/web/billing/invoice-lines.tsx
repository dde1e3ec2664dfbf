import { Button, Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useAsked } from '../customers/asked.js'
import { useFormat } from '../format/format.js'
import { Section } from '../parts/section.js'
import { Loading, Problem } from '../parts/states.js'
import { useChargeType } from '../subscription/charge-words.js'
import { pathOf } from '../wire/path.js'
import { useRead } from '../wire/read.js'
import { GroupTable } from './group-table.js'
import { GROUPINGS, type Grouping, type LineFilter } from './line-filter.js'
import { LineTable } from './line-table.js'
import { isNote } from './state.js'
import type { BillInFull, LineGroups } from './types.js'
import { useLines } from './use-lines.js'
import { useLineWords } from './words-lines.js'

const MOST_CHOICES = 500

const useStyles = makeStyles({
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'flex-end' },
  field: { minWidth: 'min(220px, 100%)', flexGrow: 1, maxWidth: '360px' },
  muted: { color: tokens.colorNeutralForeground2 },
})

/** The lines of a document: one by one or added up, narrowed by customer, subscription and kind of charge. */
export function InvoiceLines({ bill }: { readonly bill: BillInFull }) {
  const say = useLineWords()
  const { asked } = useAsked()
  const filter = { customerId: asked('customer'), subscriptionId: asked('subscription'), chargeType: asked('type') }
  const group = GROUPINGS.find((one) => one === asked('group'))
  if (bill.lineCount === 0) {
    return (
      <Section title={say('lines')}>
        <Text>{say('noLinesAtAll')}</Text>
      </Section>
    )
  }
  return (
    <Section title={say('lines')}>
      <Filters bill={bill} filter={filter} group={group} />
      {group === undefined ? (
        <SingleLines key={JSON.stringify(filter)} bill={bill} filter={filter} />
      ) : (
        <GroupTable key={`${group} ${JSON.stringify(filter)}`} bill={bill} by={group} filter={filter} />
      )}
    </Section>
  )
}

function SingleLines({ bill, filter }: { readonly bill: BillInFull; readonly filter: LineFilter }) {
  const styles = useStyles()
  const say = useLineWords()
  const { number } = useFormat()
  const { lines, total, isLoading, isLoadingMore, loadMore, fault, retry } = useLines(bill.id, { ...filter })
  if (isLoading) return <Loading />
  const count = total ?? lines.length
  return (
    <>
      {fault !== null && <Problem fault={fault} retry={retry} />}
      <Text className={styles.muted} aria-live="polite">
        {say('count', { count, loaded: number(lines.length), total: number(count) })}
        {isLoadingMore && ` · ${say('loadingMore')}`}
      </Text>
      <LineTable
        label={say('linesOf', { id: bill.id })}
        invoiceId={bill.id}
        lines={lines}
        total={total}
        onEnd={loadMore}
        empty={say('noLines')}
      />
    </>
  )
}

interface FiltersProps {
  readonly bill: BillInFull
  readonly filter: LineFilter
  readonly group: Grouping | undefined
}

function Filters({ bill, filter, group }: FiltersProps) {
  const styles = useStyles()
  const say = useLineWords()
  const typeOf = useChargeType()
  const { ask } = useAsked()
  const { customerId, subscriptionId, chargeType } = filter
  const customers = useChoices(bill.id, { by: 'customer' })
  const subscriptions = useChoices(bill.id, { by: 'subscription', customerId }, customerId !== '')
  const types = useChoices(bill.id, { by: 'charge-type' })
  const isNarrowed = Object.values(filter).some((value) => value !== '')
  const isCut = (customers?.totalCount ?? 0) > MOST_CHOICES
  return (
    <>
      <div className={styles.filters}>
        <Choice
          label={say('customer')}
          all={say('allCustomers')}
          value={customerId}
          choices={customers?.items.map(({ key, name }) => [key, name])}
          onChoose={(value) => ask({ customer: value, subscription: undefined })}
        />
        {customerId !== '' && (
          <Choice
            label={say('subscription')}
            all={say('allSubscriptions')}
            value={subscriptionId}
            choices={subscriptions?.items.map(({ key, name }) => [key, name])}
            onChoose={(value) => ask({ subscription: value })}
          />
        )}
        {!isNote(bill) && (
          <Choice
            label={say('type')}
            all={say('allTypes')}
            value={chargeType}
            choices={types?.items.map(({ key }) => [key, typeOf(key, 0)])}
            onChoose={(value) => ask({ type: value })}
          />
        )}
        <Choice
          label={say('group')}
          all={say('single')}
          value={group ?? ''}
          choices={[
            ['customer', say('byCustomer')],
            ['subscription', say('bySubscription')],
            ...(isNote(bill) ? [] : [['charge-type', say('byType')] as const]),
          ]}
          onChoose={(value) => ask({ group: value })}
        />
        {isNarrowed && (
          <Button onClick={() => ask({ customer: undefined, subscription: undefined, type: undefined })}>
            {say('clear')}
          </Button>
        )}
      </div>
      {isCut && <Text className={styles.muted}>{say('largest', { count: MOST_CHOICES })}</Text>}
    </>
  )
}

function useChoices(invoiceId: string, query: { by: Grouping; customerId?: string }, enabled = true) {
  const path = pathOf`/v1/portal/invoices/${invoiceId}/groups`
  return useRead<LineGroups>(path, { query: { ...query, size: MOST_CHOICES }, enabled }).data
}

function Choice(props: {
  readonly label: string
  readonly all: string
  readonly value: string
  readonly choices: readonly (readonly [value: string, text: string])[] | undefined
  readonly onChoose: (value: string | undefined) => void
}) {
  const { label, all, value, choices = [], onChoose } = props
  const styles = useStyles()
  const isKnown = value === '' || choices.some(([one]) => one === value)
  return (
    <Field label={label} className={styles.field}>
      <Select value={value} onChange={(_, { value: chosen }) => onChoose(chosen === '' ? undefined : chosen)}>
        <option value="">{all}</option>
        {!isKnown && <option value={value}>{value}</option>}
        {choices.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </Select>
    </Field>
  )
}
