import { Button, tokens } from '@fluentui/react-components'
import { CopyRegular, EditRegular } from '@fluentui/react-icons'
import type { z } from 'zod'
import type { relationshipSchema } from '../../api/schema/customer.js'
import { useFormat } from '../format/format.js'
import { ButtonLink } from '../parts/button-link.js'
import { AppLink } from '../parts/link.js'
import { useNotify } from '../parts/notify.js'
import { Facts, Section, Sections } from '../parts/section.js'
import { useCommonWords } from '../parts/words.js'
import { useMay } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { addressLines } from './address-lines.js'
import { useAgreement } from './agreement.js'
import { AgreementNotice } from './agreement-notice.js'
import { type Address, customerPath } from './customer.js'
import { useNames } from './names.js'
import type { TabProps } from './tab-props.js'
import { useCustomerWords } from './words.js'

/** What is known of a customer, and where its papers go. */
export function OverviewTab({ customer }: TabProps) {
  return (
    <>
      <AgreementNotice customerId={customer.id} />
      <Sections>
        <Company customer={customer} />
        <Billing customer={customer} />
      </Sections>
    </>
  )
}

interface Relationships {
  readonly items: readonly z.output<typeof relationshipSchema>[]
}

function Company({ customer }: TabProps) {
  const say = useCustomerWords()
  const may = useMay()
  const { companyProfile, customDomains, allowDelegatedAccess, associatedPartnerId } = customer
  const relationships = useRead<Relationships>(`${customerPath(customer.id)}/relationships`, {
    enabled: associatedPartnerId !== undefined && may('relationship.read'),
  })
  const reseller = relationships.data?.items[0]
  const otherDomains = customDomains.filter((domain) => domain !== companyProfile.domain)
  const throughReseller = say('throughReseller', {
    name: reseller?.name ?? '…',
    mpnId: reseller?.mpnId ?? associatedPartnerId ?? '',
  })
  return (
    <Section title={say('company')}>
      <Facts
        facts={[
          [say('name'), companyProfile.companyName],
          [say('domain'), companyProfile.domain],
          [say('otherDomains'), otherDomains.join(', ')],
          [say('customerId'), <CustomerId key="id" id={customer.id} />],
          [say('registration'), companyProfile.organizationRegistrationNumber],
          [say('address'), companyProfile.address && <Lines key="address" address={companyProfile.address} />],
          [say('phone'), companyProfile.address?.phoneNumber],
          [say('email'), companyProfile.email],
          [say('relationship'), associatedPartnerId === undefined ? say('resellerRelation') : throughReseller],
          [say('delegated'), say(allowDelegatedAccess ? 'delegatedYes' : 'delegatedNo')],
        ]}
      />
    </Section>
  )
}

function CustomerId({ id }: { readonly id: string }) {
  const say = useCustomerWords()
  const common = useCommonWords()
  const notify = useNotify()
  const copy = async () => {
    await navigator.clipboard.writeText(id)
    notify(common('copied'))
  }
  return (
    <>
      <code style={{ fontSize: tokens.fontSizeBase200 }}>{id}</code>{' '}
      <Button
        size="small"
        appearance="subtle"
        icon={<CopyRegular />}
        aria-label={say('copyId')}
        onClick={() => void copy()}
      />
    </>
  )
}

function Lines({ address }: { readonly address: Address }) {
  const names = useNames()
  return addressLines(address, names).map((line) => <div key={line}>{line}</div>)
}

function Billing({ customer }: TabProps) {
  const say = useCustomerWords()
  const may = useMay()
  const names = useNames()
  const { day } = useFormat()
  const { agreements, isSigned } = useAgreement(customer.id)
  const { billingProfile } = customer
  const [agreement] = agreements.data?.items ?? []
  const accepted =
    agreement === undefined
      ? say(isSigned ? 'signedDirectly' : 'notAgreed')
      : say('agreementDay', {
          day: day(agreement.dateAgreed),
          who: `${agreement.primaryContact.firstName} ${agreement.primaryContact.lastName}`,
        })
  return (
    <Section
      title={say('billingProfile')}
      actions={
        may('customer.edit') && (
          <ButtonLink to={`/customers/${customer.id}/billing-profile`} icon={<EditRegular />}>
            {say('editBilling')}
          </ButtonLink>
        )
      }
    >
      <Facts
        facts={[
          [say('name'), billingProfile.companyName],
          [say('contact'), `${billingProfile.firstName} ${billingProfile.lastName}`.trim()],
          [say('email'), billingProfile.email],
          [say('phone'), billingProfile.defaultAddress.phoneNumber],
          [say('address'), <Lines key="address" address={billingProfile.defaultAddress} />],
          [say('language'), names.language(billingProfile.language)],
          [say('culture'), names.language(billingProfile.culture)],
          [
            say('agreement'),
            agreements.data === undefined ? undefined : (
              <AppLink key="agreement" to={`/customers/${customer.id}`} search={{ tab: 'agreement' }}>
                {accepted}
              </AppLink>
            ),
          ],
        ]}
      />
    </Section>
  )
}
