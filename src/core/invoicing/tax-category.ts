/**
 * How a supply is taxed, as EN 16931 names it (code list UNCL 5305): `S` a rate, `Z` the rate zero, `E` exempt, `AE`
 * the buyer accounts for it (reverse charge), `G` exported, `O` outside the scope of tax.
 */
export const TAX_CATEGORIES = ['S', 'Z', 'E', 'AE', 'G', 'O'] as const
export type TaxCategory = (typeof TAX_CATEGORIES)[number]
