import { makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useFormat } from '../format/format.js'
import { ButtonLink } from '../parts/button-link.js'
import { AppLink } from '../parts/link.js'
import { Panel } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { AgreementNotice } from './agreement-notice.js'
import { useAsked } from './asked.js'
import { customerPath } from './customer.js'
import { SearchBox } from './search-box.js'
import { inFamilies, matching, type Subscription, standingOf, TONES } from './subscription-standing.js'
import type { TabProps } from './tab-props.js'
import { billingInWords } from './terms.js'
import { useSalesWords } from './words-sales.js'

interface Subscriptions {
  readonly items: readonly Subscription[]
}

const STATES = ['active', 'suspended', 'pending', 'expired', 'deleted'] as const
/** Fewer need no search. */
const MANY = 8

const useStyles = makeStyles({
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
  addOn: { paddingInlineStart: tokens.spacingHorizontalXL },
  offer: { display: 'block', color: tokens.colorNeutralForeground2 },
})

/** What a customer bought that goes on, or went on. */
export function SubscriptionsTab({ customer }: TabProps) {
  const subscriptions = useRead<Subscriptions>(`${customerPath(customer.id)}/subscriptions`)
  return (
    <>
      <AgreementNotice customerId={customer.id} />
      <Panel>
        <Loaded read={subscriptions}>
          {({ items }) =>
            items.length === 0 ? (
              <NothingBought customerId={customer.id} />
            ) : (
              <Found customerId={customer.id} all={items} />
            )
          }
        </Loaded>
      </Panel>
    </>
  )
}

function NothingBought({ customerId }: { readonly customerId: string }) {
  const say = useSalesWords()
  const may = useMay()
  return (
    <Empty text={say('noSubscriptions')}>
      {may('order.create') && (
        <ButtonLink to={`/customers/${customerId}/add`} appearance="primary" icon={<AddRegular />}>
          {say('addSubscription')}
        </ButtonLink>
      )}
    </Empty>
  )
}

function Found({ customerId, all }: { readonly customerId: string; readonly all: readonly Subscription[] }) {
  const styles = useStyles()
  const say = useSalesWords()
  const { asked, ask } = useAsked()
  const state = asked('state')
  const shown = inFamilies(matching(all, asked('q'), state))
  const columns = useColumns(customerId)
  return (
    <>
      <search className={styles.filters}>
        {all.length >= MANY && <SearchBox label={say('find')} value={asked('q')} onSearch={(q) => ask({ q })} />}
        <Select aria-label={say('state')} value={state} onChange={(_, { value }) => ask({ state: value })}>
          <option value="">{`${say('everyState')} (${all.length})`}</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {`${say(one)} (${all.filter(({ status }) => status === one).length})`}
            </option>
          ))}
        </Select>
      </search>
      <Table
        label={say('subscriptions')}
        columns={columns}
        rows={shown}
        keyOf={({ id }) => id}
        empty={<Empty text={say('noMatch')} />}
      />
    </>
  )
}

function useColumns(customerId: string): readonly Column<Subscription>[] {
  const styles = useStyles()
  const say = useSalesWords()
  const { day, number } = useFormat()
  const comingOf = (subscription: Subscription) => {
    const standing = standingOf(subscription)
    return standing === undefined ? '–' : say(standing.word, { day: day(standing.day) })
  }
  return [
    {
      key: 'name',
      header: say('subscription'),
      cell: ({ id, friendlyName, offerName, parentSubscriptionId, isTrial }) => (
        <div className={parentSubscriptionId === undefined ? undefined : styles.addOn}>
          <AppLink to={`/customers/${customerId}/subscriptions/${id}`}>{friendlyName}</AppLink>
          <Text size={200} className={styles.offer}>
            {[
              friendlyName === offerName ? undefined : offerName,
              parentSubscriptionId === undefined ? undefined : say('addOn'),
              isTrial ? say('trial') : undefined,
            ]
              .filter((part) => part !== undefined)
              .join(' · ')}
          </Text>
        </div>
      ),
    },
    {
      key: 'status',
      header: say('state'),
      cell: ({ status }) => <Status text={say(status)} tone={TONES[status]} />,
    },
    { key: 'quantity', header: say('quantity'), align: 'end', cell: ({ quantity }) => number(quantity) },
    { key: 'billing', header: say('billing'), cell: (subscription) => billingInWords(subscription, say) },
    { key: 'next', header: say('next'), cell: comingOf },
  ]
}
