import { Button, Checkbox, Field, MessageBar, MessageBarBody, Select, Text } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import type { newCustomerSchema, relationshipSchema } from '../../api/schema/customer.js'
import { findCountry } from '../../core/ordering/countries.js'
import type { Country } from '../../core/ordering/country.js'
import { ButtonLink } from '../parts/button-link.js'
import { Page } from '../parts/page.js'
import { Section } from '../parts/section.js'
import { Problem } from '../parts/states.js'
import { Unsaved } from '../parts/unsaved.js'
import { useCommonWords } from '../parts/words.js'
import { useMay, useSession } from '../session/session.js'
import { useChange, useRead } from '../wire/read.js'
import { AddressFields, ContactFields, LanguageFields } from './billing-fields.js'
import { emptyForm, problemsOf, profileOf } from './billing-form.js'
import { Credentials } from './credentials.js'
import { DomainField, type DomainState, useDomainState } from './domain-field.js'
import { FieldGrid, Row, Stack, TextField } from './form-fields.js'
import { ProblemList } from './problem-list.js'
import { useCustomerWords } from './words.js'
import { useFormWords } from './words-form.js'

type Created = z.output<typeof newCustomerSchema>

/** Takes on a new customer. */
export function NewCustomerPage() {
  const say = useFormWords()
  const ofCustomers = useCustomerWords()
  const [created, setCreated] = useState<Created>()
  return (
    <Page
      title={say(created === undefined ? 'newCustomer' : 'created')}
      crumbs={[{ text: ofCustomers('customers'), to: '/customers' }]}
    >
      {created === undefined ? <NewCustomer onCreated={setCreated} /> : <Welcome customer={created} />}
    </Page>
  )
}

/** What is shown once: how the first administrator signs in, and what comes next. */
function Welcome({ customer }: { readonly customer: Created }) {
  const say = useFormWords()
  const { userCredentials } = customer
  const home = `/customers/${customer.id}`
  return (
    <Section title={customer.companyProfile.companyName}>
      {userCredentials === undefined ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{say('notShown')}</MessageBarBody>
        </MessageBar>
      ) : (
        <Credentials
          text={say('createdText')}
          userName={userNameOf(userCredentials.userName, customer.companyProfile.domain)}
          password={userCredentials.password}
        />
      )}
      <Text>{say('nextAgreement')}</Text>
      <Row>
        <ButtonLink to={home} search={{ tab: 'agreement' }} appearance="primary">
          {say('toAgreement')}
        </ButtonLink>
        <ButtonLink to={home}>{say('toCustomer')}</ButtonLink>
      </Row>
    </Section>
  )
}

/** The whole name with which somebody signs in. */
function userNameOf(name: string, domain: string): string {
  return name.includes('@') ? name : `${name}@${domain}`
}

interface CompanyForm {
  readonly domain: string
  readonly registration: string
  readonly reseller: string
  readonly isDelegated: boolean
}

const NO_COMPANY: CompanyForm = { domain: '', registration: '', reseller: '', isDelegated: true }

/** What was typed of a new customer, and what is wrong with it. */
function useNewCustomer() {
  const { account } = useSession()
  const [company, setCompany] = useState(NO_COMPANY)
  const [start] = useState(() => emptyForm(findCountry(account?.country ?? '')))
  const [form, setForm] = useState(start)
  const [isTried, setIsTried] = useState(false)
  const country = findCountry(form.country)
  const domainState = useDomainState(company.domain.trim())
  const registration = registrationProblem(company.registration.trim(), country)
  const needsPhone = country?.registrationNumber?.required === true
  const problems = {
    ...problemsOf(form, country),
    ...(domainState === 'free' || domainState === 'unknown' ? {} : { domain: domainState }),
    ...(company.domain.trim() === '' ? { domain: 'missing' as const } : {}),
    ...(registration === undefined ? {} : { registration }),
    ...(needsPhone && form.phoneNumber.trim() === '' ? { phoneNumber: 'missing' as const } : {}),
  }
  const isChanged = company !== NO_COMPANY || form !== start
  return {
    ...{ company, setCompany, form, setForm, isTried, setIsTried },
    ...{ country, domainState, registration, needsPhone, problems, isChanged },
  }
}

function registrationProblem(typed: string, country: Country | undefined): 'missing' | 'form' | undefined {
  const rule = country?.registrationNumber ?? null
  if (rule === null) return undefined
  if (typed === '') return rule.required ? 'missing' : undefined
  return new RegExp(rule.pattern).test(typed.toUpperCase()) ? undefined : 'form'
}

function NewCustomer({ onCreated }: { readonly onCreated: (customer: Created) => void }) {
  const say = useFormWords()
  const common = useCommonWords()
  const state = useNewCustomer()
  const { company, form, setForm, isTried, setIsTried, country, needsPhone, problems } = state
  const change = useChange<void, Created>(
    () => ({
      method: 'POST',
      path: '/v1/customers',
      body: {
        companyProfile: {
          domain: company.domain.trim(),
          organizationRegistrationNumber: country?.registrationNumber == null ? '' : company.registration.trim(),
        },
        billingProfile: profileOf(form),
        allowDelegatedAccess: company.isDelegated,
        associatedPartnerId: company.reseller,
      },
    }),
    ['/v1/portal/customers', '/v1/customers'],
  )
  const wrong = Object.keys(problems) as (keyof typeof problems)[]
  const create = (event: FormEvent) => {
    event.preventDefault()
    setIsTried(true)
    if (wrong.length === 0) change.mutate(undefined, { onSuccess: onCreated })
  }
  const fields = { form, onChange: setForm, isTried, needsPhone }
  return (
    <>
      <Unsaved changed={state.isChanged && !change.isSuccess} />
      <form onSubmit={create} noValidate>
        <Stack>
          <Text>{say('newText')}</Text>
          <CompanyFields state={state} />
          <AddressFields {...fields} />
          <ContactFields {...fields} />
          <LanguageFields {...fields} />
          {isTried && wrong.length > 0 && <ProblemList text={say('fix')} names={wrong.map((name) => say(name))} />}
          {change.error !== null && <Problem fault={change.error} />}
          <Row>
            <Button type="submit" appearance="primary" disabled={change.isPending}>
              {say('create')}
            </Button>
            <ButtonLink to="/customers">{common('cancel')}</ButtonLink>
          </Row>
        </Stack>
      </form>
    </>
  )
}

interface CompanyFieldsProps {
  readonly state: ReturnType<typeof useNewCustomer> & { readonly domainState: DomainState }
}

function CompanyFields({ state }: CompanyFieldsProps) {
  const say = useFormWords()
  const { account } = useSession()
  const may = useMay()
  const { company, setCompany, form, setForm, isTried, country, domainState, registration, problems } = state
  const rule = country?.registrationNumber ?? null
  const registrationText = {
    missing: isTried ? say('missing') : undefined,
    form: isTried ? say('registrationForm', { sample: rule?.sample ?? '' }) : undefined,
  }
  return (
    <Section title={say('company')}>
      <FieldGrid>
        <TextField
          label={say('companyName')}
          value={form.companyName}
          onChange={(companyName) => setForm({ ...form, companyName })}
          problem={isTried && problems.companyName !== undefined ? say('missing') : undefined}
          required
        />
        <DomainField
          value={company.domain}
          state={domainState}
          isTried={isTried}
          onChange={(domain) => setCompany({ ...company, domain })}
        />
        {rule !== null && (
          <TextField
            label={say('registration')}
            hint={say('registrationHint', { sample: rule.sample })}
            value={company.registration}
            onChange={(typed) => setCompany({ ...company, registration: typed })}
            problem={registration === undefined ? undefined : registrationText[registration]}
            required={rule.required}
          />
        )}
        {account?.accountType === 'indirect-provider' && may('relationship.read') && (
          <ResellerField value={company.reseller} onChange={(reseller) => setCompany({ ...company, reseller })} />
        )}
      </FieldGrid>
      <Checkbox
        label={say('delegated')}
        checked={company.isDelegated}
        onChange={(_, { checked }) => setCompany({ ...company, isDelegated: checked === true })}
      />
    </Section>
  )
}

interface Resellers {
  readonly items: readonly z.output<typeof relationshipSchema>[]
}

function ResellerField({ value, onChange }: { readonly value: string; readonly onChange: (id: string) => void }) {
  const say = useFormWords()
  const resellers = useRead<Resellers>('/v1/relationships')
  return (
    <Field label={say('reseller')}>
      <Select value={value} onChange={(_, { value: chosen }) => onChange(chosen)}>
        <option value="">{say('noReseller')}</option>
        {(resellers.data?.items ?? []).map(({ id, name, mpnId }) => (
          <option key={id} value={mpnId}>
            {`${name} (MPN ${mpnId})`}
          </option>
        ))}
      </Select>
    </Field>
  )
}
