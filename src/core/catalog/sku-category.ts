/** Whom a SKU is made for, as the offers API sorts them. */
export const SKU_CATEGORIES = ['Enterprise', 'Small business', 'Trial'] as const
export type SkuCategory = (typeof SKU_CATEGORIES)[number]
