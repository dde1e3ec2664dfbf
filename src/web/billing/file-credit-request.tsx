import { Field, makeStyles, Select, Text, Textarea, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { portalCustomersSchema } from '../../api/schema/portal-customers.js'
import { SearchBox } from '../customers/search-box.js'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { pathOf } from '../wire/path.js'
import { useChange, useRead } from '../wire/read.js'
import { type CreditDraft, draftBody, isComplete, NEW_DRAFT } from './credit-draft.js'
import { OutageFields } from './outage-fields.js'
import { useCreditWords } from './words-credits.js'

type Customers = z.output<typeof portalCustomersSchema>
interface Subscriptions {
  readonly items: readonly { readonly id: string; readonly friendlyName: string; readonly status: string }[]
}

const MOST_CUSTOMERS = 50
const LONGEST_DESCRIPTION = 4_000
const TYPES = ['accidental_purchase', 'duplicate_order', 'sla_outage'] as const

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  muted: { color: tokens.colorNeutralForeground2 },
})

/** Asks for a credit: what happened, about which subscription, and what is needed to judge it. */
export function FileCreditRequest({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles()
  const say = useCreditWords()
  const notify = useNotify()
  const [draft, setDraft] = useState<CreditDraft>(NEW_DRAFT)
  const set = (change: Partial<CreditDraft>) => setDraft({ ...draft, ...change })
  const file = useChange<CreditDraft>(
    (wanted) => ({ method: 'POST', path: '/v1/creditrequests', body: draftBody(wanted) }),
    ['/v1/creditrequests'],
  )
  return (
    <Confirm
      open
      title={say('ask')}
      action={say('send')}
      busy={file.isPending}
      disabled={!isComplete(draft)}
      fault={file.error}
      onClose={onClose}
      onConfirm={() =>
        file.mutate(draft, {
          onSuccess: () => {
            notify(say('sent'))
            onClose()
          },
        })
      }
    >
      <div className={styles.fields}>
        <Field label={say('kind')} required>
          <Select
            value={draft.requestType}
            onChange={(_, { value }) =>
              set({ requestType: TYPES.find((one) => one === value) ?? 'accidental_purchase' })
            }
          >
            {TYPES.map((type) => (
              <option key={type} value={type}>
                {say(type)}
              </option>
            ))}
          </Select>
        </Field>
        <Text className={styles.muted}>{say('claimHint')}</Text>
        <WhichSubscription draft={draft} set={set} />
        {draft.requestType === 'sla_outage' && <OutageFields draft={draft} set={set} />}
        <Field label={say('description')} required>
          <Textarea
            value={draft.description}
            rows={4}
            maxLength={LONGEST_DESCRIPTION}
            onChange={(_, { value }) => set({ description: value })}
          />
        </Field>
      </div>
    </Confirm>
  )
}

interface DraftProps {
  readonly draft: CreditDraft
  readonly set: (change: Partial<CreditDraft>) => void
}

/** The customer, found by name, and its subscription; of a double order both. */
function WhichSubscription({ draft, set }: DraftProps) {
  const say = useCreditWords()
  const [search, setSearch] = useState('')
  const customers = useRead<Customers>('/v1/portal/customers', {
    query: { search, size: MOST_CUSTOMERS },
    keep: true,
  })
  const subscriptions = useRead<Subscriptions>(
    draft.customerId === '' ? undefined : pathOf`/v1/customers/${draft.customerId}/subscriptions`,
  )
  const choices = (subscriptions.data?.items ?? []).map(({ id, friendlyName }) => [id, friendlyName] as const)
  return (
    <>
      <SearchBox label={say('findCustomer')} value={search} onSearch={setSearch} />
      <Choice
        label={say('customer')}
        none={say('chooseCustomer')}
        value={draft.customerId}
        choices={(customers.data?.items ?? []).map(({ id, name }) => [id, name])}
        onChoose={(customerId) => {
          const customerDomain = customers.data?.items.find(({ id }) => id === customerId)?.domain ?? ''
          set({ customerId, customerDomain, subscriptionId: '', duplicateSubscriptionId: '' })
        }}
      />
      <Choice
        label={say('subscription')}
        none={say('chooseSubscription')}
        value={draft.subscriptionId}
        choices={choices}
        onChoose={(subscriptionId) => set({ subscriptionId })}
      />
      {draft.requestType === 'duplicate_order' && (
        <Choice
          label={say('duplicate')}
          none={say('chooseSubscription')}
          value={draft.duplicateSubscriptionId}
          choices={choices.filter(([id]) => id !== draft.subscriptionId)}
          onChoose={(duplicateSubscriptionId) => set({ duplicateSubscriptionId })}
        />
      )}
    </>
  )
}

function Choice(props: {
  readonly label: string
  readonly none: string
  readonly value: string
  readonly choices: readonly (readonly [value: string, text: string])[]
  readonly onChoose: (value: string) => void
}) {
  const { label, none, value, choices, onChoose } = props
  return (
    <Field label={label} required>
      <Select value={value} onChange={(_, { value: chosen }) => onChoose(chosen)}>
        <option value="">{none}</option>
        {choices.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </Select>
    </Field>
  )
}
