import { wordsOf } from '../words/words.js'

const TYPES = {
  en: {
    'Cycle fee': 'Cycle fee',
    'Prorate fees when purchase': 'Fee for the days until the cycle ends',
    'Renew fee': 'Renewed cycle fee',
    'Cycle instance prorate': 'Settlement of quantity changes',
    'Cancel fee': 'Credit',
    'Cancel instance prorate': 'Credit with quantity changes',
    'Prorate fees when convert away from current offering': 'Credit for the previous product or frequency',
    'Prorate fees when convert to a new offering': 'Fee for the new product or frequency',
    'Offset a line item': 'Adjustment',
    new: 'Purchase',
    renew: 'Renewal',
    cycleCharge: 'Cycle fee',
    addQuantity: 'More licenses',
    removeQuantity: 'Fewer licenses',
    cancelImmediate: 'Cancellation',
    convert: 'Change of product',
    changeBillingPlan: 'Change of billing frequency',
    customerCredit: 'Credit',
    'Assess usage fee for current cycle': 'Usage',
    'Assess usage fee when cancel': 'Usage until the end',
  },
  nl: {
    'Cycle fee': 'Kosten van de periode',
    'Prorate fees when purchase': 'Kosten van de dagen tot het einde van de periode',
    'Renew fee': 'Kosten van de verlengde periode',
    'Cycle instance prorate': 'Verrekening van aantallen',
    'Cancel fee': 'Creditering',
    'Cancel instance prorate': 'Creditering met gewijzigde aantallen',
    'Prorate fees when convert away from current offering':
      'Creditering van het vorige product of de vorige frequentie',
    'Prorate fees when convert to a new offering': 'Kosten van het nieuwe product of de nieuwe frequentie',
    'Offset a line item': 'Correctie',
    new: 'Aankoop',
    renew: 'Verlenging',
    cycleCharge: 'Kosten van de periode',
    addQuantity: 'Meer licenties',
    removeQuantity: 'Minder licenties',
    cancelImmediate: 'Opzegging',
    convert: 'Ander product',
    changeBillingPlan: 'Andere factureringsfrequentie',
    customerCredit: 'Creditering',
    'Assess usage fee for current cycle': 'Verbruik',
    'Assess usage fee when cancel': 'Verbruik tot het einde',
  },
} as const

type ChargeType = keyof typeof TYPES.en

const isKnown = (type: string): type is ChargeType => Object.hasOwn(TYPES.en, type)

const useTypeWords = wordsOf('subscription-charge-types', TYPES)

/** Types that say by themselves that they give back. */
const CREDITS: ReadonlySet<string> = new Set([
  'Cancel fee',
  'Cancel instance prorate',
  'Prorate fees when convert away from current offering',
  'cancelImmediate',
  'customerCredit',
])

/** The type as its words are kept: some documents write with a capital what others do not. */
const knownAs = (type: string) => [type, type.charAt(0).toLowerCase() + type.slice(1)].find(isKnown)

/** What a charge is for, in words; what gives back is called so. A type we do not know stays as it is. */
export function useChargeType(): (type: string, amount: number) => string {
  const say = useTypeWords()
  const sayCharge = useChargeWords()
  return (type, amount) => {
    const known = knownAs(type)
    const text = known === undefined ? type : say(known)
    return amount < 0 && !CREDITS.has(known ?? type) ? sayCharge('credited', { type: text }) : text
  }
}

/** What tables of charges say. */
export const useChargeWords = wordsOf('subscription-charges', {
  en: {
    charge: 'For',
    days: 'Days',
    amount: 'Amount',
    explanation: 'Explanation',
    credited: '{{type}}, credit',
    fromTo: '{{from}} – {{to}}',
    notInvoiced: 'Not invoiced yet',
    invoiced: 'Invoice of {{day}}',
    whyWhat: '{{type}}, {{amount}}',
    licenses_one: '{{number}} license',
    licenses_other: '{{number}} licenses',
  },
  nl: {
    charge: 'Waarvoor',
    days: 'Dagen',
    amount: 'Bedrag',
    explanation: 'Uitleg',
    credited: '{{type}}, creditering',
    fromTo: '{{from}} – {{to}}',
    notInvoiced: 'Nog niet gefactureerd',
    invoiced: 'Factuur van {{day}}',
    whyWhat: '{{type}}, {{amount}}',
    licenses_one: '{{number}} licentie',
    licenses_other: '{{number}} licenties',
  },
})
