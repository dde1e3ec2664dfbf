import { Button, Checkbox, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { customerUsageRecords } from '../../api/schema/usage.js'
import { useAsked } from '../customers/asked.js'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { Pager } from '../parts/pager.js'
import { Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { BulkBudgets } from './bulk-budgets.js'
import { CustomerSearch, NoneFound } from './customer-search.js'
import { useUsageWords } from './words.js'

type Records = z.output<typeof customerUsageRecords>
type Row = Records['items'][number]

const ROWS = 50
const MUCH = 80
const ALL = 100

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM, minHeight: '32px' },
})

/** The customers with usage, a budget or a metered subscription, a page at a time; budgets can be set for those that are chosen. */
export function CustomersUsage() {
  const say = useUsageWords()
  const { asked } = useAsked()
  const { tokens: before, read, next, previous } = useTokenPages(asked('q'))
  const may = useMay()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  return (
    <Section title={say('customers')}>
      <CustomerSearch />
      <Loaded read={read}>
        {({ items, continuationToken }) => (
          <>
            {may('budget.edit') && items.length > 0 && (
              <ChosenBar chosen={chosen} onDone={() => setChosen(new Set())} />
            )}
            <CustomersTable rows={items} chosen={chosen} choose={setChosen} mayChoose={may('budget.edit')} />
            {(before.length > 0 || continuationToken !== undefined) && (
              <Pager
                offset={before.length * ROWS}
                shown={items.length}
                onPrevious={before.length === 0 ? undefined : previous}
                onNext={continuationToken === undefined ? undefined : () => next(continuationToken)}
              />
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

/** Pages of what is looked for; each is found by the token of the page before. */
function useTokenPages(search: string) {
  const [pages, setPages] = useState<{ readonly search: string; readonly tokens: readonly string[] }>()
  const before = pages?.search === search ? pages.tokens : []
  const setBefore = (tokens: readonly string[]) => setPages({ search, tokens })
  const token = before.at(-1)
  const read = useRead<Records & { readonly continuationToken?: string }>('/v1/customers/usagerecords', {
    query: { search, size: ROWS, ...(token === undefined ? {} : { seekOperation: 'Next' }) },
    ...(token === undefined ? {} : { headers: { 'MS-ContinuationToken': token } }),
    keep: true,
  })
  return {
    tokens: before,
    read,
    next: (after: string) => setBefore([...before, after]),
    previous: () => setBefore(before.slice(0, -1)),
  }
}

function ChosenBar({ chosen, onDone }: { readonly chosen: ReadonlySet<string>; readonly onDone: () => void }) {
  const styles = useStyles()
  const say = useUsageWords()
  const [open, setOpen] = useState(false)
  return (
    <div className={styles.bar}>
      <Button disabled={chosen.size === 0} onClick={() => setOpen(true)}>
        {say('setBudgets')}
      </Button>
      <Text aria-live="polite">{say('chosen', { count: chosen.size })}</Text>
      {open && (
        <BulkBudgets
          customerIds={[...chosen]}
          onClose={(done) => {
            setOpen(false)
            if (done) onDone()
          }}
        />
      )}
    </div>
  )
}

interface CustomersTableProps {
  readonly rows: readonly Row[]
  readonly chosen: ReadonlySet<string>
  readonly choose: (chosen: ReadonlySet<string>) => void
  readonly mayChoose: boolean
}

function CustomersTable({ rows, chosen, choose, mayChoose }: CustomersTableProps) {
  const say = useUsageWords()
  const columns = useCustomerColumns()
  const all = rows.length > 0 && rows.every(({ id }) => chosen.has(id))
  const change = (ids: readonly string[], wanted: boolean) => {
    const changed = new Set(chosen)
    for (const id of ids) wanted ? changed.add(id) : changed.delete(id)
    choose(changed)
  }
  const choice: Column<Row> = {
    key: 'choose',
    header: '',
    cell: ({ id, name }) => (
      <Checkbox
        aria-label={say('choose', { name })}
        checked={chosen.has(id)}
        onChange={(_, { checked }) => change([id], checked === true)}
      />
    ),
  }
  const changeAll = (wanted: boolean) =>
    change(
      rows.map(({ id }) => id),
      wanted,
    )
  return (
    <>
      {mayChoose && rows.length > 1 && (
        <Checkbox label={say('chooseAll')} checked={all} onChange={(_, { checked }) => changeAll(checked === true)} />
      )}
      <Table
        label={say('customers')}
        rows={rows}
        keyOf={({ id }) => id}
        empty={<NoneFound none={say('noCustomers')} noMatch={say('noMatchUsage')} />}
        columns={mayChoose ? [choice, ...columns] : columns}
      />
    </>
  )
}

function useCustomerColumns(): readonly Column<Row>[] {
  const say = useUsageWords()
  const { money, percent } = useFormat()
  return [
    {
      key: 'customer',
      header: say('customer'),
      cell: ({ id, name }) => <AppLink to={`/usage/${id}`}>{name}</AppLink>,
    },
    {
      key: 'cost',
      header: say('cost'),
      align: 'end',
      cell: ({ totalCost, currencyCode }) => money(totalCost, currencyCode),
    },
    {
      key: 'budget',
      header: say('budget'),
      align: 'end',
      cell: ({ budget, currencyCode }) =>
        budget.amount === undefined ? say('none') : money(budget.amount, currencyCode),
    },
    {
      key: 'used',
      header: say('used'),
      align: 'end',
      cell: ({ budget, percentUsed: used }) =>
        budget.amount === undefined ? '' : <UsedShare used={used} text={percent(used / 100)} />,
    },
  ]
}

function UsedShare({ used, text }: { readonly used: number; readonly text: string }) {
  if (used < MUCH) return text
  return <Status text={text} tone={used < ALL ? 'waiting' : 'bad'} />
}
