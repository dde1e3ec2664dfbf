import { Button, Field, makeStyles, Text, Textarea, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useFormat } from '../format/format.js'
import { useNotify } from '../parts/notify.js'
import { Page } from '../parts/page.js'
import { Facts, Section } from '../parts/section.js'
import { Empty, Loaded, Problem } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { Unsaved } from '../parts/unsaved.js'
import { useMay } from '../session/session.js'
import { useChange, useRead } from '../wire/read.js'
import { customerPath, useCustomer, useIds } from './customer.js'
import { Row, Stack } from './form-fields.js'
import { REQUEST_TONES, type ServiceRequest } from './requests-tab.js'
import { useCustomerWords } from './words.js'
import { useDeskWords } from './words-desk.js'
import { useTopicName } from './words-topics.js'

const useStyles = makeStyles({
  lines: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxWidth: '900px' },
  notes: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
  },
  head: { color: tokens.colorNeutralForeground2 },
  field: { maxWidth: '900px' },
})

interface RequestProps {
  readonly customerId: string
  readonly request: ServiceRequest
}

function requestPath(customerId: string, requestId: string): string {
  return `${customerPath(customerId)}/servicerequests/${encodeURIComponent(requestId)}`
}

/** One request for service about a customer, with its notes. */
export function RequestPage() {
  const { customerId, requestId } = useIds()
  const request = useRead<ServiceRequest>(requestPath(customerId, requestId))
  return <Loaded read={request}>{(data) => <RequestView customerId={customerId} request={data} />}</Loaded>
}

function RequestView({ customerId, request }: RequestProps) {
  const styles = useStyles()
  const say = useDeskWords()
  const ofCustomers = useCustomerWords()
  const topic = useTopicName()
  const may = useMay()
  const { instant } = useFormat()
  const customer = useCustomer(customerId)
  const { primaryContact, lastUpdatedBy, lastClosedDate } = request
  return (
    <Page
      title={request.title}
      beside={<Status text={say(request.status)} tone={REQUEST_TONES[request.status]} />}
      crumbs={[
        { text: ofCustomers('customers'), to: '/customers' },
        { text: customer.data?.companyProfile.companyName ?? '…', to: `/customers/${customerId}` },
      ]}
      actions={may('service-request.create') && <CloseOrReopen customerId={customerId} request={request} />}
    >
      <Section title={say('description')}>
        <Text className={styles.lines}>{request.description}</Text>
        <Facts
          facts={[
            [say('number'), request.id],
            [say('topic'), topic(request.supportTopicId, request.supportTopicName)],
            [say('severity'), say(`${request.severity}Short`)],
            [say('contact'), nameOf(primaryContact)],
            [say('filed'), instant(request.createdDate)],
            [say('changed'), instant(request.lastModifiedDate)],
            [say('lastBy'), nameOf(lastUpdatedBy)],
            [say('closedOn'), request.status === 'closed' ? instant(lastClosedDate) : undefined],
          ]}
        />
      </Section>
      <Notes customerId={customerId} request={request} />
    </Page>
  )
}

function nameOf({ firstName, lastName, email }: ServiceRequest['primaryContact']): string {
  return `${firstName} ${lastName}`.trim() || (email ?? '–')
}

function CloseOrReopen({ customerId, request }: RequestProps) {
  const say = useDeskWords()
  const notify = useNotify()
  const isClosed = request.status === 'closed'
  const change = useChange<void>(
    () => ({
      method: 'PATCH',
      path: requestPath(customerId, request.id),
      body: { status: isClosed ? 'open' : 'closed' },
    }),
    [`${customerPath(customerId)}/servicerequests`, '/v1/servicerequests'],
  )
  const swap = () =>
    change.mutate(undefined, {
      onSuccess: () => notify(say(isClosed ? 'nowOpen' : 'nowClosed')),
      onError: ({ message }) => notify(message, 'error'),
    })
  return (
    <Button disabled={change.isPending} onClick={swap}>
      {say(isClosed ? 'reopen' : 'close')}
    </Button>
  )
}

function Notes({ customerId, request }: RequestProps) {
  const styles = useStyles()
  const say = useDeskWords()
  const may = useMay()
  const { instant } = useFormat()
  const notes = request.notes ?? []
  return (
    <Section title={say('notes')}>
      {notes.length === 0 ? (
        <Empty text={say('noNotes')} />
      ) : (
        <ul className={styles.notes}>
          {notes.map(({ createdByName, createdDate, text }) => (
            <li key={`${createdDate} ${text}`}>
              <Text block size={200} className={styles.head}>
                {`${createdByName}, ${instant(createdDate)}`}
              </Text>
              <Text className={styles.lines}>{text}</Text>
            </li>
          ))}
        </ul>
      )}
      {may('service-request.create') && <AddNote customerId={customerId} request={request} />}
    </Section>
  )
}

function AddNote({ customerId, request }: RequestProps) {
  const styles = useStyles()
  const say = useDeskWords()
  const notify = useNotify()
  const [text, setText] = useState('')
  const change = useChange<void>(
    () => ({ method: 'PATCH', path: requestPath(customerId, request.id), body: { newNote: { text } } }),
    [`${customerPath(customerId)}/servicerequests`, '/v1/servicerequests'],
  )
  const add = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(undefined, {
      onSuccess: () => {
        setText('')
        notify(say('noteAdded'))
      },
    })
  }
  return (
    <>
      <Unsaved changed={text !== ''} />
      <form onSubmit={add}>
        <Stack>
          <Field label={say('note')} className={styles.field}>
            <Textarea rows={3} resize="vertical" value={text} onChange={(_, { value }) => setText(value)} />
          </Field>
          {change.error !== null && <Problem fault={change.error} />}
          <Row>
            <Button type="submit" disabled={text.trim() === '' || change.isPending}>
              {say('addNote')}
            </Button>
          </Row>
        </Stack>
      </form>
    </>
  )
}
