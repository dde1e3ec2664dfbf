import { Button, Checkbox, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { useCommonWords } from '../parts/words.js'
import { useMay } from '../session/session.js'
import { useChange, useRead } from '../wire/read.js'
import { customerPath } from './customer.js'
import { Stack } from './form-fields.js'
import type { UserProps } from './user-props.js'
import { type Licenses, type Pool, usePools, userPath } from './users.js'
import { usePeopleWords } from './words-people.js'

/** The licenses of a user, and the way to give and take them. */
export function UserLicenses({ customerId, user }: UserProps) {
  const say = usePeopleWords()
  const may = useMay()
  const [isChanged, setIsChanged] = useState(false)
  const licenses = useRead<Licenses>(`${userPath(customerId, user.id)}/licenses`)
  const pools = usePools(customerId)
  const held = licenses.data?.items.map(({ productSku }) => productSku.id)
  const canChange = may('customer-user.manage') && held !== undefined && pools.data !== undefined
  return (
    <Section
      title={say('licenses')}
      actions={
        canChange && pools.data.items.length > 0 && <Button onClick={() => setIsChanged(true)}>{say('change')}</Button>
      }
    >
      <Loaded read={licenses}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty text={say('noLicenseYet')} />
          ) : (
            <ul>
              {items.map(({ productSku }) => (
                <li key={productSku.id}>{productSku.name}</li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {isChanged && canChange && (
        <ChangeLicenses
          customerId={customerId}
          user={user}
          held={held}
          pools={pools.data.items}
          onClose={() => setIsChanged(false)}
        />
      )}
    </Section>
  )
}

interface ChangeProps extends UserProps {
  /** Ids of the SKUs of which the user holds a license. */
  readonly held: readonly string[]
  readonly pools: readonly Pool[]
  readonly onClose: () => void
}

function ChangeLicenses({ customerId, user, held, pools, onClose }: ChangeProps) {
  const say = usePeopleWords()
  const common = useCommonWords()
  const notify = useNotify()
  const { number } = useFormat()
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set(held))
  const given = [...wanted].filter((id) => !held.includes(id))
  const taken = held.filter((id) => !wanted.has(id))
  const change = useChange<void>(
    () => ({
      method: 'POST',
      path: `${userPath(customerId, user.id)}/licenseupdates`,
      body: { licensesToAssign: given.map((skuId) => ({ skuId })), licensesToRemove: taken },
    }),
    [userPath(customerId, user.id), `${customerPath(customerId)}/subscribedskus`],
  )
  const save = () =>
    change.mutate(undefined, {
      onSuccess: () => {
        notify(say('licensesSaved'))
        onClose()
      },
    })
  const toggle = (id: string, isWanted: boolean) => {
    const others = [...wanted].filter((one) => one !== id)
    setWanted(new Set(isWanted ? [...others, id] : others))
  }
  const leftOf = ({ availableUnits, activeUnits }: Pool) =>
    availableUnits === 0
      ? say('noneLeft')
      : say('leftOf', { available: number(availableUnits), total: number(activeUnits) })
  return (
    <Confirm
      open
      title={say('changeTitle', { name: user.displayName })}
      action={common('save')}
      busy={change.isPending}
      disabled={given.length + taken.length === 0}
      fault={change.error}
      onConfirm={save}
      onClose={onClose}
    >
      <Stack>
        {user.usageLocation === undefined && <Text>{say('needsLocation')}</Text>}
        {pools.map((pool) => {
          const { id, name } = pool.productSku
          return (
            <Checkbox
              key={id}
              label={`${name} – ${leftOf(pool)}`}
              checked={wanted.has(id)}
              disabled={!held.includes(id) && pool.availableUnits === 0}
              onChange={(_, { checked }) => toggle(id, checked === true)}
            />
          )
        })}
      </Stack>
    </Confirm>
  )
}
