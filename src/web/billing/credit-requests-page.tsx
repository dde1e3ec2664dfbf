import {
  Button,
  Field,
  makeStyles,
  Select,
  Text,
  Textarea,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import type { creditRequestSchema, creditRequestsSchema } from '../../api/schema/credit-request.js'
import { useAsked } from '../customers/asked.js'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { AppLink } from '../parts/link.js'
import { useNotify } from '../parts/notify.js'
import { Page } from '../parts/page.js'
import { Panel } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status, type Tone } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useMay } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import { useChange, useRead } from '../wire/read.js'
import { BillingNav } from './billing-nav.js'
import { FileCreditRequest } from './file-credit-request.js'
import { useBillingWords } from './words.js'
import { useCreditWords } from './words-credits.js'

type CreditRequest = z.output<typeof creditRequestSchema>
type CreditRequests = z.output<typeof creditRequestsSchema>

const TONES: Readonly<Record<CreditRequest['state'], Tone>> = {
  submitted: 'waiting',
  in_review: 'waiting',
  more_information: 'bad',
  approved: 'good',
  declined: 'over',
  completed: 'good',
}
const STATES = Object.keys(TONES) as CreditRequest['state'][]

const useStyles = makeStyles({
  muted: { color: tokens.colorNeutralForeground2 },
  filter: { maxWidth: '260px' },
  about: { maxWidth: '560px', whiteSpace: 'pre-line', overflowWrap: 'anywhere' },
})

/** Credits the partner asked for, with the way to ask for one and to answer the provider. */
export function CreditRequestsPage() {
  const styles = useStyles()
  const say = useCreditWords()
  const bills = useBillingWords()
  const may = useMay()
  const { asked, ask } = useAsked()
  const [filing, setFiling] = useState(false)
  const [answering, setAnswering] = useState<CreditRequest | undefined>(undefined)
  const columns = useRequestColumns(setAnswering)
  const state = asked('state')
  const read = useRead<CreditRequests>('/v1/creditrequests', { query: { state }, keep: true })
  return (
    <Page
      title={bills('creditRequests')}
      crumbs={[{ text: bills('billing'), to: '/billing' }]}
      actions={
        may('credit-request.create') && (
          <Button appearance="primary" onClick={() => setFiling(true)}>
            {say('ask')}
          </Button>
        )
      }
    >
      <BillingNav here="/billing/credit-requests" />
      <Panel>
        <Text className={styles.muted}>{say('intro')}</Text>
        <Field label={say('filter')} className={styles.filter}>
          <Select value={state} onChange={(_, { value }) => ask({ state: value === '' ? undefined : value })}>
            <option value="">{say('all')}</option>
            {STATES.map((one) => (
              <option key={one} value={one}>
                {say(one)}
              </option>
            ))}
          </Select>
        </Field>
        <Loaded read={read}>
          {({ items }) => (
            <Table
              label={bills('creditRequests')}
              rows={items}
              keyOf={({ id }) => id}
              columns={columns}
              empty={<Empty text={say(state === '' ? 'empty' : 'emptyState')} />}
            />
          )}
        </Loaded>
      </Panel>
      {filing && <FileCreditRequest onClose={() => setFiling(false)} />}
      {answering !== undefined && <Answer request={answering} onClose={() => setAnswering(undefined)} />}
    </Page>
  )
}

function useRequestColumns(onAnswer: (request: CreditRequest) => void): Column<CreditRequest>[] {
  const styles = useStyles()
  const say = useCreditWords()
  const { day } = useFormat()
  return [
    { key: 'asked', header: say('asked'), cell: ({ submittedDate }) => day(submittedDate) },
    {
      key: 'about',
      header: say('about'),
      cell: ({ requestType, customerId, customerName, subscriptionId, subscriptionName, description, note }) => (
        <div className={styles.about}>
          <div>{say(requestType)}</div>
          <AppLink to={`/customers/${customerId}/subscriptions/${subscriptionId}`}>
            {[subscriptionName, customerName].filter((name) => name !== '').join(', ')}
          </AppLink>
          <div>{description}</div>
          {note !== '' && <div className={styles.muted}>{say('note', { note })}</div>}
        </div>
      ),
    },
    { key: 'state', header: say('state'), cell: ({ state }) => <Status text={say(state)} tone={TONES[state]} /> },
    {
      key: 'credit',
      header: say('creditedOn'),
      cell: (request) => <Outcome request={request} onAnswer={onAnswer} />,
    },
  ]
}

function Outcome({
  request,
  onAnswer,
}: {
  readonly request: CreditRequest
  readonly onAnswer: (request: CreditRequest) => void
}) {
  const say = useCreditWords()
  const may = useMay()
  const backHere = useRestoreFocusTarget()
  if (request.creditedOn !== undefined) {
    return <AppLink to={`/billing/invoices/${request.creditedOn}`}>{request.creditedOn}</AppLink>
  }
  if (request.state !== 'more_information' || !may('credit-request.create')) return '–'
  return (
    <Button {...backHere} size="small" onClick={() => onAnswer(request)}>
      {say('answer')}
    </Button>
  )
}

function Answer({ request, onClose }: { readonly request: CreditRequest; readonly onClose: () => void }) {
  const say = useCreditWords()
  const notify = useNotify()
  const [note, setNote] = useState('')
  const send = useChange<string>(
    (text) => ({ method: 'POST', path: pathOf`/v1/creditrequests/${request.id}/answers`, body: { note: text } }),
    ['/v1/creditrequests'],
  )
  return (
    <Confirm
      open
      title={say('answerTitle')}
      action={say('sendAnswer')}
      busy={send.isPending}
      disabled={note.trim() === ''}
      fault={send.error}
      onClose={onClose}
      onConfirm={() =>
        send.mutate(note, {
          onSuccess: () => {
            notify(say('answered'))
            onClose()
          },
        })
      }
    >
      {request.note !== '' && <Text block>{say('note', { note: request.note })}</Text>}
      <Field label={say('yourAnswer')} required>
        <Textarea value={note} onChange={(_, { value }) => setNote(value)} maxLength={1_000} rows={5} />
      </Field>
    </Confirm>
  )
}
