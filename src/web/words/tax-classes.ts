import type { TaxClass } from '../../core/invoicing/tax-class.js'
import { TAX_CLASS_NAMES } from './tax-class-names.js'
import { wordsOf } from './words.js'

const useTaxClassWords = wordsOf('tax-classes', TAX_CLASS_NAMES)

/** Every tax class, in the order in which it is offered. */
export const TAX_CLASS_CODES = Object.keys(TAX_CLASS_NAMES.en) as readonly TaxClass[]

const isTaxClass = (text: string): text is TaxClass => Object.hasOwn(TAX_CLASS_NAMES.en, text)

/** Names a tax class; one we do not know by its code. */
export function useTaxClass(): (taxClass: string) => string {
  const say = useTaxClassWords()
  return (taxClass) => (isTaxClass(taxClass) ? say(taxClass) : taxClass)
}
