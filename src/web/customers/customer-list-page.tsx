import { Button, makeStyles, Select, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import type { z } from 'zod'
import type { relationshipSchema } from '../../api/schema/customer.js'
import type { portalCustomersSchema } from '../../api/schema/portal-customers.js'
import { type Format, useFormat } from '../format/format.js'
import { ButtonLink } from '../parts/button-link.js'
import { AppLink } from '../parts/link.js'
import { Page } from '../parts/page.js'
import { Pager } from '../parts/pager.js'
import { Panel } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useMay, useSession } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { useAsked } from './asked.js'
import { CountrySelect } from './country-select.js'
import { type Names, useNames } from './names.js'
import { SearchBox } from './search-box.js'
import { useCustomerWords } from './words.js'

type Customers = z.output<typeof portalCustomersSchema>
type Row = Customers['items'][number]
type Words = ReturnType<typeof useCustomerWords>

const PAGE_ROWS = 50

const useStyles = makeStyles({
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  empty: { display: 'flex', flexDirection: 'column', alignItems: 'center', gap: tokens.spacingVerticalM },
  old: { opacity: 0.6 },
})

/** The customers of the account: found by name, domain or id, a page at a time. */
export function CustomerListPage() {
  const styles = useStyles()
  const say = useCustomerWords()
  const may = useMay()
  const format = useFormat()
  const names = useNames()
  const { account } = useSession()
  const { asked, askedNumber, ask } = useAsked()
  const offset = askedNumber('offset')
  const filter = { search: asked('q'), country: asked('country'), reseller: asked('reseller') }
  const customers = useRead<Customers>('/v1/portal/customers', {
    query: { ...filter, size: PAGE_ROWS, offset },
    keep: true,
  })
  const isFiltered = Object.values(filter).some((value) => value !== '')
  const isProvider = account?.accountType === 'indirect-provider'
  const columns = columnsOf(say, format, names, isProvider)
  return (
    <Page
      title={say('customers')}
      actions={
        may('customer.create') && (
          <ButtonLink to="/customers/new" appearance="primary" icon={<AddRegular />}>
            {say('newCustomer')}
          </ButtonLink>
        )
      }
    >
      <search className={styles.filters}>
        <SearchBox label={say('search')} value={filter.search} onSearch={(q) => ask({ q, offset: undefined })} />
        <CountrySelect
          aria-label={say('country')}
          all={say('everyCountry')}
          value={filter.country}
          onChange={(_, { value }) => ask({ country: value, offset: undefined })}
        />
        {isProvider && may('relationship.read') && (
          <ResellerSelect value={filter.reseller} onChoose={(reseller) => ask({ reseller, offset: undefined })} />
        )}
      </search>
      <Panel>
        <Loaded read={customers}>
          {({ items, totalCount }) => (
            <div
              className={customers.isPlaceholderData ? styles.old : undefined}
              aria-busy={customers.isPlaceholderData}
            >
              <Table
                label={say('customers')}
                columns={columns}
                rows={items}
                keyOf={({ id }) => id}
                empty={<NoCustomers isFiltered={isFiltered} onClear={() => ask(NO_FILTER)} />}
              />
              {items.length > 0 && (
                <Pager
                  offset={offset}
                  shown={items.length}
                  total={totalCount}
                  onPrevious={offset === 0 ? undefined : () => ask({ offset: offset - PAGE_ROWS || undefined })}
                  onNext={offset + items.length >= totalCount ? undefined : () => ask({ offset: offset + PAGE_ROWS })}
                />
              )}
            </div>
          )}
        </Loaded>
      </Panel>
    </Page>
  )
}

const NO_FILTER = { q: undefined, country: undefined, reseller: undefined, offset: undefined }

function columnsOf(say: Words, format: Format, names: Names, withReseller: boolean): Column<Row>[] {
  return [
    { key: 'name', header: say('name'), cell: ({ id, name }) => <AppLink to={`/customers/${id}`}>{name}</AppLink> },
    { key: 'domain', header: say('domain'), cell: ({ domain }) => domain },
    { key: 'country', header: say('country'), cell: ({ country }) => names.country(country) },
    ...(withReseller
      ? [{ key: 'reseller', header: say('reseller'), cell: ({ reseller }: Row) => reseller?.name ?? '–' }]
      : []),
    {
      key: 'subscriptions',
      header: say('subscriptions'),
      align: 'end',
      cell: ({ subscriptionCount }) => format.number(subscriptionCount),
    },
    {
      key: 'agreement',
      header: say('agreement'),
      cell: ({ hasAgreed }) => (
        <Status text={say(hasAgreed ? 'agreed' : 'notAgreed')} tone={hasAgreed ? 'good' : 'waiting'} />
      ),
    },
    {
      key: 'since',
      header: say('since'),
      cell: ({ createdDate }) => (createdDate === undefined ? '–' : format.day(createdDate)),
    },
  ]
}

function NoCustomers({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  const styles = useStyles()
  const say = useCustomerWords()
  const may = useMay()
  if (!isFiltered) return <Empty text={say(may('customer.create') ? 'none' : 'noneReseller')} />
  return (
    <Empty text={say('noMatch')}>
      <div className={styles.empty}>
        <Button onClick={onClear}>{say('clearFilters')}</Button>
      </div>
    </Empty>
  )
}

interface Resellers {
  readonly items: readonly z.output<typeof relationshipSchema>[]
}

function ResellerSelect({ value, onChoose }: { readonly value: string; readonly onChoose: (mpnId: string) => void }) {
  const say = useCustomerWords()
  const resellers = useRead<Resellers>('/v1/relationships')
  return (
    <Select aria-label={say('reseller')} value={value} onChange={(_, { value: chosen }) => onChoose(chosen)}>
      <option value="">{say('everyReseller')}</option>
      {(resellers.data?.items ?? []).map(({ mpnId, name }) => (
        <option key={mpnId} value={mpnId}>
          {name}
        </option>
      ))}
    </Select>
  )
}
