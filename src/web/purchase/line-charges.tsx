import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { type Day, formatDay, parseDay } from '../../core/calendar/day.js'
import { useFormat } from '../format/format.js'
import { type Explanation, Why } from '../parts/why.js'
import type { Review } from './cart-content.js'
import { useCartWords } from './cart-words.js'
import { isByUsage, type Offer } from './offers.js'

type ReviewedLine = Review['lineItems'][number]
type Charge = ReviewedLine['charges'][number]

const useStyles = makeStyles({
  charges: { display: 'flex', flexDirection: 'column' },
  charge: { display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: tokens.spacingHorizontalS },
  amount: { display: 'flex', alignItems: 'center', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  small: { color: tokens.colorNeutralForeground2 },
})

export interface LineChargesProps {
  readonly line: ReviewedLine
  readonly offer: Offer | undefined
}

/** What a line costs at once, for which days and why, and when it is charged again. */
export function LineCharges({ line, offer }: LineChargesProps) {
  const styles = useStyles()
  const say = useCartWords()
  const { money, day } = useFormat()
  const { charges, awaitsActivation, nextChargeDate, currencyCode, title } = line
  return (
    <div className={styles.charges}>
      {charges.map((charge) => (
        <div key={`${charge.chargeType} ${charge.chargeStartDate} ${charge.amount}`} className={styles.charge}>
          <Text size={200} className={styles.small}>
            {say('days', { from: day(charge.chargeStartDate), to: day(charge.chargeEndDate) })}
          </Text>
          <span className={styles.amount}>
            <Why
              what={say('whyCharge', { offer: title, amount: money(charge.amount, currencyCode) })}
              explanation={explanationOf(charge)}
            />
            <Text weight="semibold">{money(charge.amount, currencyCode)}</Text>
          </span>
        </div>
      ))}
      {charges.length === 0 && !awaitsActivation && (offer === undefined || !isByUsage(offer)) && (
        <Text size={200}>{say('nothingNow')}</Text>
      )}
      <Text size={200} className={styles.small}>
        {awaitsActivation
          ? say('awaits', { publisher: offer?.publisherName ?? '' })
          : offer !== undefined && isByUsage(offer)
            ? say('byUsage')
            : nextChargeDate === undefined
              ? say('noNext')
              : say('next', { day: day(nextChargeDate) })}
      </Text>
    </div>
  )
}

function explanationOf(charge: Charge): Explanation {
  return {
    sentence: charge.explanation,
    steps: charge.steps,
    cycle: {
      cycleStart: charge.cycleStartDate,
      cycleEnd: dayAfter(charge.cycleEndDate),
      chargeStart: charge.chargeStartDate,
      chargeEnd: dayAfter(charge.chargeEndDate),
    },
  }
}

function dayAfter(text: string): string {
  const day = parseDay(text)
  return day === undefined ? text : formatDay((day + 1) as Day)
}
