import { Button, Link, MessageBar, MessageBarBody, Text } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import type { agreementMetaDataSchema } from '../../api/schema/agreement.js'
import { useFormat } from '../format/format.js'
import { useNotify } from '../parts/notify.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded, Problem } from '../parts/states.js'
import { Table } from '../parts/table.js'
import { useMay, useSession } from '../session/session.js'
import { useChange, useRead } from '../wire/read.js'
import { type Agreement, useAgreement } from './agreement.js'
import { customerPath } from './customer.js'
import { FieldGrid, Row, Stack, TextField } from './form-fields.js'
import type { TabProps } from './tab-props.js'
import { useDeskWords } from './words-desk.js'

const TYPE = 'MicrosoftCustomerAgreement'

interface Templates {
  readonly items: readonly z.output<typeof agreementMetaDataSchema>[]
}

interface Confirmations {
  readonly items: readonly Agreement[]
}

/** Who of a customer accepted the agreement, and the way to record it. */
export function AgreementTab({ customer }: TabProps) {
  const say = useDeskWords()
  const may = useMay()
  const { agreements, isSigned, isMissing } = useAgreement(customer.id)
  const templates = useRead<Templates>('/v1/agreements', { query: { agreementType: TYPE } })
  const template = templates.data?.items[0]
  return (
    <>
      <Section
        title={say('agreement')}
        actions={
          template !== undefined && (
            <Link href={template.agreementLink} target="_blank" rel="noreferrer">
              {say('read')}
            </Link>
          )
        }
      >
        <Loaded read={agreements}>
          {({ items }) => (
            <MessageBar intent={isMissing ? 'warning' : 'success'} layout="multiline">
              <MessageBarBody>
                {say(items.length > 0 ? 'acceptedText' : isSigned ? 'directText' : 'missingText')}
              </MessageBarBody>
            </MessageBar>
          )}
        </Loaded>
      </Section>
      {may('agreement.confirm') && template !== undefined && agreements.data !== undefined && (
        <Recording customer={customer} templateId={template.templateId} isFirst={isMissing} />
      )}
      <History customerId={customer.id} />
    </>
  )
}

function History({ customerId }: { readonly customerId: string }) {
  const say = useDeskWords()
  const { day } = useFormat()
  const confirmations = useRead<Confirmations>(`${customerPath(customerId)}/agreements`, {
    query: { agreementType: '*' },
  })
  return (
    <Section title={say('history')}>
      <Loaded read={confirmations}>
        {({ items }) => (
          <Table
            label={say('history')}
            rows={items}
            keyOf={({ templateId, dateAgreed, primaryContact: { email, lastName, firstName, phoneNumber } }) =>
              [templateId, dateAgreed, email, firstName, lastName, phoneNumber].join()
            }
            empty={<Empty text={say('nobody')} />}
            columns={[
              {
                key: 'who',
                header: say('who'),
                cell: ({ primaryContact: { firstName, lastName } }) => `${firstName} ${lastName}`,
              },
              { key: 'email', header: say('email'), cell: ({ primaryContact: { email } }) => email },
              { key: 'phone', header: say('phone'), cell: ({ primaryContact: { phoneNumber } }) => phoneNumber || '–' },
              { key: 'on', header: say('on'), cell: ({ dateAgreed }) => day(dateAgreed) },
              { key: 'kind', header: say('kind'), cell: ({ type }) => say(type) },
            ]}
          />
        )}
      </Loaded>
    </Section>
  )
}

interface RecordingProps extends TabProps {
  readonly templateId: string
  /** Whether nothing was recorded yet, so that the form stands open. */
  readonly isFirst: boolean
}

function Recording({ customer, templateId, isFirst }: RecordingProps) {
  const say = useDeskWords()
  const [wanted, setWanted] = useState(false)
  if (isFirst || wanted) {
    return <RecordingForm customer={customer} templateId={templateId} onDone={() => setWanted(false)} />
  }
  return (
    <Row>
      <Button onClick={() => setWanted(true)}>{say('recordAgain')}</Button>
    </Row>
  )
}

interface RecordingFormProps extends TabProps {
  readonly templateId: string
  readonly onDone: () => void
}

function RecordingForm({ customer, templateId, onDone }: RecordingFormProps) {
  const say = useDeskWords()
  const notify = useNotify()
  const { now } = useSession()
  const { firstName, lastName, email, defaultAddress } = customer.billingProfile
  const today = now.slice(0, 10)
  const [contact, setContact] = useState({ firstName, lastName, email, phoneNumber: defaultAddress.phoneNumber ?? '' })
  const [day, setDay] = useState(today)
  const change = useChange<void>(
    () => ({
      method: 'POST',
      path: `${customerPath(customer.id)}/agreements`,
      // Today is at the time it is: midnight may be before the customer was there.
      body: { primaryContact: contact, templateId, type: TYPE, dateAgreed: day === today ? now : day },
    }),
    [customerPath(customer.id), '/v1/portal/customers'],
  )
  const isFilled = [contact.firstName, contact.lastName, contact.email, day].every((text) => text.trim() !== '')
  const record = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(undefined, {
      onSuccess: () => {
        notify(say('recorded'))
        onDone()
      },
    })
  }
  const field = (name: keyof typeof contact, required: boolean) => (
    <TextField
      label={say(name === 'phoneNumber' ? 'phone' : name)}
      value={contact[name]}
      onChange={(value) => setContact({ ...contact, [name]: value })}
      required={required}
    />
  )
  return (
    <Section title={say('record')}>
      <form onSubmit={record}>
        <Stack>
          <Text>{say('recordText')}</Text>
          <FieldGrid>
            {field('firstName', true)}
            {field('lastName', true)}
            {field('email', true)}
            {field('phoneNumber', false)}
            <TextField label={say('on')} type="date" value={day} max={today} onChange={setDay} required />
          </FieldGrid>
          {change.error !== null && <Problem fault={change.error} />}
          <Row>
            <Button type="submit" appearance="primary" disabled={!isFilled || change.isPending}>
              {say('record')}
            </Button>
          </Row>
        </Stack>
      </form>
    </Section>
  )
}
