import { ActionForm } from '../provider/ui/action-form.js'
import { Buttons } from '../provider/ui/toolbar.js'
import { pathOf } from '../wire/path.js'
import { useAccessWords } from './access-words.js'
import { PROGRAMS_PATH, type Program, type ProgramSecret } from './identity.js'
import { rolesIn, ticked, useRoleFields } from './roles.js'
import type { Secret } from './shown-once.js'

interface ProgramProps {
  readonly program: Program
  readonly show: (secret: Secret) => void
}

const USUAL_DAYS = '365'
const pathTo = ({ applicationId }: Program) => pathOf`/v1/account/service-principals/${applicationId}`

/** What can be done about a program. */
export function ProgramActions({ program, show }: ProgramProps) {
  return (
    <Buttons>
      {!program.isPublic && <AddSecret program={program} show={show} />}
      <Edit program={program} />
      <Disable program={program} />
      <Remove program={program} />
    </Buttons>
  )
}

function AddSecret({ program, show }: ProgramProps) {
  const say = useAccessWords()
  const { name } = program
  const showValue = ({ value }: ProgramSecret) => {
    if (value === undefined) return
    show({
      label: say('secretOf', { name }),
      text: say('secretShown', { name }),
      copyText: say('copySecret'),
      value,
    })
  }
  return (
    <ActionForm
      text={say('addSecret')}
      label={`${say('addSecret')}: ${name}`}
      title={say('addSecretTo', { name })}
      size="small"
      intro={say('secretText')}
      fields={[
        { key: 'description', label: say('secretName'), maxLength: 200 },
        { key: 'days', label: say('secretDays'), kind: 'number', hint: say('secretDaysHint') },
      ]}
      initial={{ days: USUAL_DAYS }}
      request={({ description, days }) => ({
        method: 'POST',
        path: `${pathTo(program)}/secrets`,
        body: { description, days: Number(days) },
      })}
      touches={[PROGRAMS_PATH]}
      done={say('secretAdded')}
      onDone={showValue}
    />
  )
}

function Edit({ program }: { readonly program: Program }) {
  const say = useAccessWords()
  const roles = useRoleFields()
  const { name } = program
  return (
    <ActionForm
      text={say('editShort')}
      label={say('edit', { name })}
      size="small"
      action={say('save')}
      fields={[{ key: 'name', label: say('name'), maxLength: 200 }, ...roles]}
      initial={{ name, ...ticked(program.roles) }}
      request={(values) => ({
        method: 'PATCH',
        path: pathTo(program),
        body: { name: values['name'], roles: rolesIn(values) },
      })}
      touches={[PROGRAMS_PATH]}
      done={say('changed')}
    />
  )
}

function Disable({ program }: { readonly program: Program }) {
  const say = useAccessWords()
  const { name } = program
  const isDisabled = program.state === 'disabled'
  const word = isDisabled ? 'enable' : 'disable'
  return (
    <ActionForm
      text={say(word)}
      label={`${say(word)}: ${name}`}
      title={say(`${word}Of`, { name })}
      size="small"
      intro={isDisabled ? say('enableText', { name }) : say('disableProgramText', { name })}
      request={() => ({ method: 'PATCH', path: pathTo(program), body: { state: isDisabled ? 'active' : 'disabled' } })}
      touches={[PROGRAMS_PATH]}
      done={say('changed')}
    />
  )
}

function Remove({ program }: { readonly program: Program }) {
  const say = useAccessWords()
  const { name } = program
  return (
    <ActionForm
      text={say('remove')}
      label={`${say('remove')}: ${name}`}
      title={say('removeOf', { name })}
      size="small"
      intro={say('removeProgramText', { name })}
      request={() => ({ method: 'DELETE', path: pathTo(program) })}
      touches={[PROGRAMS_PATH, '/webhooks']}
      done={say('removed')}
    />
  )
}
