import { useLanguage } from '../words/words.js'
import { useFormat } from './format.js'

const AMOUNT = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/

/** Gives the data of a refusal as people write them: days, instants, and amounts such as `12.50 EUR and 3.00 USD`; others as they are. */
export function useWrittenData(): (value: string | number) => string {
  const { day, instant, money } = useFormat()
  const lists = new Intl.ListFormat(useLanguage(), { type: 'conjunction' })
  return (value) => {
    const text = String(value)
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return instant(text)
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return day(text)
    const amounts = text.split(' and ').map((part) => AMOUNT.exec(part))
    const known = amounts.filter((amount) => amount !== null)
    if (known.length < amounts.length) return text
    return lists.format(known.map(([, amount, currency]) => money(amount!, currency!)))
  }
}
