import { MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { useFormat } from '../format/format.js'
import { Page } from '../parts/page.js'
import { Sections } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { useCustomer, useIds } from './customer.js'
import { UserActions } from './user-actions.js'
import { UserDetails } from './user-details.js'
import { UserLicenses } from './user-licenses.js'
import type { UserProps } from './user-props.js'
import { UserRoles } from './user-roles.js'
import { restorableUntil, type User, userPath } from './users.js'
import { Restore } from './users-tab.js'
import { useCustomerWords } from './words.js'
import { usePeopleWords } from './words-people.js'

/** One user of a customer: who it is, its licenses and its roles. */
export function UserPage() {
  const { customerId, userId } = useIds()
  const user = useRead<User>(userPath(customerId, userId))
  return <Loaded read={user}>{(data) => <UserView customerId={customerId} user={data} />}</Loaded>
}

function UserView({ customerId, user }: UserProps) {
  const say = useCustomerWords()
  const may = useMay()
  const customer = useCustomer(customerId)
  const isActive = user.state === 'active'
  const home = `/customers/${customerId}`
  return (
    <Page
      title={user.displayName}
      crumbs={[
        { text: say('customers'), to: '/customers' },
        { text: customer.data?.companyProfile.companyName ?? '…', to: home },
      ]}
      actions={isActive && may('customer-user.manage') && <UserActions customerId={customerId} user={user} />}
    >
      {!isActive && <Deleted customerId={customerId} user={user} />}
      <Sections>
        <UserDetails customerId={customerId} user={user} />
        {isActive && <UserLicenses customerId={customerId} user={user} />}
        {isActive && <UserRoles customerId={customerId} user={user} />}
      </Sections>
    </Page>
  )
}

function Deleted({ customerId, user }: UserProps) {
  const say = usePeopleWords()
  const may = useMay()
  const { day } = useFormat()
  const at = user.softDeletionTime
  if (at === undefined) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{say('isDeleted', { day: day(at), until: day(restorableUntil(at)) })}</MessageBarBody>
      {may('customer-user.manage') && (
        <MessageBarActions>
          <Restore customerId={customerId} user={user} />
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
