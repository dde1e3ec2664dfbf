import type { Day } from '../../core/calendar/day.js'
import { formatListMonth } from '../../core/catalog/price-list-dates.js'
import { decimalOf, divideDecimals, formatPlainDecimal } from '../../core/money/decimal.js'
import { csvRecord, LINE_END } from '../../core/recon/csv.js'
import { listExchangeRates } from '../../store/usage-prices.js'
import type { Session } from '../use-case.js'

const DOLLAR = 'USD'
const ONE = decimalOf(1n)
/** Few enough that a published number comes out again although its inverse is what is kept, with 15 digits. */
const DIGITS = 12

/** What a unit of each currency is in dollars in a month, as CSV; `undefined` for a month without any. */
export async function exchangeSheet(session: Session, month: Day): Promise<string | undefined> {
  const rates = await listExchangeRates(session, month, month)
  const lines = rates
    .filter(({ from }) => from === DOLLAR)
    .map(({ to, rate }) => [
      to,
      formatPlainDecimal(divideDecimals(ONE, rate, DIGITS, 'half-even')),
      formatListMonth(month),
    ])
  if (lines.length === 0) return undefined
  return [['CurrencyCode', 'USDPerUnit', 'Month'], ...lines].map((cells) => csvRecord(cells) + LINE_END).join('')
}
