import { useFormat } from '../format/format.js'
import { wordsOf } from '../words/words.js'
import { cycleLengthOf, isByUsage, type Offer, type Plan } from './offers.js'

const usePlanWords = wordsOf('purchase-plan', {
  en: {
    months_one: '{{count}} month',
    months_other: '{{count}} months',
    years_one: '{{count}} year',
    years_other: '{{count}} years',
    days_one: '{{count}} day',
    days_other: '{{count}} days',
    perMonths_one: 'per month',
    perMonths_other: 'per {{count}} months',
    perYears_one: 'per year',
    perYears_other: 'per {{count}} years',
    perDays_one: 'per day',
    perDays_other: 'per {{count}} days',
    monthly: '{{term}}, paid monthly',
    annual: '{{term}}, paid yearly',
    upfront: '{{term}}, paid at once',
    oneTime: 'Paid once',
    open: 'Month by month',
    perLicense: '{{price}} per license {{per}}',
    perSubscription: '{{price}} per subscription {{per}}',
    onceLicense: '{{price}} per license, once',
    onceSubscription: '{{price}}, once',
    byUsage: 'By what is used',
    byUsageAnd: '{{price}}, plus what is used',
    freeTrial: 'Free for {{term}}',
    free: 'Free',
  },
  nl: {
    months_one: '{{count}} maand',
    months_other: '{{count}} maanden',
    years_one: '{{count}} jaar',
    years_other: '{{count}} jaar',
    days_one: '{{count}} dag',
    days_other: '{{count}} dagen',
    perMonths_one: 'per maand',
    perMonths_other: 'per {{count}} maanden',
    perYears_one: 'per jaar',
    perYears_other: 'per {{count}} jaar',
    perDays_one: 'per dag',
    perDays_other: 'per {{count}} dagen',
    monthly: '{{term}}, maandelijks betaald',
    annual: '{{term}}, jaarlijks betaald',
    upfront: '{{term}}, in één keer betaald',
    oneTime: 'Eenmalig betaald',
    open: 'Per maand',
    perLicense: '{{price}} per licentie {{per}}',
    perSubscription: '{{price}} per abonnement {{per}}',
    onceLicense: '{{price}} per licentie, eenmalig',
    onceSubscription: '{{price}}, eenmalig',
    byUsage: 'Naar verbruik',
    byUsageAnd: '{{price}}, plus het verbruik',
    freeTrial: '{{term}} gratis',
    free: 'Gratis',
  },
})

const UNITS = {
  M: ['months', 'perMonths'],
  Y: ['years', 'perYears'],
  D: ['days', 'perDays'],
} as const

function partsOf(duration: string): { readonly count: number; readonly unit: keyof typeof UNITS } | undefined {
  const [, count, unit] = /^P(\d+)([MYD])$/.exec(duration) ?? []
  return count === undefined ? undefined : { count: Number(count), unit: unit as keyof typeof UNITS }
}

/** Says how long things last, how they are paid and what they cost. */
export function usePlanText() {
  const say = usePlanWords()
  const { price: writePrice } = useFormat()
  const length = (duration: string) => {
    const parts = partsOf(duration)
    return parts === undefined ? duration : say(UNITS[parts.unit][0], { count: parts.count })
  }
  const per = (duration: string) => {
    const parts = partsOf(duration)
    return parts === undefined ? duration : say(UNITS[parts.unit][1], { count: parts.count })
  }
  const plan = ({ termDuration, billingCycle }: Pick<Plan, 'termDuration' | 'billingCycle'>) => {
    if (billingCycle === 'one_time' || billingCycle === 'none') return say('oneTime')
    if (billingCycle === 'monthly' && termDuration === 'P1M') return say('open')
    const key = billingCycle === 'monthly' || billingCycle === 'annual' ? billingCycle : 'upfront'
    return say(key, { term: length(termDuration) })
  }
  const money = (of: Plan, currency: string) => {
    if (of.price === undefined) return ''
    const { cyclePrice, perSubscription } = of.price
    const cycle = cycleLengthOf(of)
    const price = writePrice(cyclePrice, currency)
    if (cycle === undefined) return say(perSubscription ? 'onceSubscription' : 'onceLicense', { price })
    return say(perSubscription ? 'perSubscription' : 'perLicense', { price, per: per(cycle) })
  }
  /** What a plan of an offer costs, in words; nothing where prices are not shown. */
  const cost = (offer: Offer, of: Plan) => {
    const { price } = of
    if (price === undefined) return ''
    if (offer.isTrial) return say('freeTrial', { term: length(offer.freeTerm ?? of.termDuration) })
    if (isByUsage(offer)) {
      return price.cyclePrice === 0 ? say('byUsage') : say('byUsageAnd', { price: money(of, offer.currencyCode) })
    }
    return price.cyclePrice === 0 ? say('free') : money(of, offer.currencyCode)
  }
  return { length, plan, cost }
}
