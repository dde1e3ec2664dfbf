import { type Currency, parseCurrency } from '../../core/money/currency.js'
import { parseTypedAmount } from '../../core/money/format-amount.js'

/** An amount as somebody typed it, with a point or a comma, as the server takes it; `undefined` where it is none. */
export function typedAmount(text: string, currencyCode: string): string | undefined {
  const plain = text.trim().replace(',', '.')
  const currency: Currency | undefined = parseCurrency(currencyCode)
  if (currency === undefined || !/^\d{1,12}(\.\d{1,4})?$/.test(plain)) return undefined
  return parseTypedAmount(plain, currency) === undefined ? undefined : plain
}
