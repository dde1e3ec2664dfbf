import type { z } from 'zod'
import type { linkedResellerSchema } from '../../../api/schema/identity.js'
import { useNames } from '../../customers/names.js'
import { AppLink } from '../../parts/link.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import type { Partner } from '../ui/partner-name.js'
import { useConsoleWords } from '../ui/words.js'
import { usePartnerWords } from './words.js'

type Linked = z.output<typeof linkedResellerSchema>

/** The indirect resellers that work with an indirect provider. */
export function ResellersSection({ partner }: { readonly partner: Partner }) {
  const say = usePartnerWords()
  const general = useConsoleWords()
  const names = useNames()
  const may = useMay()
  const path = pathOf`/v1/platform/partners/${partner.id}/resellers`
  const linked = useRead<{ readonly items: readonly Linked[] }>(path)
  const mayEdit = may('platform.partner.edit')
  const columns: readonly Column<Linked>[] = [
    {
      key: 'name',
      header: general('name'),
      cell: ({ id, name }) => <AppLink to={`/provider/partners/${id}`}>{name}</AppLink>,
    },
    { key: 'mpnId', header: say('mpnId'), cell: ({ mpnId }) => mpnId },
    { key: 'country', header: general('country'), cell: ({ country }) => names.country(country) },
    {
      key: 'state',
      header: general('state'),
      cell: ({ state }) =>
        state === 'active' ? (
          <Status text={say('linkActive')} tone="good" />
        ) : (
          <Status text={say('linkEnded')} tone="over" />
        ),
    },
    ...(mayEdit
      ? [{ key: 'end', header: general('actions'), cell: (one: Linked) => <Unlink path={path} reseller={one} /> }]
      : []),
  ]
  return (
    <Section title={say('resellers')} actions={mayEdit && <LinkReseller path={path} />}>
      <Loaded read={linked}>
        {({ items }) => (
          <Table
            label={say('resellers')}
            columns={columns}
            rows={items}
            keyOf={({ id }) => id}
            empty={<Empty text={say('noResellers')} />}
          />
        )}
      </Loaded>
    </Section>
  )
}

function LinkReseller({ path }: { readonly path: string }) {
  const say = usePartnerWords()
  return (
    <ActionForm
      text={say('link')}
      fields={[{ key: 'reseller', label: say('reseller'), kind: 'partner', accountType: 'indirect_reseller' }]}
      request={({ reseller = '' }) => ({ method: 'PUT', path: path + pathOf`/${reseller}` })}
      touches={[path]}
      done={say('linked')}
    />
  )
}

function Unlink({ path, reseller }: { readonly path: string; readonly reseller: Linked }) {
  const say = usePartnerWords()
  const { id, name, state } = reseller
  if (state !== 'active') return null
  return (
    <ActionForm
      text={say('unlink')}
      size="small"
      label={say('unlinkLabel', { name })}
      intro={say('unlinkText', { name })}
      request={() => ({ method: 'DELETE', path: path + pathOf`/${id}` })}
      touches={[path]}
      done={say('unlinked')}
    />
  )
}
