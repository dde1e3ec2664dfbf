import { Button, Field, Select } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { ButtonLink } from '../parts/button-link.js'
import { Page } from '../parts/page.js'
import { Section } from '../parts/section.js'
import { Loaded, Problem } from '../parts/states.js'
import { Unsaved } from '../parts/unsaved.js'
import { useChange } from '../wire/read.js'
import { CountrySelect } from './country-select.js'
import { Credentials } from './credentials.js'
import { type Customer, useCustomer, useIds } from './customer.js'
import { FieldGrid, Row, Stack, TextField } from './form-fields.js'
import { PasswordChoice, useWantedPassword } from './password-choice.js'
import { type User, usersPath } from './users.js'
import { useCustomerWords } from './words.js'
import { usePeopleWords } from './words-people.js'

/** Takes in a new user of a customer. */
export function NewUserPage() {
  const { customerId } = useIds()
  const customer = useCustomer(customerId)
  return <Loaded read={customer}>{(data) => <NewUser customer={data} />}</Loaded>
}

function NewUser({ customer }: { readonly customer: Customer }) {
  const say = usePeopleWords()
  const ofCustomers = useCustomerWords()
  const [created, setCreated] = useState<{ readonly user: User; readonly password: string }>()
  const home = `/customers/${customer.id}`
  return (
    <Page
      title={say(created === undefined ? 'newUser' : 'created')}
      crumbs={[
        { text: ofCustomers('customers'), to: '/customers' },
        { text: customer.companyProfile.companyName, to: home },
      ]}
    >
      {created === undefined ? (
        <NewUserForm customer={customer} onCreated={setCreated} />
      ) : (
        <Section title={created.user.displayName}>
          <Credentials
            text={say('createdText')}
            userName={created.user.userPrincipalName}
            password={created.password}
          />
          <Row>
            <ButtonLink to={`${home}/users/${created.user.id}`} appearance="primary">
              {say('toUser')}
            </ButtonLink>
            <ButtonLink to={home} search={{ tab: 'users' }}>
              {say('toUsers')}
            </ButtonLink>
          </Row>
        </Section>
      )}
    </Page>
  )
}

interface FormProps {
  readonly customer: Customer
  readonly onCreated: (created: { readonly user: User; readonly password: string }) => void
}

const EMPTY = { firstName: '', lastName: '', displayName: '', account: '', phoneNumber: '' }

function NewUserForm({ customer, onCreated }: FormProps) {
  const say = usePeopleWords()
  const [typed, setTyped] = useState(EMPTY)
  const [domain, setDomain] = useState(customer.companyProfile.domain)
  const [usageLocation, setUsageLocation] = useState(customer.billingProfile.defaultAddress.country)
  const [wanted, setWanted] = useWantedPassword()
  const { account, displayName, ...names } = typed
  const usualName = `${names.firstName} ${names.lastName}`.trim()
  const change = useChange<void, User>(
    () => ({
      method: 'POST',
      path: usersPath(customer.id),
      body: {
        ...names,
        displayName: displayName.trim() === '' ? usualName : displayName,
        userPrincipalName: `${account.trim()}@${domain}`,
        usageLocation,
        passwordProfile: wanted,
      },
    }),
    [usersPath(customer.id)],
  )
  const isFilled = [names.firstName, names.lastName, account, wanted.password].every((text) => text.trim() !== '')
  const create = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(undefined, { onSuccess: (user) => onCreated({ user, password: wanted.password }) })
  }
  const set = (name: keyof typeof EMPTY) => (value: string) => setTyped({ ...typed, [name]: value })
  return (
    <>
      <Unsaved changed={typed !== EMPTY && !change.isSuccess} />
      <form onSubmit={create}>
        <Stack>
          <Section title={say('details')}>
            <FieldGrid>
              <TextField label={say('firstName')} value={typed.firstName} onChange={set('firstName')} required />
              <TextField label={say('lastName')} value={typed.lastName} onChange={set('lastName')} required />
              <TextField
                label={say('displayName')}
                value={displayName === '' ? usualName : displayName}
                onChange={set('displayName')}
              />
              <TextField label={say('signInName')} value={account} onChange={set('account')} required />
              <DomainChoice domains={customer.customDomains} value={domain} onChange={setDomain} />
              <Field label={say('location')} hint={say('locationHint')} required>
                <CountrySelect anywhere value={usageLocation} onChange={(_, { value }) => setUsageLocation(value)} />
              </Field>
              <TextField label={say('phone')} value={typed.phoneNumber} onChange={set('phoneNumber')} />
            </FieldGrid>
          </Section>
          <Section title={say('password')}>
            <PasswordChoice wanted={wanted} onChange={setWanted} />
          </Section>
          {change.error !== null && <Problem fault={change.error} />}
          <Row>
            <Button type="submit" appearance="primary" disabled={!isFilled || change.isPending}>
              {say('create')}
            </Button>
            <ButtonLink to={`/customers/${customer.id}`} search={{ tab: 'users' }}>
              {say('toUsers')}
            </ButtonLink>
          </Row>
        </Stack>
      </form>
    </>
  )
}

interface DomainChoiceProps {
  readonly domains: readonly string[]
  readonly value: string
  readonly onChange: (domain: string) => void
}

function DomainChoice({ domains, value, onChange }: DomainChoiceProps) {
  const say = usePeopleWords()
  return (
    <Field label={say('domain')}>
      <Select value={value} onChange={(_, { value: chosen }) => onChange(chosen)}>
        {domains.map((one) => (
          <option key={one} value={one}>
            {`@${one}`}
          </option>
        ))}
      </Select>
    </Field>
  )
}
