import { Checkbox, Field, Input, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useFormat } from '../format/format.js'
import { Confirm } from '../parts/confirm.js'
import { useNotify } from '../parts/notify.js'
import { Empty, Loading, Problem } from '../parts/states.js'
import { useMay } from '../session/session.js'
import { Fault } from '../wire/fault.js'
import { useChange } from '../wire/read.js'
import { useSaid } from '../words/said.js'
import type { DialogProps } from './change-dialog.js'
import { Asked, Money } from './change-preview.js'
import { useChangeWords } from './change-words.js'
import { type Choices, quantityOf, touchedBy } from './model.js'
import {
  type MoveAnswer,
  type MoveKind,
  type MovePreview,
  type MoveTarget,
  type MoveWish,
  moveKindOf,
  moveRequest,
  problemOf,
  useMovePreview,
  useMoveTargets,
} from './moves.js'
import { useRefusal } from './refusal-words.js'
import { useRhythmText } from './rhythm-words.js'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
})

type MoveProps = DialogProps & { readonly choices: Choices }

const REFUSED = 400

/** Carries a move out; what is answered without being done is a fault as well. */
function useMove({ place, onClose }: MoveProps) {
  const say = useChangeWords()
  const notify = useNotify()
  const said = useSaid()
  const change = useChange<MoveWish, MoveAnswer>((wish) => moveRequest(place, wish), touchedBy(place))
  const problem = change.data === undefined ? undefined : problemOf(change.data)
  return {
    busy: change.isPending,
    fault: problem === undefined ? change.error : new Fault(said(problem), { status: REFUSED }),
    carryOut: (wish: MoveWish, name: string) =>
      change.mutate(wish, {
        onSuccess: (answer) => {
          if (problemOf(answer) !== undefined) return
          notify(say(wish.kind === 'conversion' ? 'convertDone' : 'moveDone', { name, product: wish.target.title }))
          onClose()
        },
      }),
  }
}

/** Makes a subscription, or some of its licenses, another offer; a trial paid. Shows the exact money before. */
export function MoveDialog(props: MoveProps) {
  const { place, subscription, choices, onClose } = props
  const styles = useStyles()
  const say = useChangeWords()
  const refusal = useRefusal()
  const seesMoney = useMay()('charge.read')
  const { friendlyName: name, quantity: now } = subscription
  const kind = moveKindOf(subscription)
  const { targets, fault } = useMoveTargets(place, subscription, choices)
  const [key, setKey] = useState<string>()
  const [typed, setTyped] = useState(String(now))
  const [withLicenses, setWithLicenses] = useState(false)
  const target = targets?.find((one) => one.key === key) ?? targets?.find(({ problems }) => problems.length === 0)
  const quantity = quantityOf(typed)
  const wish = wishOf({ kind, target, quantity, withLicenses, now })
  const asked = useMovePreview(place, wish)
  const move = useMove(props)
  const isKnown = !seesMoney || (asked.isSettled && asked.data !== undefined && asked.error === null)
  const action = say(kind === 'conversion' ? 'convertAction' : 'moveAction', { product: target?.title ?? '…' })
  return (
    <Confirm
      open
      title={say(kind === 'conversion' ? 'convertTitle' : 'moveTitle', { name })}
      action={action}
      busy={move.busy}
      disabled={wish === undefined || !isKnown}
      fault={refusal(move.fault)}
      onConfirm={() => wish !== undefined && move.carryOut(wish, name)}
      onClose={onClose}
    >
      <div className={styles.content}>
        {fault !== null && <Problem fault={fault} />}
        {fault === null && targets === undefined && <Loading />}
        {targets !== undefined && targets.length === 0 && <Empty text={say('moveNone')} />}
        {targets !== undefined && targets.length > 0 && (
          <>
            {kind === 'conversion' && <Text>{say('convertText')}</Text>}
            <Targets targets={targets} chosen={target?.key ?? ''} onChoose={setKey} />
            <Licenses {...{ kind, typed, now }} onType={setTyped} />
            {kind !== 'conversion' && (
              <Checkbox
                label={say('moveLicenses')}
                checked={withLicenses}
                onChange={(_, { checked }) => setWithLicenses(checked === true)}
              />
            )}
            <Text>{say('moveUndo')}</Text>
            <Asked asked={asked} isWanted={wish !== undefined}>
              {(preview) => <Outcome preview={preview} />}
            </Asked>
          </>
        )}
      </div>
    </Confirm>
  )
}

interface Choice extends Pick<MoveWish, 'kind' | 'withLicenses'> {
  readonly target: MoveTarget | undefined
  readonly quantity: number | undefined
  readonly now: number
}

/** The wish, where what was chosen is complete: an upgrade takes all licenses, a transition some or all. */
function wishOf({ kind, target, quantity, withLicenses, now }: Choice): MoveWish | undefined {
  if (target === undefined || target.problems.length > 0 || quantity === undefined || quantity < 1) return undefined
  const fits = { conversion: true, upgrade: quantity >= now, transition: quantity <= now }[kind]
  return fits ? { kind, target, quantity, withLicenses } : undefined
}

function Targets({
  targets,
  chosen,
  onChoose,
}: {
  readonly targets: readonly MoveTarget[]
  readonly chosen: string
  readonly onChoose: (key: string) => void
}) {
  const say = useChangeWords()
  const { cycle } = useRhythmText()
  const said = useSaid()
  return (
    <Field label={say('moveField')}>
      <RadioGroup value={chosen} onChange={(_, { value }) => onChoose(value)}>
        {targets.map(({ key, title, billingCycle, problems }) => (
          <Radio
            key={key}
            value={key}
            disabled={problems.length > 0}
            label={
              <>
                {billingCycle === undefined ? title : `${title} – ${cycle(billingCycle).toLowerCase()}`}
                {problems.map((reason) => (
                  <Text key={reason} block size={200}>
                    {say('moveCannot', { reason: said(reason) })}
                  </Text>
                ))}
              </>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  )
}

function Licenses({
  kind,
  typed,
  now,
  onType,
}: {
  readonly kind: MoveKind
  readonly typed: string
  readonly now: number
  readonly onType: (typed: string) => void
}) {
  const say = useChangeWords()
  const { number } = useFormat()
  const quantity = quantityOf(typed)
  const [from, to] = { conversion: [1, undefined], upgrade: [now, undefined], transition: [1, now] }[kind] as [
    number,
    number | undefined,
  ]
  const isGood = quantity !== undefined && quantity >= from && (to === undefined || quantity <= to)
  const moves = kind === 'transition' && isGood && quantity < now
  const hint = moves ? say('moveSome', { count: number(quantity), rest: number(now - quantity) }) : say('moveAll')
  return (
    <Field
      label={say('quantityField')}
      {...(kind === 'transition' && isGood ? { hint } : {})}
      {...(isGood
        ? {}
        : {
            validationState: 'error' as const,
            validationMessage:
              to === undefined
                ? say('quantityFrom', { from: number(from) })
                : say('quantityBad', { from: number(from), to: number(to) }),
          })}
    >
      <Input
        type="number"
        inputMode="numeric"
        min={from}
        max={to}
        value={typed}
        onChange={(_, { value }) => onType(value)}
      />
    </Field>
  )
}

function Outcome({ preview }: { readonly preview: MovePreview }) {
  const say = useChangeWords()
  const { number } = useFormat()
  const list = preview.subscriptions.map(({ offerName, quantity }) =>
    say('afterwardsOne', { name: offerName, count: number(quantity) }),
  )
  return (
    <Money {...preview}>
      <Text block>{say('afterwards', { list: list.join('; ') })}</Text>
    </Money>
  )
}
