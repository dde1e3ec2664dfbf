import type { z } from 'zod'
import type { partnerTaxesSchema } from '../../../api/schema/tax.js'
import { useNames } from '../../customers/names.js'
import { useFormat } from '../../format/format.js'
import { Facts, Section } from '../../parts/section.js'
import { Loaded } from '../../parts/states.js'
import { Status, type Tone } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay, useSession } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { useSaid } from '../../words/said.js'
import { ActionForm } from '../ui/action-form.js'
import type { Partner } from '../ui/partner-name.js'
import { Buttons } from '../ui/toolbar.js'
import { useConsoleWords } from '../ui/words.js'
import { usePartnerWords } from './words.js'

type Taxes = z.output<typeof partnerTaxesSchema>
type Version = Taxes['versions'][number]

const TONES: Readonly<Record<Taxes['taxIdState'], Tone>> = {
  unchecked: 'waiting',
  valid: 'good',
  invalid: 'bad',
}

/** On which data a partner is taxed, and what was found out about its tax number. */
export function PartnerTaxes({ partner }: { readonly partner: Partner }) {
  const say = usePartnerWords()
  const may = useMay()
  const path = pathOf`/v1/platform/partners/${partner.id}/taxes`
  const taxes = useRead<Taxes>(may('platform.tax.read') ? path : undefined)
  if (!may('platform.tax.read')) return null
  const mayEdit = may('platform.tax.edit') && taxes.data !== undefined
  return (
    <Section
      title={say('taxes')}
      actions={
        mayEdit && (
          <Buttons>
            <SetTaxes path={path} taxes={taxes.data!} />
            <CheckTaxId path={path} />
          </Buttons>
        )
      }
    >
      <Loaded read={taxes}>{(data) => <TaxFacts taxes={data} />}</Loaded>
    </Section>
  )
}

function TaxFacts({ taxes }: { readonly taxes: Taxes }) {
  const say = usePartnerWords()
  const said = useSaid()
  const general = useConsoleWords()
  const names = useNames()
  const { day } = useFormat()
  const columns: readonly Column<Version>[] = [
    { key: 'from', header: say('taxFrom'), cell: ({ validFrom }) => day(validFrom) },
    { key: 'country', header: general('country'), cell: names.place },
    { key: 'id', header: say('taxId'), cell: ({ taxId }) => taxId ?? say('noTaxId') },
    {
      key: 'by',
      header: general('created'),
      cell: ({ recordedDate, recordedBy }) => `${day(recordedDate)} ${recordedBy}`,
    },
  ]
  return (
    <>
      <Facts
        facts={[
          [say('taxId'), taxes.taxId ?? say('noTaxId')],
          [
            say('taxState'),
            taxes.taxId === undefined ? undefined : (
              <Status key="state" text={say(taxes.taxIdState)} tone={TONES[taxes.taxIdState]} />
            ),
          ],
          [say('evidence'), said(taxes.validations[0]?.evidence ?? '')],
        ]}
      />
      <Table label={say('taxes')} columns={columns} rows={taxes.versions} keyOf={({ version }) => String(version)} />
    </>
  )
}

function SetTaxes({ path, taxes }: { readonly path: string; readonly taxes: Taxes }) {
  const say = usePartnerWords()
  const { now } = useSession()
  return (
    <ActionForm
      text={say('setTaxes')}
      intro={say('setTaxesText')}
      fields={[
        { key: 'taxId', label: say('taxId'), optional: true, maxLength: 40 },
        { key: 'region', label: say('region'), optional: true, maxLength: 10 },
        { key: 'validFrom', label: say('taxFrom'), kind: 'day' },
      ]}
      initial={{ taxId: taxes.taxId ?? '', region: taxes.region, validFrom: now.slice(0, 10) }}
      request={(body) => ({ method: 'PUT', path, body })}
      touches={[path]}
      done={say('taxesSet')}
    />
  )
}

function CheckTaxId({ path }: { readonly path: string }) {
  const say = usePartnerWords()
  const { now } = useSession()
  const states = (['unchecked', 'valid', 'invalid'] as const).map((value) => ({ value, text: say(value) }))
  return (
    <ActionForm
      text={say('checkTaxId')}
      intro={say('checkText')}
      fields={[
        { key: 'state', label: say('found'), kind: 'choice', options: states },
        { key: 'checkedOn', label: say('checkedOn'), kind: 'day' },
        { key: 'evidence', label: say('evidence'), kind: 'area', maxLength: 1_000 },
      ]}
      initial={{ state: 'valid', checkedOn: now.slice(0, 10) }}
      request={(body) => ({ method: 'POST', path: `${path}/validations`, body })}
      touches={[path]}
      done={say('checked')}
    />
  )
}
