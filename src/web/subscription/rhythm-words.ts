import { wordsOf } from '../words/words.js'
import { lengthOf, type Rhythm } from './model.js'

const useRhythmWords = wordsOf('subscription-rhythm', {
  en: {
    days_one: '{{count}} day',
    days_other: '{{count}} days',
    months_one: '{{count}} month',
    months_other: '{{count}} months',
    years_one: '{{count}} year',
    years_other: '{{count}} years',
    monthly: 'monthly',
    annual: 'yearly',
    biennial: 'once for two years',
    triennial: 'once for three years',
    one_time: 'once',
    none: 'not billed',
    unknown: 'unknown',
    both: '{{term}}, billed {{cycle}}',
    cap_monthly: 'Monthly',
    cap_annual: 'Yearly',
    cap_biennial: 'Once for two years',
    cap_triennial: 'Once for three years',
    cap_one_time: 'Once',
    cap_none: 'Not billed',
    cap_unknown: 'Unknown',
  },
  nl: {
    days_one: '{{count}} dag',
    days_other: '{{count}} dagen',
    months_one: '{{count}} maand',
    months_other: '{{count}} maanden',
    years_one: '{{count}} jaar',
    years_other: '{{count}} jaar',
    monthly: 'maandelijks',
    annual: 'jaarlijks',
    biennial: 'één keer voor twee jaar',
    triennial: 'één keer voor drie jaar',
    one_time: 'één keer',
    none: 'niet',
    unknown: 'onbekend',
    both: '{{term}}, {{cycle}} gefactureerd',
    cap_monthly: 'Maandelijks',
    cap_annual: 'Jaarlijks',
    cap_biennial: 'Eén keer voor twee jaar',
    cap_triennial: 'Eén keer voor drie jaar',
    cap_one_time: 'Eén keer',
    cap_none: 'Wordt niet gefactureerd',
    cap_unknown: 'Onbekend',
  },
})

/** Says how long a term is and how it is billed. */
export function useRhythmText() {
  const say = useRhythmWords()
  const term = (duration: string) => {
    const { count, unit } = lengthOf(duration)
    return say(unit, { count })
  }
  return {
    term,
    cycle: (cycle: Rhythm['billingCycle']) => say(`cap_${cycle}`),
    rhythm: ({ termDuration, billingCycle }: Rhythm) =>
      say('both', { term: term(termDuration), cycle: say(billingCycle) }),
  }
}
