import { type ChargeKey, fractionOfRate, type TaxCut, type TaxFraction, taxOfCharge } from './distribute-tax.js'
import type { TaxClass } from './tax-class.js'
import type { TaxComponent } from './tax-engine.js'

/** A tax on the charges of an invoice, as it was stored when that was issued. */
export interface ChargesTax extends Pick<TaxComponent, 'rate'> {
  readonly source: 'charges' | 'adjustments'
  readonly taxClass: TaxClass
  readonly cut: TaxCut | undefined
}

/** Gives the tax of a charge on an invoice, in minor units; those of all its charges add up to its tax. */
export type ChargeTaxer = (taxClass: TaxClass, amount: bigint, key: ChargeKey) => bigint

/** Gives the taxes of a charge by component of its tax class, in order; they add up to what a `ChargeTaxer` gives. */
type ChargeTaxParts = (taxClass: TaxClass, amount: bigint, key: ChargeKey) => readonly bigint[]

/** Like `chargeTaxer`, component by component. */
export function chargeTaxParts(taxes: readonly ChargesTax[]): ChargeTaxParts {
  const charged = taxes.filter(({ source }) => source === 'charges')
  return (taxClass, amount, key) =>
    charged
      .filter((tax) => tax.taxClass === taxClass)
      .map(({ rate, cut }) => (rate.coefficient === 0n ? 0n : taxOfCharge(amount, fractionOfRate(rate), cut, key)))
}

/**
 * Computes the taxes of charges from what is stored of their invoice.
 * @param taxes of one invoice; none for one that is not taxed
 */
export function chargeTaxer(taxes: readonly ChargesTax[]): ChargeTaxer {
  const byClass = new Map<TaxClass, { readonly fraction: TaxFraction; readonly cut: TaxCut | undefined }[]>()
  for (const { source, taxClass, rate, cut } of taxes) {
    if (source !== 'charges' || rate.coefficient === 0n) continue
    const components = byClass.get(taxClass) ?? []
    byClass.set(taxClass, [...components, { fraction: fractionOfRate(rate), cut }])
  }
  return (taxClass, amount, key) => {
    const components = byClass.get(taxClass) ?? []
    return components.reduce((sum, { fraction, cut }) => sum + taxOfCharge(amount, fraction, cut, key), 0n)
  }
}
