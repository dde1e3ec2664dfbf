import type { z } from 'zod'
import type { registrationSchema } from '../../../api/schema/tax.js'
import { useNames } from '../../customers/names.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useMay, useSession } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import { useConsoleWords } from '../ui/words.js'
import { useTaxWords } from './words.js'

type Registration = z.output<typeof registrationSchema>

const PATH = '/v1/platform/taxes/registrations'
const KINDS = ['home', 'local', 'one_stop_shop'] as const

/** Where the provider is registered for taxes. */
export function RegistrationsView() {
  const say = useTaxWords()
  const general = useConsoleWords()
  const names = useNames()
  const may = useMay()
  const { day } = useFormat()
  const found = useRead<{ readonly items: readonly Registration[] }>(PATH)
  const mayEdit = may('platform.tax.edit')
  const columns: readonly Column<Registration>[] = [
    { key: 'country', header: general('country'), cell: names.place },
    { key: 'kind', header: say('kind'), cell: ({ kind }) => say(kind) },
    { key: 'number', header: say('number'), cell: ({ number }) => number },
    { key: 'since', header: say('since'), cell: ({ since }) => day(since) },
    { key: 'until', header: say('until'), cell: ({ until }) => (until === undefined ? '' : day(until)) },
    {
      key: 'recorded',
      header: general('created'),
      cell: ({ recordedDate, recordedBy }) => `${day(recordedDate)} ${general('by', { name: recordedBy })}`,
    },
    ...(mayEdit
      ? [
          {
            key: 'end',
            header: general('actions'),
            cell: (one: Registration) => <EndRegistration registration={one} />,
          },
        ]
      : []),
  ]
  return (
    <Section title={say('registrations')} actions={mayEdit && <Register />}>
      <Loaded read={found}>
        {({ items }) => (
          <Table
            label={say('registrations')}
            columns={columns}
            rows={items}
            keyOf={({ id }) => id}
            empty={<Empty text={say('noRegistrations')} />}
          />
        )}
      </Loaded>
    </Section>
  )
}

function Register() {
  const say = useTaxWords()
  const general = useConsoleWords()
  const { now } = useSession()
  return (
    <ActionForm
      text={say('register')}
      appearance="primary"
      intro={say('registerText')}
      fields={[
        {
          key: 'kind',
          label: say('kind'),
          kind: 'choice',
          options: KINDS.map((value) => ({ value, text: say(value) })),
        },
        { key: 'country', label: general('country'), kind: 'country' },
        { key: 'region', label: say('region'), optional: true, maxLength: 10 },
        { key: 'number', label: say('number'), maxLength: 40 },
        { key: 'since', label: say('since'), kind: 'day' },
      ]}
      initial={{ kind: 'local', since: now.slice(0, 10) }}
      request={({ region, ...rest }) => ({ method: 'POST', path: PATH, body: region ? { ...rest, region } : rest })}
      touches={[PATH]}
      done={say('registered')}
    />
  )
}

function EndRegistration({ registration }: { readonly registration: Registration }) {
  const say = useTaxWords()
  const { now } = useSession()
  if (registration.until !== undefined) return null
  return (
    <ActionForm
      text={say('end')}
      size="small"
      label={say('endLabel', { number: registration.number })}
      intro={say('endText')}
      fields={[{ key: 'until', label: say('endOn'), kind: 'day' }]}
      initial={{ until: now.slice(0, 10) }}
      request={(body) => ({ method: 'PUT', path: PATH + pathOf`/${registration.id}`, body })}
      touches={[PATH]}
      done={say('ended')}
    />
  )
}
