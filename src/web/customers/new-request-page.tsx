import { Button, Field, Select, Textarea } from '@fluentui/react-components'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import type { supportTopics } from '../../api/schema/service-request.js'
import { ButtonLink } from '../parts/button-link.js'
import { useLeaveOnce } from '../parts/leave-once.js'
import { useNotify } from '../parts/notify.js'
import { Page } from '../parts/page.js'
import { Panel } from '../parts/section.js'
import { Loaded, Problem } from '../parts/states.js'
import { Unsaved } from '../parts/unsaved.js'
import { useCommonWords } from '../parts/words.js'
import { useChange, useRead } from '../wire/read.js'
import { useLanguage } from '../words/words.js'
import { type Customer, customerPath, useCustomer, useIds } from './customer.js'
import { FieldGrid, Row, Stack, TextField, Whole } from './form-fields.js'
import type { ServiceRequest } from './requests-tab.js'
import { useCustomerWords } from './words.js'
import { useDeskWords } from './words-desk.js'
import { useTopicName } from './words-topics.js'

type Topics = z.output<typeof supportTopics>

/** Files a request for service about a customer. */
export function NewRequestPage() {
  const say = useDeskWords()
  const ofCustomers = useCustomerWords()
  const { customerId } = useIds()
  const customer = useCustomer(customerId)
  return (
    <Loaded read={customer}>
      {(data) => (
        <Page
          title={say('newRequest')}
          crumbs={[
            { text: ofCustomers('customers'), to: '/customers' },
            { text: data.companyProfile.companyName, to: `/customers/${customerId}` },
          ]}
        >
          <Panel>
            <RequestForm customer={data} />
          </Panel>
        </Page>
      )}
    </Loaded>
  )
}

const EMPTY = { title: '', description: '', supportTopicId: '', severity: 'moderate' }
const SEVERITIES = ['critical', 'moderate', 'minimal'] as const
const LOCALES = { en: 'en-US', nl: 'nl-NL' } as const

function RequestForm({ customer }: { readonly customer: Customer }) {
  const say = useDeskWords()
  const common = useCommonWords()
  const notify = useNotify()
  const navigate = useNavigate()
  const language = useLanguage()
  const [typed, setTyped] = useState(EMPTY)
  const change = useChange<void, ServiceRequest>(
    () => ({
      method: 'POST',
      path: `/v1/servicerequests/${LOCALES[language]}`,
      body: { ...typed, organization: { id: customer.id, name: customer.companyProfile.companyName } },
    }),
    [`${customerPath(customer.id)}/servicerequests`, '/v1/servicerequests'],
  )
  const isFilled = Object.values(typed).every((text) => text.trim() !== '')
  const send = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(undefined, { onSuccess: () => notify(say('sent')) })
  }
  useLeaveOnce(
    change.data,
    ({ id }) => void navigate({ to: `/customers/${customer.id}/requests/${id}`, replace: true }),
  )
  const set = (name: keyof typeof EMPTY) => (value: string) => setTyped({ ...typed, [name]: value })
  return (
    <>
      <Unsaved changed={typed !== EMPTY && !change.isSuccess} />
      <form onSubmit={send}>
        <Stack>
          <FieldGrid>
            <Topic value={typed.supportTopicId} onChange={set('supportTopicId')} />
            <Severity value={typed.severity} onChange={set('severity')} />
            <Whole>
              <TextField
                label={say('title')}
                hint={say('titleHint')}
                value={typed.title}
                onChange={set('title')}
                required
              />
            </Whole>
            <Whole>
              <Field label={say('description')} hint={say('descriptionHint')} required>
                <Textarea
                  rows={6}
                  resize="vertical"
                  value={typed.description}
                  onChange={(_, { value }) => set('description')(value)}
                />
              </Field>
            </Whole>
          </FieldGrid>
          {change.error !== null && <Problem fault={change.error} />}
          <Row>
            <Button type="submit" appearance="primary" disabled={!isFilled || change.isPending}>
              {say('send')}
            </Button>
            <ButtonLink to={`/customers/${customer.id}`} search={{ tab: 'requests' }}>
              {common('cancel')}
            </ButtonLink>
          </Row>
        </Stack>
      </form>
    </>
  )
}

interface ChoiceProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

function Topic({ value, onChange }: ChoiceProps) {
  const say = useDeskWords()
  const topicName = useTopicName()
  const topics = useRead<Topics>('/v1/servicerequests/supporttopics')
  return (
    <Field label={say('topic')} required>
      <Select value={value} onChange={(_, { value: chosen }) => onChange(chosen)}>
        <option value="">{say('chooseTopic')}</option>
        {(topics.data?.items ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {topicName(id, name)}
          </option>
        ))}
      </Select>
    </Field>
  )
}

function Severity({ value, onChange }: ChoiceProps) {
  const say = useDeskWords()
  return (
    <Field label={say('severity')}>
      <Select value={value} onChange={(_, { value: chosen }) => onChange(chosen)}>
        {SEVERITIES.map((severity) => (
          <option key={severity} value={severity}>
            {say(severity)}
          </option>
        ))}
      </Select>
    </Field>
  )
}
