import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, Text } from '@fluentui/react-components'
import { MoreHorizontalRegular } from '@fluentui/react-icons'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Confirm } from '../parts/confirm.js'
import { AppLink } from '../parts/link.js'
import { useNotify } from '../parts/notify.js'
import { useMay, useSession } from '../session/session.js'
import type { Request } from '../wire/call.js'
import { useChange } from '../wire/read.js'
import { type Customer, customerPath } from './customer.js'
import { useCustomerWords } from './words.js'

type Leaving = 'end' | 'delete'

const REQUESTS: Readonly<Record<Leaving, Omit<Request, 'path'>>> = {
  end: { method: 'PATCH', body: { relationshipToPartner: 'none' } },
  delete: { method: 'DELETE' },
}

/** How one lets go of a customer; nothing for who may not. */
export function CustomerMenu({ customer }: { readonly customer: Customer }) {
  const say = useCustomerWords()
  const may = useMay()
  const { account } = useSession()
  const [leaving, setLeaving] = useState<Leaving>()
  if (!may('customer.remove')) return null
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<MoreHorizontalRegular />} aria-label={say('moreActions')} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => setLeaving('end')}>{say('end')}</MenuItem>
            {account?.isSandbox === true && <MenuItem onClick={() => setLeaving('delete')}>{say('delete')}</MenuItem>}
          </MenuList>
        </MenuPopover>
      </Menu>
      {leaving !== undefined && <LetGo customer={customer} leaving={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  )
}

interface LetGoProps {
  readonly customer: Customer
  readonly leaving: Leaving
  readonly onClose: () => void
}

function LetGo({ customer, leaving, onClose }: LetGoProps) {
  const say = useCustomerWords()
  const notify = useNotify()
  const navigate = useNavigate()
  const name = customer.companyProfile.companyName
  const change = useChange<Leaving>(
    (way) => ({ ...REQUESTS[way], path: customerPath(customer.id) }),
    ['/v1/portal/customers', '/v1/customers?'],
  )
  const letGo = () =>
    change.mutate(leaving, {
      onSuccess: () => {
        notify(say(leaving === 'end' ? 'ended' : 'deleted', { name }))
        void navigate({ to: '/customers' })
      },
    })
  const isSelling = change.error?.word === 'customer-has-subscriptions'
  return (
    <Confirm
      open
      title={say(leaving === 'end' ? 'endTitle' : 'deleteTitle', { name })}
      action={say(leaving === 'end' ? 'endAction' : 'deleteAction')}
      busy={change.isPending}
      fault={change.error}
      onConfirm={letGo}
      onClose={onClose}
    >
      <Text as="p" block>
        {say(leaving === 'end' ? 'endText' : 'deleteText')} {say('endRule')}
      </Text>
      {isSelling && (
        <AppLink to={`/customers/${customer.id}`} search={{ state: 'active' }}>
          {say('showSubscriptions')}
        </AppLink>
      )}
    </Confirm>
  )
}
