import { Link, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { z } from 'zod'
import type { onboardedSchema } from '../../../api/schema/identity.js'
import { useNames } from '../../customers/names.js'
import { useFormat } from '../../format/format.js'
import { AppLink } from '../../parts/link.js'
import { Page } from '../../parts/page.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useCommonWords } from '../../parts/words.js'
import { useMay } from '../../session/session.js'
import { ActionForm } from '../ui/action-form.js'
import { Choice } from '../ui/choice.js'
import type { FormField } from '../ui/form-fields.js'
import { InlineLink } from '../ui/inline-link.js'
import type { Partner } from '../ui/partner-name.js'
import { SearchField } from '../ui/search-field.js'
import { SeekPager, useSeekPages } from '../ui/seek-pages.js'
import { Toolbar } from '../ui/toolbar.js'
import { useUrlState } from '../ui/url-state.js'
import { useConsoleWords } from '../ui/words.js'
import { ACCOUNT_TYPES, PROGRAM_TONES } from './partner-kinds.js'
import { usePartnerWords } from './words.js'

type Onboarded = z.output<typeof onboardedSchema>

const PAGE_SIZE = 50

/** Every partner, found by name, network id, domain, type or status. */
export function PartnersPage() {
  const say = usePartnerWords()
  const general = useConsoleWords()
  const may = useMay()
  const [filter, setFilter] = useUrlState({ search: '', type: '', status: '' })
  const [created, setCreated] = useState<Onboarded | undefined>(undefined)
  const pages = useSeekPages<{ items: readonly Partner[]; continuationToken?: string }>('/v1/platform/partners', {
    size: PAGE_SIZE,
    search: filter.search,
    accountType: filter.type,
    programStatus: filter.status,
  })
  const options = (values: readonly string[]) => values.map((value) => ({ value, text: say(value as 'active') }))
  const isFiltered = `${filter.search}${filter.type}${filter.status}` !== ''
  return (
    <Page title={say('title')} actions={may('platform.partner.edit') && <CreatePartner onCreated={setCreated} />}>
      {created !== undefined && <Created onboarded={created} />}
      <Section title={say('title')}>
        <Toolbar>
          <SearchField
            label={say('search')}
            placeholder={say('searchHint')}
            value={filter.search}
            onSearch={(search) => setFilter({ search })}
          />
          <Choice
            label={say('type')}
            value={filter.type}
            all={say('allTypes')}
            options={options(ACCOUNT_TYPES)}
            onChoose={(type) => setFilter({ type })}
          />
          <Choice
            label={say('status')}
            value={filter.status}
            all={general('allStates')}
            options={options(Object.keys(PROGRAM_TONES))}
            onChoose={(status) => setFilter({ status })}
          />
        </Toolbar>
        <Loaded read={pages.read}>
          {({ items }) => <PartnersTable rows={items} empty={isFiltered ? general('noneFound') : say('none')} />}
        </Loaded>
        <SeekPager pages={pages} />
      </Section>
    </Page>
  )
}

function PartnersTable({ rows, empty }: { readonly rows: readonly Partner[]; readonly empty: string }) {
  const say = usePartnerWords()
  const general = useConsoleWords()
  const names = useNames()
  const common = useCommonWords()
  const columns: readonly Column<Partner>[] = [
    {
      key: 'name',
      header: general('name'),
      cell: ({ id, name }) => <AppLink to={`/provider/partners/${id}`}>{name}</AppLink>,
    },
    { key: 'mpnId', header: say('mpnId'), cell: ({ mpnId }) => mpnId },
    { key: 'type', header: say('type'), cell: ({ accountType }) => say(accountType) },
    {
      key: 'status',
      header: say('status'),
      cell: ({ programStatus }) => <Status text={say(programStatus)} tone={PROGRAM_TONES[programStatus]} />,
    },
    { key: 'domain', header: say('domain'), cell: ({ domainName }) => domainName },
    { key: 'country', header: general('country'), cell: ({ country }) => names.country(country) },
    { key: 'currency', header: say('currency'), cell: ({ currency }) => currency },
    { key: 'day', header: say('billingDay'), align: 'end', cell: ({ billingDay }) => billingDay },
    {
      key: 'sandbox',
      header: say('sandbox'),
      cell: ({ isSandbox }) => (isSandbox ? common('yes') : common('no')),
    },
  ]
  return (
    <Table label={say('title')} columns={columns} rows={rows} keyOf={({ id }) => id} empty={<Empty text={empty} />} />
  )
}

/** That a partner was created, with the link for its administrator, which is shown only now. */
function Created({ onboarded }: { readonly onboarded: Onboarded }) {
  const say = usePartnerWords()
  const { instant } = useFormat()
  const { partner, administrator } = onboarded
  const link = administrator?.entrance.link
  return (
    <MessageBar intent="success" layout="multiline">
      <MessageBarBody>
        {say('created', { name: partner.name })}.{' '}
        <InlineLink to={`/provider/partners/${partner.id}`}>{say('toPartner', { name: partner.name })}</InlineLink>
        {link !== undefined && (
          <p>
            {say('entrance', { until: instant(link.expiresAt) })}{' '}
            <Link inline href={link.uri}>
              {link.uri}
            </Link>
          </p>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}

function CreatePartner({ onCreated }: { readonly onCreated: (onboarded: Onboarded) => void }) {
  const say = usePartnerWords()
  const general = useConsoleWords()
  const types = ACCOUNT_TYPES.map((value) => ({ value, text: say(value) }))
  const fields: readonly FormField[] = [
    { key: 'name', label: general('name'), maxLength: 200 },
    { key: 'accountType', label: say('type'), kind: 'choice', options: types },
    { key: 'mpnId', label: say('mpnId'), maxLength: 20 },
    { key: 'domainName', label: say('domain'), hint: say('domainHint') },
    { key: 'country', label: general('country'), kind: 'country' },
    { key: 'currency', label: say('currency'), optional: true, maxLength: 3, hint: say('currencyHint') },
    { key: 'billingDay', label: say('billingDay'), kind: 'number', hint: say('billingDayHint') },
    { key: 'adminName', label: say('adminName'), optional: true },
    {
      key: 'adminMail',
      label: say('adminMail'),
      kind: 'email',
      optional: true,
      hint: say('adminHint'),
      shown: ({ adminName = '' }) => adminName !== '',
    },
  ]
  return (
    <ActionForm
      text={say('create')}
      title={say('createTitle')}
      icon={<AddRegular />}
      appearance="primary"
      fields={fields}
      initial={{ accountType: 'direct_bill', billingDay: '1' }}
      request={({ adminName = '', adminMail, billingDay, currency, ...rest }) => ({
        method: 'POST',
        path: '/v1/platform/partners',
        body: {
          ...rest,
          billingDay: Number(billingDay),
          ...(currency ? { currency } : {}),
          ...(adminName === '' ? {} : { administrator: { fullName: adminName, userPrincipalName: adminMail } }),
        },
      })}
      touches={['/v1/platform/partners']}
      done={say('createTitle')}
      onDone={onCreated}
    />
  )
}
