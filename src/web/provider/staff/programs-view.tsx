import { Text } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { z } from 'zod'
import type { programSchema, secretSchema } from '../../../api/schema/identity.js'
import { useAccessWords } from '../../account/access-words.js'
import { type Secret, ShownOnce } from '../../account/shown-once.js'
import { useFormat } from '../../format/format.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Status } from '../../parts/status.js'
import { type Column, Table } from '../../parts/table.js'
import { pathOf } from '../../wire/path.js'
import { ActionForm } from '../ui/action-form.js'
import { SeekPager, useSeekPages } from '../ui/seek-pages.js'
import { Buttons } from '../ui/toolbar.js'
import { rolesIn, useRoleFields, useRoleNames } from './roles.js'
import { useStaffWords } from './words.js'

type Program = z.output<typeof programSchema>
type ProgramSecret = z.output<typeof secretSchema>

const PATH = '/v1/platform/service-principals'
const PAGE_SIZE = 100
const USUAL_DAYS = '365'

interface ShowProps {
  readonly show: (secret: Secret) => void
}

/** Programs that sign in for the provider, and their secrets. */
export function ProgramsView() {
  const say = useStaffWords()
  const [secret, setSecret] = useState<Secret>()
  const pages = useSeekPages<{ items: readonly Program[]; continuationToken?: string }>(PATH, { size: PAGE_SIZE })
  return (
    <Section title={say('programs')} actions={<Register />}>
      <Text>{say('programsText')}</Text>
      <Loaded read={pages.read}>{({ items }) => <Programs programs={items} show={setSecret} />}</Loaded>
      <SeekPager pages={pages} />
      <ShownOnce secret={secret} onClose={() => setSecret(undefined)} />
    </Section>
  )
}

function Programs({ programs, show }: ShowProps & { readonly programs: readonly Program[] }) {
  const say = useStaffWords()
  const access = useAccessWords()
  const namesOf = useRoleNames()
  const columns: readonly Column<Program>[] = [
    {
      key: 'name',
      header: access('name'),
      cell: ({ name, applicationId }) => (
        <>
          <Text weight="semibold">{name}</Text>
          <div>{applicationId}</div>
        </>
      ),
    },
    { key: 'roles', header: access('roles'), cell: ({ roles }) => namesOf(roles) },
    {
      key: 'state',
      header: access('state'),
      cell: ({ state }) => <Status text={access(`state_${state}`)} tone={state === 'active' ? 'good' : 'bad'} />,
    },
    { key: 'secrets', header: access('secretsShort'), cell: (program) => <Secrets program={program} /> },
    { key: 'actions', header: access('actions'), cell: (program) => <Actions program={program} show={show} /> },
  ]
  return (
    <Table
      label={say('programs')}
      columns={columns}
      rows={programs}
      keyOf={({ applicationId }) => applicationId}
      empty={<Empty text={say('noPrograms')} />}
    />
  )
}

function Secrets({ program }: { readonly program: Program }) {
  const say = useAccessWords()
  const { day } = useFormat()
  if (program.isPublic) return say('isPublic')
  if (program.secrets.length === 0) return say('noSecret')
  return program.secrets.map((secret) => (
    <Buttons key={secret.id}>
      <Text>
        {secret.description} {secret.hint}… {say('expires')} {day(secret.expirationDate)}
      </Text>
      <ActionForm
        text={say('remove')}
        label={`${say('remove')}: ${secret.description}`}
        title={say('removeSecret', { name: secret.description })}
        size="small"
        appearance="subtle"
        intro={say('removeSecretText')}
        request={() => ({
          method: 'DELETE',
          path: PATH + pathOf`/${program.applicationId}/secrets/${secret.id}`,
        })}
        touches={[PATH]}
        done={say('removed')}
      />
    </Buttons>
  ))
}

function Register() {
  const say = useAccessWords()
  const roles = useRoleFields()
  return (
    <ActionForm
      text={say('newProgram')}
      icon={<AddRegular />}
      appearance="primary"
      intro={say('newProgramText')}
      fields={[{ key: 'name', label: say('name'), maxLength: 200 }, ...roles]}
      request={(values) => ({ method: 'POST', path: PATH, body: { name: values['name'], roles: rolesIn(values) } })}
      touches={[PATH]}
      done={say('changed')}
    />
  )
}

function Actions({ program, show }: ShowProps & { readonly program: Program }) {
  const say = useAccessWords()
  const { name, state, isPublic } = program
  const path = PATH + pathOf`/${program.applicationId}`
  const word = state === 'disabled' ? 'enable' : 'disable'
  const common = { size: 'small', touches: [PATH] } as const
  const showSecret = ({ value }: ProgramSecret) =>
    value !== undefined &&
    show({
      label: say('secretOf', { name }),
      text: say('secretShown', { name }),
      copyText: say('copySecret'),
      value,
    })
  return (
    <Buttons>
      {!isPublic && (
        <ActionForm
          {...common}
          text={say('addSecret')}
          label={say('addSecretTo', { name })}
          intro={say('secretText')}
          fields={[
            { key: 'description', label: say('secretName'), maxLength: 200 },
            { key: 'days', label: say('secretDays'), kind: 'number', hint: say('secretDaysHint') },
          ]}
          initial={{ days: USUAL_DAYS }}
          request={({ description, days }) => ({
            method: 'POST',
            path: `${path}/secrets`,
            body: { description, days: Number(days) },
          })}
          done={say('secretAdded')}
          onDone={showSecret}
        />
      )}
      <ActionForm
        {...common}
        text={say(word)}
        label={`${say(word)}: ${name}`}
        title={say(`${word}Of`, { name })}
        intro={say(word === 'enable' ? 'enableText' : 'disableProgramText', { name })}
        request={() => ({ method: 'PATCH', path, body: { state: state === 'disabled' ? 'active' : 'disabled' } })}
        done={say('changed')}
      />
      <ActionForm
        {...common}
        text={say('remove')}
        label={`${say('remove')}: ${name}`}
        title={say('removeOf', { name })}
        intro={say('removeProgramText', { name })}
        request={() => ({ method: 'DELETE', path })}
        done={say('removed')}
      />
    </Buttons>
  )
}
