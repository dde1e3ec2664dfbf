import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { Section } from '../parts/section.js'
import { Empty, Loaded } from '../parts/states.js'
import { Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { ActionForm } from '../provider/ui/action-form.js'
import { SeekPager, useSeekPages } from '../provider/ui/seek-pages.js'
import { useMay } from '../session/session.js'
import { pathOf } from '../wire/path.js'
import { useAccessWords } from './access-words.js'
import { PROGRAMS_PATH, type Program, type ProgramSecret } from './identity.js'
import { ProgramActions } from './program-actions.js'
import { rolesIn, useRoleFields, useRoleNames } from './roles.js'
import { type Secret, ShownOnce } from './shown-once.js'

interface Programs {
  readonly items: readonly Program[]
  readonly continuationToken?: string | undefined
}

const PAGE_ROWS = 100
const DAY_MILLISECONDS = 86_400_000
/** A secret that ends within so many days is marked. */
const SOON_DAYS = 30

const useStyles = makeStyles({
  secrets: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  secret: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
})

/** Programs that sign in for the account, and their secrets. */
export function ProgramsView() {
  const say = useAccessWords()
  const may = useMay()
  const [secret, setSecret] = useState<Secret>()
  const pages = useSeekPages<Programs>(PROGRAMS_PATH, { size: PAGE_ROWS })
  const columns = useColumns(setSecret)
  return (
    <Section title={say('programs')} actions={may('partner-user.manage') && <Register />}>
      <Text>{say('programsText')}</Text>
      <Loaded read={pages.read}>
        {({ items }) => (
          <Table
            label={say('programs')}
            columns={columns}
            rows={items}
            keyOf={({ applicationId }) => applicationId}
            empty={<Empty text={say('noPrograms')} />}
          />
        )}
      </Loaded>
      <SeekPager pages={pages} />
      <ShownOnce secret={secret} onClose={() => setSecret(undefined)} />
    </Section>
  )
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
      fields={[
        { key: 'name', label: say('name'), maxLength: 200 },
        ...roles,
        { key: 'isPublic', label: say('isPublic'), kind: 'check' },
        {
          key: 'redirectUris',
          label: say('redirects'),
          kind: 'area',
          optional: true,
          hint: say('redirectsHint'),
          shown: ({ isPublic }) => isPublic === 'true',
        },
      ]}
      request={(values) => ({
        method: 'POST',
        path: PROGRAMS_PATH,
        body: {
          name: values['name'],
          roles: rolesIn(values),
          isPublic: values['isPublic'] === 'true',
          redirectUris:
            values['isPublic'] === 'true' ? (values['redirectUris'] ?? '').split(/\s+/).filter(Boolean) : [],
        },
      })}
      touches={[PROGRAMS_PATH]}
      done={say('changed')}
    />
  )
}

function useColumns(show: (secret: Secret) => void): readonly Column<Program>[] {
  const styles = useStyles()
  const say = useAccessWords()
  const may = useMay()
  const namesOf = useRoleNames()
  const columns: Column<Program>[] = [
    {
      key: 'name',
      header: say('name'),
      cell: ({ name, applicationId }) => (
        <>
          <Text weight="semibold">{name}</Text>
          <div className={styles.id}>{applicationId}</div>
        </>
      ),
    },
    { key: 'roles', header: say('roles'), cell: ({ roles }) => namesOf(roles) || '–' },
    {
      key: 'state',
      header: say('state'),
      cell: ({ state }) => <Status text={say(`state_${state}`)} tone={state === 'active' ? 'good' : 'bad'} />,
    },
    { key: 'secrets', header: say('secretsShort'), cell: (program) => <Secrets program={program} /> },
  ]
  if (!may('partner-user.manage')) return columns
  return [
    ...columns,
    { key: 'actions', header: say('actions'), cell: (program) => <ProgramActions program={program} show={show} /> },
  ]
}

function Secrets({ program }: { readonly program: Program }) {
  const styles = useStyles()
  const say = useAccessWords()
  const { day } = useFormat()
  const may = useMay()
  if (program.isPublic) return say('isPublic')
  if (program.secrets.length === 0) return say('noSecret')
  return (
    <div className={styles.secrets}>
      {program.secrets.map((secret) => (
        <div key={secret.id} className={styles.secret}>
          <Text>{secret.description}</Text>
          <Text className={styles.id}>{secret.hint}…</Text>
          <Text>
            {say('expires')} {day(secret.expirationDate)}
          </Text>
          <Ending secret={secret} />
          {may('partner-user.manage') && <RemoveSecret program={program} secret={secret} />}
        </div>
      ))}
    </div>
  )
}

/** Marks a secret that has ended or soon does. */
function Ending({ secret }: { readonly secret: ProgramSecret }) {
  const say = useAccessWords()
  // Signing in goes by the clock of the world, also for a sandbox.
  const days = (Date.parse(secret.expirationDate) - Date.now()) / DAY_MILLISECONDS
  if (days > SOON_DAYS) return null
  return <Status text={say(days <= 0 ? 'expired' : 'soon')} tone={days <= 0 ? 'bad' : 'waiting'} />
}

function RemoveSecret({ program, secret }: { readonly program: Program; readonly secret: ProgramSecret }) {
  const say = useAccessWords()
  const name = secret.description
  return (
    <ActionForm
      text={say('remove')}
      label={`${say('remove')}: ${name}`}
      title={say('removeSecret', { name })}
      size="small"
      appearance="subtle"
      intro={say('removeSecretText')}
      request={() => ({
        method: 'DELETE',
        path: pathOf`/v1/account/service-principals/${program.applicationId}/secrets/${secret.id}`,
      })}
      touches={[PROGRAMS_PATH]}
      done={say('removed')}
    />
  )
}
