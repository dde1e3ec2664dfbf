import { Field, ProgressBar } from '@fluentui/react-components'
import type { z } from 'zod'
import type { sandboxClock } from '../../../api/schema/sandbox.js'
import { useFormat } from '../../format/format.js'
import { Facts, Section } from '../../parts/section.js'
import { Loaded } from '../../parts/states.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import type { Partner } from '../ui/partner-name.js'
import { Stack } from '../ui/toolbar.js'
import { usePartnerWords } from './words.js'

type Clock = z.output<typeof sandboxClock>

const LOOK_MILLISECONDS = 1_000

const clockPath = (partnerId: string) => pathOf`/v1/platform/partners/${partnerId}/sandbox/clock`

/** The clock of a sandbox, which is set forward here; or the way to become one. */
export function SandboxSection({ partner }: { readonly partner: Partner }) {
  const say = usePartnerWords()
  const may = useMay()
  if (partner.isSandbox) return <ClockSection partner={partner} />
  return (
    <Section title={say('sandbox')} actions={may('platform.partner.edit') && <MakeSandbox partner={partner} />}>
      {say('notSandbox')}
    </Section>
  )
}

function ClockSection({ partner }: { readonly partner: Partner }) {
  const say = usePartnerWords()
  const may = useMay()
  const { instant } = useFormat()
  const clock = useClock(partner.id)
  return (
    <Section
      title={say('clock')}
      actions={
        may('platform.partner.edit') &&
        clock.data !== undefined && <AdvanceClock partner={partner} clock={clock.data} />
      }
    >
      <Loaded read={clock}>
        {(data) => (
          <>
            <Facts facts={[[say('clockAt'), instant(data.clockAt)]]} />
            <Progress clock={data} />
          </>
        )}
      </Loaded>
    </Section>
  )
}

/** Asked for again and again while it moves, or while `watched`. */
function useClock(partnerId: string, watched = false) {
  return useRead<Clock>(clockPath(partnerId), {
    every: (data) => (watched || (data as Clock | undefined)?.state === 'advancing' ? LOOK_MILLISECONDS : false),
  })
}

function Progress({ clock }: { readonly clock: Clock }) {
  const say = usePartnerWords()
  const { instant, number } = useFormat()
  const { state, target, stepsDone = 0, stepsTotal = 0 } = clock
  if (state !== 'advancing' || target === undefined) return null
  const facts = { target: instant(target), done: number(stepsDone), total: number(stepsTotal) }
  const text = say(stepsTotal === 0 ? 'setsOut' : 'advancing', facts)
  return (
    <Field validationMessage={text} validationState="none">
      <ProgressBar value={stepsTotal === 0 ? undefined : stepsDone / stepsTotal} aria-label={text} />
    </Field>
  )
}

/** How far the clock is, while the form that moves it is open. */
function Watched({ partnerId }: { readonly partnerId: string }) {
  const clock = useClock(partnerId, true)
  return clock.data === undefined ? null : <Progress clock={clock.data} />
}

const DAY_MILLISECONDS = 86_400_000

function AdvanceClock({ partner, clock }: { readonly partner: Partner; readonly clock: Clock }) {
  const say = usePartnerWords()
  const tomorrow = new Date(Date.parse(clock.clockAt) + DAY_MILLISECONDS).toISOString().slice(0, 10)
  return (
    <ActionForm
      text={say('advance')}
      disabled={clock.state === 'advancing'}
      intro={
        <Stack>
          {say('advanceText')}
          <Watched partnerId={partner.id} />
        </Stack>
      }
      fields={[{ key: 'day', label: say('advanceTo'), kind: 'day' }]}
      initial={{ day: tomorrow }}
      request={({ day }) => ({
        method: 'POST',
        path: clockPath(partner.id),
        body: { advanceTo: `${day}${clock.clockAt.slice(10)}` },
      })}
      touches={['/v1/platform/', '/v1/portal/session']}
      done={say('advanced')}
    />
  )
}

function MakeSandbox({ partner }: { readonly partner: Partner }) {
  const say = usePartnerWords()
  return (
    <ActionForm
      text={say('makeSandbox')}
      intro={say('makeSandboxText')}
      fields={[{ key: 'day', label: say('clockFrom'), kind: 'day' }]}
      initial={{ day: partner.openedOn }}
      request={({ day }) => ({
        method: 'POST',
        path: pathOf`/v1/platform/partners/${partner.id}/sandbox`,
        body: { clockAt: `${day}T00:00:00Z` },
      })}
      touches={['/v1/platform/partners']}
      done={say('madeSandbox')}
    />
  )
}
