/**
 * Tax classes of what is sold. `rated` ones have the rate of a country, or that of `otherwise` where the country has none
 * of its own for them; the others have no rate anywhere.
 */
export const TAX_CLASSES = {
  standard: { kind: 'rated', otherwise: undefined, what: 'taxed at the standard rate' },
  reduced: { kind: 'rated', otherwise: 'standard', what: 'taxed at the reduced rate where there is one' },
  voice: { kind: 'rated', otherwise: 'standard', what: 'calls and numbers, taxed as such where a country does so' },
  zero: { kind: 'zero', otherwise: 'standard', what: 'taxed at the rate zero' },
  exempt: { kind: 'exempt', otherwise: 'standard', what: 'exempt by its nature' },
} as const satisfies Readonly<Record<string, TaxClassRule>>

interface TaxClassRule {
  readonly kind: 'rated' | 'zero' | 'exempt'
  /** Whose rates are looked up where there are none for the class itself. */
  readonly otherwise: 'standard' | undefined
  readonly what: string
}

export type TaxClass = keyof typeof TAX_CLASSES

/** What a SKU belongs to until somebody says otherwise. */
export const USUAL_TAX_CLASS: TaxClass = 'standard'

export function isTaxClass(text: string): text is TaxClass {
  return Object.hasOwn(TAX_CLASSES, text)
}
