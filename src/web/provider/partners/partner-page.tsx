import { Button } from '@fluentui/react-components'
import { BuildingRegular } from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useNames } from '../../customers/names.js'
import { useFormat } from '../../format/format.js'
import { AppLink } from '../../parts/link.js'
import { Page } from '../../parts/page.js'
import { Facts, Section, Sections } from '../../parts/section.js'
import { Loaded } from '../../parts/states.js'
import { Status } from '../../parts/status.js'
import { actFor } from '../../session/acting-for.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ProposeAdjustment } from '../approvals/propose-adjustment.js'
import { ActionForm } from '../ui/action-form.js'
import type { FormField } from '../ui/form-fields.js'
import type { Partner } from '../ui/partner-name.js'
import { Buttons, Stack } from '../ui/toolbar.js'
import { useConsoleWords } from '../ui/words.js'
import { DiscountsSection } from './discounts-section.js'
import { LedgerSection } from './ledger-section.js'
import { MoneySection } from './money-section.js'
import { OnboardingSection } from './onboarding-section.js'
import { PROGRAM_TONES } from './partner-kinds.js'
import { PartnerTaxes } from './partner-taxes.js'
import { ResellersSection } from './resellers-section.js'
import { SandboxSection } from './sandbox-section.js'
import { usePartnerWords } from './words.js'

/** One partner: its account, money, standing and clock. */
export function PartnerPage() {
  const { partnerId } = useParams({ strict: false }) as { readonly partnerId: string }
  const say = usePartnerWords()
  const partner = useRead<Partner>(pathOf`/v1/platform/partners/${partnerId}`)
  return (
    <Loaded read={partner}>
      {(data) => (
        <Page
          title={data.name}
          beside={<Status text={say(data.programStatus)} tone={PROGRAM_TONES[data.programStatus]} />}
          crumbs={[{ text: say('title'), to: '/provider/partners' }]}
          actions={<Ways partner={data} />}
        >
          <Sections>
            <AccountSection partner={data} />
            <Stack>
              <SandboxSection partner={data} />
              <OnboardingSection partner={data} />
            </Stack>
          </Sections>
          {data.accountType !== 'indirect_reseller' && <MoneySection partner={data} />}
          {data.accountType !== 'indirect_reseller' && <DiscountsSection partner={data} />}
          {data.accountType === 'indirect_provider' && <ResellersSection partner={data} />}
          <Sections>
            <PartnerTaxes partner={data} />
            <LedgerSection partner={data} />
          </Sections>
        </Page>
      )}
    </Loaded>
  )
}

/** Where one goes from here. */
function Ways({ partner }: { readonly partner: Partner }) {
  const general = useConsoleWords()
  const may = useMay()
  const navigate = useNavigate()
  const client = useQueryClient()
  const act = async () => {
    actFor(partner.id)
    await navigate({ to: '/' })
    await client.resetQueries()
  }
  return (
    <>
      {may('platform.adjustment.propose') && <ProposeAdjustment partner={partner} />}
      <Button icon={<BuildingRegular />} appearance="primary" onClick={() => void act()}>
        {general('actFor')}
      </Button>
    </>
  )
}

function AccountSection({ partner }: { readonly partner: Partner }) {
  const say = usePartnerWords()
  const general = useConsoleWords()
  const names = useNames()
  const may = useMay()
  const { day } = useFormat()
  return (
    <Section title={say('account')} actions={may('platform.partner.edit') && <EditAccount partner={partner} />}>
      <Facts
        facts={[
          [say('type'), say(partner.accountType)],
          [say('mpnId'), partner.mpnId],
          [say('domain'), partner.domainName],
          [general('country'), names.country(partner.country)],
          [say('region'), partner.region],
          [say('currency'), partner.currency],
          [say('billingDay'), partner.billingDay],
          [say('cloud'), say(partner.nationalCloud as 'global')],
          [say('opened'), day(partner.openedOn)],
          [say('id'), partner.id],
        ]}
      />
      <Buttons>
        <AppLink to="/provider/invoices" search={{ partner: partner.id }}>
          {say('invoices')}
        </AppLink>
        <AppLink to="/provider/payments" search={{ tab: 'payments', partner: partner.id }}>
          {say('payments')}
        </AppLink>
      </Buttons>
    </Section>
  )
}

function EditAccount({ partner }: { readonly partner: Partner }) {
  const say = usePartnerWords()
  const general = useConsoleWords()
  const choices = (values: readonly string[]) => values.map((value) => ({ value, text: say(value as 'active') }))
  const fields: readonly FormField[] = [
    { key: 'name', label: general('name'), maxLength: 200 },
    {
      key: 'programStatus',
      label: say('status'),
      kind: 'choice',
      options: choices(Object.keys(PROGRAM_TONES)),
      hint: say('statusHint'),
    },
    { key: 'mpnId', label: say('mpnId'), maxLength: 20 },
    { key: 'domainName', label: say('domain') },
    { key: 'region', label: say('region'), optional: true, maxLength: 60 },
    {
      key: 'nationalCloud',
      label: say('cloud'),
      kind: 'choice',
      options: choices(['global', 'us-government', 'china']),
    },
  ]
  const { name, programStatus, mpnId, domainName, region, nationalCloud } = partner
  return (
    <ActionForm
      text={say('edit')}
      fields={fields}
      initial={{ name, programStatus, mpnId, domainName, region, nationalCloud }}
      request={({ region: typed, ...rest }) => ({
        method: 'PATCH',
        path: pathOf`/v1/platform/partners/${partner.id}`,
        body: typed ? { ...rest, region: typed } : rest,
      })}
      touches={['/v1/platform/partners']}
      done={say('changed')}
    />
  )
}
