import type { TaxClass } from '../../core/invoicing/tax-class.js'

type Names = Readonly<Record<TaxClass, string>>

/** What tax classes are called. */
export const TAX_CLASS_NAMES: { readonly en: Names; readonly nl: Names } = {
  en: { standard: 'Standard', reduced: 'Reduced rate', voice: 'Telephony', zero: 'Zero rate', exempt: 'Exempt' },
  nl: {
    standard: 'Standaardtarief',
    reduced: 'Verlaagd tarief',
    voice: 'Telefonie',
    zero: 'Nultarief',
    exempt: 'Vrijgesteld',
  },
}
