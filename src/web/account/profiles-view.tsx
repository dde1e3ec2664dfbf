import type { ReactNode } from 'react'
import type { z } from 'zod'
import type {
  legalProfileSchema,
  mpnProfileSchema,
  organizationSchema,
  partnerBillingSchema,
  supportProfileSchema,
} from '../../api/schema/profile.js'
import type { Capability } from '../../core/access/permission.js'
import { addressLines } from '../customers/address-lines.js'
import { useNames } from '../customers/names.js'
import { useFormat } from '../format/format.js'
import { Facts, Section, Sections } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status, type Tone } from '../parts/status.js'
import { useCommonWords } from '../parts/words.js'
import { ActionForm } from '../provider/ui/action-form.js'
import type { FormField, Values } from '../provider/ui/form-fields.js'
import { useMay, useSession } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { type Address, addressOf, type Contact, contactOf, useFields, valuesOf } from './profile-form.js'
import { useAccountWords } from './words.js'

/** The profiles of the partner, each with the form that changes it. */
export function ProfilesView() {
  return (
    <Sections>
      <OrganizationProfile />
      <BillingProfile />
      <LegalProfile />
      <SupportProfile />
      <NetworkProfile />
    </Sections>
  )
}

interface ProfileProps<Profile> {
  readonly title: string
  readonly path: string
  readonly needs: Capability
  readonly facts: (profile: Profile) => readonly (readonly [string, ReactNode])[]
  readonly fields: readonly FormField[]
  readonly initial: (profile: Profile) => Values
  /** What is sent for what was typed. */
  readonly body: (profile: Profile, values: Values) => object
  readonly text?: string
}

function Profile<T extends object>(props: ProfileProps<T>) {
  const { title, path, needs, facts, fields, initial, body, text } = props
  const say = useAccountWords()
  const common = useCommonWords()
  const may = useMay()
  const profile = useRead<T>(path)
  const known = profile.data
  return (
    <Section
      title={title}
      actions={
        may(needs) &&
        known !== undefined && (
          <ActionForm
            text={common('edit')}
            size="small"
            label={say('editOf', { what: title })}
            action={common('save')}
            intro={text}
            fields={fields}
            initial={initial(known)}
            request={(values) => ({ method: 'PUT', path, body: body(known, values) })}
            touches={['/v1/profiles', '/v1/portal/session']}
            done={common('saved')}
          />
        )
      }
    >
      <Loaded read={profile}>
        {(data) => {
          const found = facts(data)
          return found.some(([, value]) => value) ? <Facts facts={found} /> : <Empty />
        }}
      </Loaded>
    </Section>
  )
}

function AddressText({ address }: { readonly address: Address }) {
  const names = useNames()
  return addressLines(address, names).map((line) => <div key={line}>{line}</div>)
}

function nameOf({ firstName, lastName }: Contact): string {
  return `${firstName ?? ''} ${lastName ?? ''}`.trim()
}

function OrganizationProfile() {
  const say = useAccountWords()
  const names = useNames()
  const fields = useFields()
  return (
    <Profile<z.output<typeof organizationSchema>>
      title={say('organization')}
      path="/v1/profiles/organization"
      needs="account.edit"
      facts={(it) => [
        [say('company'), it.companyName],
        [say('domain'), it.domain],
        [say('address'), <AddressText key="address" address={it.defaultAddress} />],
        [say('email'), it.email],
        [say('language'), names.language(it.language)],
        [say('culture'), names.language(it.culture)],
      ]}
      fields={[...fields.company, ...fields.address, ...fields.email, ...fields.culture]}
      initial={(it) => ({
        ...valuesOf(it.defaultAddress),
        ...{ companyName: it.companyName, email: it.email, language: it.language, culture: it.culture },
      })}
      body={(it, values) => ({
        ...it,
        ...{ companyName: values['companyName'], email: values['email'] },
        ...{ language: values['language'], culture: values['culture'] },
        defaultAddress: addressOf(it.defaultAddress, values),
      })}
    />
  )
}

function BillingProfile() {
  const say = useAccountWords()
  const { number } = useFormat()
  const fields = useFields()
  return (
    <Profile<z.output<typeof partnerBillingSchema>>
      title={say('billing')}
      path="/v1/profiles/billing"
      needs="billing.edit"
      text={say('billingText')}
      facts={(it) => [
        [say('company'), it.companyName],
        [say('address'), <AddressText key="address" address={it.address} />],
        [say('contact'), nameOf(it.primaryContact)],
        [say('email'), it.primaryContact.email],
        [say('phone'), it.primaryContact.phoneNumber],
        [say('taxId'), it.taxId],
        [say('purchaseOrder'), it.purchaseOrderNumber],
        [say('currency'), it.billingCurrency],
        [say('billingDay'), say('billingDayText', { day: number(it.billingDay) })],
      ]}
      fields={[
        ...fields.company,
        ...fields.address,
        ...fields.contact,
        { key: 'purchaseOrderNumber', label: say('purchaseOrder'), optional: true, hint: say('purchaseOrderHint') },
        { key: 'taxId', label: say('taxId'), optional: true },
      ]}
      initial={(it) => ({
        ...valuesOf(it.address),
        ...valuesOf(it.primaryContact),
        companyName: it.companyName,
        purchaseOrderNumber: it.purchaseOrderNumber,
        taxId: it.taxId ?? '',
      })}
      body={(it, values) => ({
        ...it,
        companyName: values['companyName'],
        address: addressOf(it.address, values),
        primaryContact: contactOf(it.primaryContact, values),
        purchaseOrderNumber: values['purchaseOrderNumber'] || undefined,
        taxId: values['taxId'] || undefined,
      })}
    />
  )
}

const VETTING_TONES = {
  none: 'plain',
  pending: 'waiting',
  authorized: 'good',
  rejected: 'bad',
} as const satisfies Record<string, Tone>

function LegalProfile() {
  const say = useAccountWords()
  const fields = useFields()
  return (
    <Profile<z.output<typeof legalProfileSchema>>
      title={say('legal')}
      path="/v1/profiles/legalbusiness"
      needs="account.edit"
      text={say('legalText')}
      facts={(it) => [
        [say('company'), it.companyName],
        [
          say('vetting'),
          <Status key="vetting" text={say(`vetting_${it.vettingStatus}`)} tone={VETTING_TONES[it.vettingStatus]} />,
        ],
        [say('address'), <AddressText key="address" address={it.address} />],
        [say('contact'), nameOf(it.primaryContact)],
        [say('email'), it.primaryContact.email],
        [say('phone'), it.primaryContact.phoneNumber],
        [say('approver'), it.companyApproverEmail],
      ]}
      fields={[
        ...fields.company,
        ...fields.address,
        ...fields.contact,
        { key: 'companyApproverEmail', label: say('approver'), kind: 'email', optional: true },
      ]}
      initial={(it) => ({
        ...valuesOf(it.address),
        ...valuesOf(it.primaryContact),
        companyName: it.companyName,
        companyApproverEmail: it.companyApproverEmail,
      })}
      body={(it, values) => ({
        ...it,
        companyName: values['companyName'],
        address: addressOf(it.address, values),
        primaryContact: contactOf(it.primaryContact, values),
        companyApproverEmail: values['companyApproverEmail'] || undefined,
      })}
    />
  )
}

function SupportProfile() {
  const say = useAccountWords()
  return (
    <Profile<z.output<typeof supportProfileSchema>>
      title={say('support')}
      path="/v1/profiles/support"
      needs="account.edit"
      facts={(it) => [
        [say('email'), it.email],
        [say('phone'), it.telephone],
        [say('website'), it.website],
      ]}
      fields={[
        { key: 'email', label: say('email'), kind: 'email', optional: true },
        { key: 'telephone', label: say('phone'), optional: true },
        { key: 'website', label: say('website'), optional: true },
      ]}
      initial={({ email, telephone, website }) => ({ email, telephone, website })}
      body={(it, { email, telephone, website }) => ({
        ...it,
        email: email || undefined,
        telephone: telephone || undefined,
        website: website || undefined,
      })}
    />
  )
}

function NetworkProfile() {
  const say = useAccountWords()
  const { account } = useSession()
  const network = useRead<z.output<typeof mpnProfileSchema>>('/v1/profiles/mpn')
  return (
    <Section title={say('network')}>
      <Loaded read={network}>
        {({ partnerName, mpnId }) => (
          <Facts
            facts={[
              [say('company'), partnerName],
              [say('mpnId'), mpnId],
              [say('accountType'), account === null ? undefined : say(account.accountType)],
              [say('accountId'), account?.id],
            ]}
          />
        )}
      </Loaded>
    </Section>
  )
}
