import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useFormat } from '../format/format.js'
import { AppLink } from '../parts/link.js'
import { OFFLINE, Problem } from '../parts/states.js'
import { useWayWords } from '../purchase/refusal-words.js'
import { useMay } from '../session/session.js'
import type { Fault } from '../wire/fault.js'
import { useChangeWords } from './change-words.js'
import { ChargeLines } from './charge-lines.js'
import type { Charge, Preview } from './model.js'
import { useRefusal } from './refusal-words.js'
import { totalOf } from './total.js'

/** Refusals that paying does away with. */
const OWING: ReadonlySet<string> = new Set(['account-past-due', 'credit-below-licenses', 'credit-limit-reached'])

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    minHeight: '76px',
    minWidth: 0,
    boxSizing: 'border-box',
  },
  old: { opacity: 0.6 },
  total: { fontWeight: tokens.fontWeightSemibold },
})

/** The exact money of a change before it is made: what it charges, and what is charged next. */
export interface MoneyProps {
  readonly charges: readonly Charge[]
  readonly totalAmount: number
  readonly currencyCode: string
  readonly children?: ReactNode
}

/** The sum of a change in a sentence, and its charges. */
export function Money({ charges, totalAmount, currencyCode, children }: MoneyProps) {
  const styles = useStyles()
  const say = useChangeWords()
  const { money } = useFormat()
  const amount = money(String(totalAmount).replace('-', ''), currencyCode)
  const even = charges.length === 0 ? 'nowNothing' : 'nowEven'
  const key = totalAmount > 0 ? 'nowCharged' : totalAmount < 0 ? 'nowCredited' : even
  return (
    <>
      <Text className={styles.total}>{say(key, { amount })}</Text>
      {charges.length > 0 && <ChargeLines label={say('now')} charges={charges} />}
      {children}
    </>
  )
}

/** What a change of the subscription would charge; the last answer stays in sight while the next is worked out. */
export function ChangePreview({
  asked,
  isWanted,
}: {
  readonly asked: UseQueryResult<Preview, Fault> & { readonly isSettled: boolean }
  /** Whether there is something to work out. */
  readonly isWanted: boolean
}) {
  return (
    <Asked asked={asked} isWanted={isWanted}>
      {(preview) => (
        <Money {...preview}>
          <Along preview={preview} />
          <NextCharge preview={preview} />
        </Money>
      )}
    </Asked>
  )
}

/** Shows what the server answers to a wish, why it refuses it, or that it is being worked out. */
export function Asked<T>({
  asked,
  isWanted,
  children,
}: {
  readonly asked: UseQueryResult<T, Fault> & { readonly isSettled: boolean }
  readonly isWanted: boolean
  readonly children: (answer: T) => ReactNode
}) {
  const styles = useStyles()
  const say = useChangeWords()
  const sayWay = useWayWords()
  const refusal = useRefusal()
  const seesMoney = useMay()('charge.read')
  if (!isWanted) return null
  if (!seesMoney) return <Text>{say('hidden')}</Text>
  if (asked.fetchStatus === 'paused') return <Problem fault={OFFLINE} />
  if (asked.error !== null && asked.isSettled) {
    return (
      <>
        <Problem fault={refusal(asked.error) as Fault} />
        {OWING.has(asked.error.word) && <AppLink to="/billing">{sayWay('toBilling')}</AppLink>}
      </>
    )
  }
  return (
    <div className={styles.box} aria-live="polite" aria-busy={!asked.isSettled}>
      {asked.data === undefined ? (
        <Spinner size="tiny" label={say('calculating')} />
      ) : (
        <div className={asked.isSettled ? undefined : styles.old}>{children(asked.data)}</div>
      )}
    </div>
  )
}

function Along({ preview: { alsoChanged } }: { readonly preview: Preview }) {
  const say = useChangeWords()
  if (alsoChanged.length === 0) return null
  return <Text block>{say('along', { names: alsoChanged.map(({ friendlyName }) => friendlyName).join(', ') })}</Text>
}

function NextCharge({ preview: { nextCharge, charges } }: { readonly preview: Preview }) {
  const say = useChangeWords()
  const { money, day } = useFormat()
  const [first] = nextCharge?.charges ?? []
  if (nextCharge === undefined || first === undefined) return <Text block>{say('noNext')}</Text>
  const amount = money(totalOf(nextCharge.charges.map((charge) => charge.amount)), first.currencyCode)
  const sentence = say('nextCharge', { day: day(nextCharge.date), amount })
  if (charges.length > 0 || nextCharge.charges.length === 1) return <Text block>{sentence}</Text>
  return (
    <>
      <Text block>{say('settled')}</Text>
      <Text block>{sentence}</Text>
      <ChargeLines label={sentence} charges={nextCharge.charges} />
    </>
  )
}
