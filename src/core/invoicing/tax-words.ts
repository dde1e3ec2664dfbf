/**
 * What documents call taxes, and what they say instead of one, in Dutch; other words, such as the reason on a certificate,
 * are the seller's or the buyer's own and stay. Directive 2006/112/EC article 226 (11a) asks for "Reverse charge", in
 * Dutch "Btw verlegd", on an invoice for which the buyer accounts for the tax.
 */
const TAX_WORDS_NL: Readonly<Record<string, string>> = {
  VAT: 'Btw',
  Tax: 'Belasting',
  'Reverse charge': 'Btw verlegd',
  'Reverse charge: the buyer accounts for the tax': 'Belasting verlegd: de koper draagt haar af',
  'Export outside the EU': 'Uitvoer buiten de EU',
  'Not subject to tax': 'Niet aan belasting onderworpen',
  'Exempt supply': 'Vrijgestelde prestatie',
}

/** The Dutch for a word of documents about taxes; `undefined` where it has none. */
export function dutchTaxWord(text: string): string | undefined {
  return Object.hasOwn(TAX_WORDS_NL, text) ? TAX_WORDS_NL[text] : undefined
}
