import { Button, MessageBar, MessageBarBody, Select, Text } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { ButtonLink } from '../parts/button-link.js'
import { AppLink } from '../parts/link.js'
import { useNotify } from '../parts/notify.js'
import { Pager } from '../parts/pager.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { type Column, Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { useChange, useRead } from '../wire/read.js'
import { useAsked } from './asked.js'
import { Row } from './form-fields.js'
import { useNames } from './names.js'
import type { TabProps } from './tab-props.js'
import { type Pool, restorableUntil, type User, usePools, userPath, usersPath } from './users.js'
import { usePeopleWords } from './words-people.js'

const PAGE_ROWS = 50
const DELETED = JSON.stringify({ Field: 'UserState', Value: 'Inactive', Operator: 'equals' })

/** The people of a customer, and the licenses there are for them. */
export function UsersTab({ customer }: TabProps) {
  return (
    <>
      <Users customerId={customer.id} />
      <LicensePools customerId={customer.id} />
    </>
  )
}

function Users({ customerId }: { readonly customerId: string }) {
  const say = usePeopleWords()
  const may = useMay()
  const { asked, ask } = useAsked()
  const isDeleted = asked('state') === 'deleted'
  return (
    <Section
      title={say('users')}
      actions={
        may('customer-user.manage') && (
          <ButtonLink to={`/customers/${customerId}/users/new`} icon={<AddRegular />}>
            {say('newUser')}
          </ButtonLink>
        )
      }
    >
      <Row>
        <Select
          aria-label={say('shown')}
          value={isDeleted ? 'deleted' : ''}
          onChange={(_, { value }) => ask({ state: value })}
        >
          <option value="">{say('active')}</option>
          <option value="deleted">{say('deleted')}</option>
        </Select>
      </Row>
      <UserPages key={String(isDeleted)} customerId={customerId} isDeleted={isDeleted} />
    </Section>
  )
}

interface Page {
  readonly items: readonly User[]
  readonly continuationToken?: string
}

interface ListProps {
  readonly customerId: string
  readonly isDeleted: boolean
}

function UserPages({ customerId, isDeleted }: ListProps) {
  const say = usePeopleWords()
  // The tokens of the pages that were gone through; that of the first is empty.
  const [tokens, setTokens] = useState<readonly string[]>([''])
  const token = tokens.at(-1)!
  const users = useRead<Page>(usersPath(customerId), {
    query: {
      size: PAGE_ROWS,
      ...(isDeleted ? { filter: DELETED } : {}),
      ...(token === '' ? {} : { seekOperation: 'Next' }),
    },
    ...(token === '' ? {} : { headers: { 'MS-ContinuationToken': token } }),
    keep: true,
  })
  const columns = useUserColumns(customerId, isDeleted)
  return (
    <Loaded read={users}>
      {({ items, continuationToken }) => (
        <>
          <Table
            label={say(isDeleted ? 'deleted' : 'active')}
            columns={columns}
            rows={items}
            keyOf={({ id }) => id}
            empty={<Empty text={say(isDeleted ? 'noDeleted' : 'noUsers')} />}
          />
          {(tokens.length > 1 || continuationToken !== undefined) && (
            <Pager
              offset={(tokens.length - 1) * PAGE_ROWS}
              shown={items.length}
              onPrevious={tokens.length === 1 ? undefined : () => setTokens(tokens.slice(0, -1))}
              onNext={continuationToken === undefined ? undefined : () => setTokens([...tokens, continuationToken])}
            />
          )}
        </>
      )}
    </Loaded>
  )
}

function useUserColumns(customerId: string, isDeleted: boolean): readonly Column<User>[] {
  const say = usePeopleWords()
  const may = useMay()
  const names = useNames()
  const { day } = useFormat()
  const columns: Column<User>[] = [
    {
      key: 'name',
      header: say('name'),
      cell: ({ id, displayName }) => <AppLink to={`/customers/${customerId}/users/${id}`}>{displayName}</AppLink>,
    },
    { key: 'signIn', header: say('signInName'), cell: ({ userPrincipalName }) => userPrincipalName },
    {
      key: 'location',
      header: say('location'),
      cell: ({ usageLocation }) => (usageLocation === undefined ? '–' : names.country(usageLocation)),
    },
  ]
  if (!isDeleted) return columns
  return [
    ...columns,
    {
      key: 'deleted',
      header: say('deletedOn'),
      cell: ({ softDeletionTime: at }) => (at === undefined ? '–' : day(at)),
    },
    {
      key: 'until',
      header: say('restorableUntil'),
      cell: ({ softDeletionTime: at }) => (at === undefined ? '–' : day(restorableUntil(at))),
    },
    ...(may('customer-user.manage')
      ? [
          {
            key: 'restore',
            header: say('restore'),
            cell: (user: User) => <Restore customerId={customerId} user={user} />,
          },
        ]
      : []),
  ]
}

/** Brings back a user that was deleted. */
export function Restore({ customerId, user }: { readonly customerId: string; readonly user: User }) {
  const say = usePeopleWords()
  const notify = useNotify()
  const change = useChange<void>(
    () => ({ method: 'PATCH', path: userPath(customerId, user.id), body: { state: 'active' } }),
    [usersPath(customerId)],
  )
  const name = user.displayName
  const restore = () =>
    change.mutate(undefined, {
      onSuccess: () => notify(say('restored', { name })),
      onError: ({ message }) => notify(message, 'error'),
    })
  return (
    <Button size="small" disabled={change.isPending} aria-label={say('restoreUser', { name })} onClick={restore}>
      {say('restore')}
    </Button>
  )
}

function LicensePools({ customerId }: { readonly customerId: string }) {
  const say = usePeopleWords()
  const { number } = useFormat()
  const pools = usePools(customerId)
  const amount = (key: string, header: string, of: (pool: Pool) => number): Column<Pool> => ({
    key,
    header,
    align: 'end',
    cell: (pool) => number(of(pool)),
  })
  return (
    <Section title={say('licenses')}>
      <Text>{say('licensesText')}</Text>
      <Loaded read={pools}>
        {({ items }) => (
          <>
            <WithoutSeat pools={items} />
            <Table
              label={say('licenses')}
              rows={items}
              keyOf={({ productSku }) => productSku.id}
              empty={<Empty text={say('noLicenses')} />}
              columns={[
                { key: 'name', header: say('license'), cell: ({ productSku }) => productSku.name },
                amount('seats', say('seats'), ({ activeUnits }) => activeUnits),
                amount('assigned', say('assigned'), ({ consumedUnits }) => consumedUnits),
                amount('available', say('available'), ({ availableUnits }) => availableUnits),
                amount('suspended', say('suspended'), ({ suspendedUnits }) => suspendedUnits),
                amount('over', say('over'), ({ warningUnits }) => warningUnits),
              ]}
            />
          </>
        )}
      </Loaded>
    </Section>
  )
}

function WithoutSeat({ pools }: { readonly pools: readonly Pool[] }) {
  const say = usePeopleWords()
  const count = pools.reduce((sum, { warningUnits }) => sum + warningUnits, 0)
  if (count === 0) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{say('overText', { count })}</MessageBarBody>
    </MessageBar>
  )
}
