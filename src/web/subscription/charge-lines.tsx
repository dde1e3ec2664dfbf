import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useFormat } from '../format/format.js'
import { Why } from '../parts/why.js'
import { useChargeType, useChargeWords } from './charge-words.js'
import { type Charge, dayAfter } from './model.js'

const NARROW = '@container (max-width: 560px)'

const useStyles = makeStyles({
  list: {
    containerType: 'inline-size',
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
  },
  line: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 5fr) minmax(0, 4fr) minmax(84px, max-content) max-content',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'center',
    [NARROW]: {
      gridTemplateColumns: 'minmax(0, 1fr) max-content max-content',
      rowGap: 0,
      paddingBottom: tokens.spacingVerticalXS,
    },
  },
  invoiced: {
    gridTemplateColumns: 'minmax(0, 5fr) minmax(0, 4fr) minmax(0, 3fr) minmax(84px, max-content) max-content',
  },
  days: { [NARROW]: { gridRow: 2, gridColumn: '1 / -1' } },
  invoice: {
    color: tokens.colorNeutralForeground2,
    [NARROW]: { gridRow: 3, gridColumn: '1 / -1' },
  },
  amount: { textAlign: 'end', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  muted: { color: tokens.colorNeutralForeground2 },
})

export interface ChargeLinesProps {
  readonly label: string
  readonly charges: readonly Charge[]
  /** Whether each says which invoice it is on. */
  readonly withInvoice?: boolean
}

/** Charges with their days, their amount and how it came about. */
export function ChargeLines({ label, charges, withInvoice = false }: ChargeLinesProps) {
  const styles = useStyles()
  return (
    <ul className={styles.list} aria-label={label}>
      {charges.map((charge) => (
        <ChargeLine key={`${charge.subscriptionId} ${charge.chargeNumber}`} charge={charge} withInvoice={withInvoice} />
      ))}
    </ul>
  )
}

function ChargeLine({ charge, withInvoice }: { readonly charge: Charge; readonly withInvoice: boolean }) {
  const styles = useStyles()
  const say = useChargeWords()
  const { money, day, number } = useFormat()
  const typeOf = useChargeType()
  const { chargeType, amount, currencyCode, invoiceDate, quantity, chargeStartDate: from, chargeEndDate: to } = charge
  const licenses = say('licenses', { count: quantity, number: number(quantity) })
  return (
    <li className={mergeClasses(styles.line, withInvoice && styles.invoiced)}>
      <span>
        {typeOf(chargeType, amount)}
        <span className={styles.muted}>{` · ${licenses}`}</span>
      </span>
      <span className={styles.days}>{from === to ? day(from) : say('fromTo', { from: day(from), to: day(to) })}</span>
      {withInvoice && (
        <span className={styles.invoice}>
          {invoiceDate === undefined ? say('notInvoiced') : say('invoiced', { day: day(invoiceDate) })}
        </span>
      )}
      <span className={styles.amount}>{money(amount, currencyCode)}</span>
      <WhyCharge charge={charge} />
    </li>
  )
}

/** Opens how a charge came about, with its cycle. */
function WhyCharge({ charge }: { readonly charge: Charge }) {
  const say = useChargeWords()
  const typeOf = useChargeType()
  const { money } = useFormat()
  const { chargeType, amount, currencyCode, explanation, cycleStartDate, cycleEndDate } = charge
  const what = say('whyWhat', { type: typeOf(chargeType, amount), amount: money(amount, currencyCode) })
  const cycle = {
    cycleStart: cycleStartDate,
    cycleEnd: dayAfter(cycleEndDate),
    chargeStart: charge.chargeStartDate,
    chargeEnd: dayAfter(charge.chargeEndDate),
  }
  return <Why what={what} explanation={{ sentence: explanation, cycle }} />
}
