import { Button, Field, Input, makeStyles, ProgressBar, Select, Text, tokens } from '@fluentui/react-components'
import { ClockArrowDownloadRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { z } from 'zod'
import type { sandboxClock } from '../../api/schema/sandbox.js'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { Facts, Section } from '../parts/section.js'
import { Loaded } from '../parts/states.js'
import { useMay, useSession } from '../session/session.js'
import { useChange, useRead } from '../wire/read.js'
import { CLOCK_WAYS, type ClockWay, dayOfWay } from './clock-ways.js'
import { useAccountWords } from './words.js'

type Clock = z.output<typeof sandboxClock>

const PATH = '/v1/sandbox/clock'
const LOOK_MILLISECONDS = 1_000
/** By then the jobs of a day are due. */
const NOON = 'T12:00:00Z'

const useStyles = makeStyles({
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalM },
})

/** The clock of a sandbox; it is watched while it moves. */
export function ClockView() {
  const say = useAccountWords()
  const may = useMay()
  const { instant } = useFormat()
  const advance = useChange<string>(
    (advanceTo) => ({ method: 'POST', path: PATH, body: { advanceTo } }),
    // Whatever falls due on the way changes anything.
    ['/'],
  )
  const clock = useRead<Clock>(PATH, {
    every: (data) =>
      advance.isPending || (data as Clock | undefined)?.state === 'advancing' ? LOOK_MILLISECONDS : false,
  })
  return (
    <Section title={say('clock')}>
      <Loaded read={clock}>
        {(data) => (
          <>
            <Text>{say('clockText')}</Text>
            <Facts
              facts={[
                [say('clockAt'), instant(data.clockAt)],
                [
                  say('lastWay'),
                  data.startedFrom === undefined || data.target === undefined || data.state === 'advancing'
                    ? undefined
                    : say('lastWayText', { from: instant(data.startedFrom), to: instant(data.target) }),
                ],
              ]}
            />
            <Progress clock={data} />
            {may('sandbox.advance') && <Advance clock={data} advance={advance} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Progress({ clock }: { readonly clock: Clock }) {
  const say = useAccountWords()
  const { instant, number } = useFormat()
  const { state, target, stepsDone = 0, stepsTotal = 0 } = clock
  if (state !== 'advancing' || target === undefined) return null
  const text = say('advancing', { target: instant(target), done: number(stepsDone), total: number(stepsTotal) })
  return (
    <Field validationMessage={text} validationState="none">
      <ProgressBar value={stepsTotal === 0 ? undefined : stepsDone / stepsTotal} aria-label={text} />
    </Field>
  )
}

interface AdvanceProps {
  readonly clock: Clock
  readonly advance: ReturnType<typeof useChange<string>>
}

function Advance({ clock, advance }: AdvanceProps) {
  const styles = useStyles()
  const say = useAccountWords()
  const notify = useNotify()
  const { day: written } = useFormat()
  const { account } = useSession()
  const [way, setWay] = useState<ClockWay>('day')
  const [own, setOwn] = useState('')
  const [asks, setAsks] = useState(false)
  const today = clock.clockAt.slice(0, 10)
  const least = dayOfWay('own', today, 1)
  const day = way === 'own' ? own || least : dayOfWay(way, today, account?.billingDay ?? 1)
  const isMoving = clock.state === 'advancing' || advance.isPending
  const go = () => {
    setAsks(false)
    advance.mutate(`${day}${NOON}`, { onSuccess: () => notify(say('arrived')), onError: () => setAsks(true) })
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        advance.reset()
        setAsks(true)
      }}
    >
      <Field label={say('moreDays')}>
        <Select value={way} disabled={isMoving} onChange={(_, { value }) => setWay(value as ClockWay)}>
          {CLOCK_WAYS.map((one) => (
            <option key={one} value={one}>
              {say(`to_${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={say('day')}>
        <Input
          type="date"
          min={least}
          value={day}
          disabled={isMoving}
          onChange={(_, { value }) => {
            setWay('own')
            setOwn(value)
          }}
        />
      </Field>
      <Button type="submit" appearance="primary" icon={<ClockArrowDownloadRegular />} disabled={isMoving}>
        {say('advance')}
      </Button>
      <Confirm
        open={asks}
        title={say('advanceTitle', { when: written(day) })}
        action={say('advance')}
        fault={advance.error}
        onConfirm={go}
        onClose={() => setAsks(false)}
      >
        {say('advanceText')}
      </Confirm>
    </form>
  )
}
