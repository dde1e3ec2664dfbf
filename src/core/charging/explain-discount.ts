import type { DiscountTitle, DiscountValue } from '../catalog/discount.js'
import { formatDecimal } from '../money/decimal.js'
import { formatUnitPrice } from '../money/unit-price.js'

/** What a discount does to a list price, in words that follow it: `- 15 % (SPRING)`. */
export function discountWords(
  { value, promotionId }: { readonly value: DiscountValue } & Pick<DiscountTitle, 'promotionId'>,
  listPrice: bigint,
  digits: number,
): string {
  switch (value.kind) {
    case 'percentage':
      return `- ${formatDecimal(value.percent)} % (${promotionId})`
    case 'amount': {
      const floor = value.amount > listPrice ? ', never below zero' : ''
      return `- ${formatUnitPrice(value.amount, digits)} (${promotionId}${floor})`
    }
    case 'price':
      return `at the partner's own price (${promotionId})`
  }
}
