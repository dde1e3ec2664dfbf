import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { findCountry } from '../../core/ordering/countries.js'
import { ButtonLink } from '../parts/button-link.js'
import { useLeaveOnce } from '../parts/leave-once.js'
import { useNotify } from '../parts/notify.js'
import { Page } from '../parts/page.js'
import { Section } from '../parts/section.js'
import { Loaded, Problem } from '../parts/states.js'
import { Unsaved } from '../parts/unsaved.js'
import { useCommonWords } from '../parts/words.js'
import { call } from '../wire/call.js'
import { useChange, useRead } from '../wire/read.js'
import { AddressFields, ContactFields, LanguageFields } from './billing-fields.js'
import { type BillingProfile, formOf, type Merged, merge, problemsOf, profileOf } from './billing-form.js'
import { customerPath, useIds } from './customer.js'
import { FieldGrid, Row, Stack, TextField } from './form-fields.js'
import { ProblemList } from './problem-list.js'
import { useCustomerWords } from './words.js'
import { useFormWords } from './words-form.js'

/** Changes where the papers of a customer go. */
export function BillingProfilePage() {
  const { customerId } = useIds()
  const profile = useRead<BillingProfile>(`${customerPath(customerId)}/profiles/billing`)
  return <Loaded read={profile}>{(data) => <EditProfile customerId={customerId} profile={data} />}</Loaded>
}

interface EditProps {
  readonly customerId: string
  readonly profile: BillingProfile
}

function EditProfile({ customerId, profile }: EditProps) {
  const say = useFormWords()
  const ofCustomers = useCustomerWords()
  // As it was when the page was opened: the form does not change under who types.
  const [opened] = useState(profile)
  return (
    <Page
      title={say('editBilling', { name: opened.companyName })}
      crumbs={[
        { text: ofCustomers('customers'), to: '/customers' },
        { text: opened.companyName, to: `/customers/${customerId}` },
      ]}
    >
      <ProfileForm customerId={customerId} profile={opened} />
    </Page>
  )
}

/** What is typed over a profile, brought together with what others saved meanwhile. */
function useProfileForm({ customerId, profile }: EditProps) {
  const [base, setBase] = useState(profile)
  const [form, setForm] = useState(() => formOf(profile))
  const [conflict, setConflict] = useState<Merged>()
  const path = `${customerPath(customerId)}/profiles/billing`
  const etag = base.attributes.etag
  const change = useChange<void, BillingProfile>(
    () => ({
      method: 'PUT',
      path,
      body: profileOf(form, base),
      ...(etag === undefined ? {} : { headers: { 'If-Match': etag } }),
    }),
    [customerPath(customerId), '/v1/portal/customers'],
  )
  const takeOver = async () => {
    const stored = await call<BillingProfile>({ path })
    const merged = merge(formOf(base), form, formOf(stored))
    setBase(stored)
    setForm(merged.form)
    setConflict(merged)
    change.reset()
  }
  const save = () => {
    setConflict(undefined)
    change.mutate(undefined, { onError: ({ word }) => word === 'stale-etag' && void takeOver() })
  }
  return { form, setForm, conflict, change, save, isChanged: JSON.stringify(form) !== JSON.stringify(formOf(base)) }
}

function ProfileForm({ customerId, profile }: EditProps) {
  const say = useFormWords()
  const common = useCommonWords()
  const notify = useNotify()
  const navigate = useNavigate()
  const { form, setForm, conflict, change, save, isChanged } = useProfileForm({ customerId, profile })
  const [isTried, setIsTried] = useState(false)
  const problems = problemsOf(form, findCountry(form.country))
  const wrong = Object.keys(problems) as (keyof typeof problems)[]
  useLeaveOnce(change.data, () => {
    notify(say('saved'))
    void navigate({ to: `/customers/${customerId}`, search: { tab: 'overview' } as never })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsTried(true)
    if (wrong.length === 0) save()
  }
  const fields = { form, onChange: setForm, isTried }
  return (
    <>
      <Unsaved changed={isChanged && !change.isSuccess} />
      <form onSubmit={submit} noValidate>
        <Stack>
          {conflict !== undefined && <Conflict conflict={conflict} />}
          <Section title={say('company')}>
            <FieldGrid>
              <TextField
                label={say('companyName')}
                value={form.companyName}
                onChange={(companyName) => setForm({ ...form, companyName })}
                problem={isTried && problems.companyName !== undefined ? say('missing') : undefined}
                required
              />
            </FieldGrid>
          </Section>
          <ContactFields {...fields} />
          <AddressFields {...fields} />
          <LanguageFields {...fields} />
          {isTried && wrong.length > 0 && <ProblemList text={say('fix')} names={wrong.map((name) => say(name))} />}
          {change.error !== null && change.error.word !== 'stale-etag' && <Problem fault={change.error} />}
          <Row>
            <Button type="submit" appearance="primary" disabled={change.isPending || !isChanged}>
              {common('save')}
            </Button>
            <ButtonLink to={`/customers/${customerId}`} search={{ tab: 'overview' }}>
              {common('cancel')}
            </ButtonLink>
          </Row>
        </Stack>
      </form>
    </>
  )
}

function Conflict({ conflict: { changed, both } }: { readonly conflict: Merged }) {
  const say = useFormWords()
  const named = (fields: Merged['changed']) => fields.map((field) => say(field)).join(', ')
  return (
    <MessageBar intent="warning" layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>{say('conflict')}</MessageBarTitle>{' '}
        {changed.length > 0 && say('conflictChanged', { fields: named(changed) })}{' '}
        {both.length > 0 && say('conflictBoth', { fields: named(both) })} {say('conflictNext')}
      </MessageBarBody>
    </MessageBar>
  )
}
