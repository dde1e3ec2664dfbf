/**
 * How a supply is taxed, as EN 16931 names it (code list UNCL 5305): `S` a rate, `Z` the rate zero, `E` exempt, `AE`
 * the buyer accounts for it (reverse charge), `G` exported, `O` outside the scope of tax.
 */
export const TAX_CATEGORIES = ['S', 'Z', 'E', 'AE', 'G', 'O'] as const
export type TaxCategory = (typeof TAX_CATEGORIES)[number]

/**
 * The category of a line on which several taxes are charged side by side, for EN 16931 has one for each line: where any
 * of them has a rate, that is what the line is. Without any tax it is outside the scope.
 */
export function categoryOfAll(categories: readonly TaxCategory[]): TaxCategory {
  return categories.includes('S') ? 'S' : (categories[0] ?? 'O')
}
