import { TAX_CLASSES, type TaxClass } from '../../core/invoicing/tax-class.js'
import { TAX_COMPONENT_WHY } from '../../core/invoicing/tax-engine.js'
import { TAX_TREATMENTS, type TaxTreatment } from '../../core/invoicing/tax-treatment.js'
import { dutchTaxWord } from '../../core/invoicing/tax-words.js'
import { readBack } from './read-back.js'
import { TAX_CLASS_NAMES } from './tax-class-names.js'

/** Why an invoice is taxed the way it is; `{name}` stands for a value, as in the English sentence. */
const TREATMENTS_NL: Readonly<Record<TaxTreatment, string>> = {
  domestic: 'Verkoper ({number}) en koper zijn in {buyer} gevestigd; daarom is de belasting van {taxed} verschuldigd.',
  'own-registration':
    'De verkoper is geregistreerd ({number}) in {taxed}, waar de koper is gevestigd; daarom is de belasting van {taxed} verschuldigd.',
  'buyer-with-id':
    'In {buyer} draagt een koper die zijn btw-nummer opgeeft, de belasting zelf af; de verkoper is daar alleen geregistreerd ({number}).',
  'reverse-charge':
    'Verkoper ({seller}) en koper ({buyer}) zijn in verschillende lidstaten gevestigd en het btw-nummer van de koper is gecontroleerd; daarom draagt de koper de btw af.',
  'one-stop-shop':
    'De koper in {buyer} heeft geen gecontroleerd btw-nummer, en de verkoper geeft de btw van {taxed} aan via het éénloketsysteem ({number}).',
  'seller-country':
    'De koper in {buyer} heeft geen gecontroleerd btw-nummer en de verkoper is daar niet geregistreerd; daarom is de btw van {taxed} verschuldigd.',
  export:
    'De verkoper is in {seller} gevestigd en de koper buiten de Europese Unie in {buyer}, waar de verkoper niet is geregistreerd.',
  'outside-scope': 'De verkoper is niet geregistreerd voor de belasting van {buyer}, waar de koper is gevestigd.',
}

type Why = keyof typeof TAX_COMPONENT_WHY

/** Why a tax has its rate, or none. */
const COMPONENTS_NL: Readonly<Record<Why, string>> = {
  rated: 'Het tarief van {name} in {taxed} voor de klasse ‘{taxClass}’ is {rate} % sinds {since}.',
  instead:
    'Voor de klasse ‘{taxClass}’ is er in {taxed} geen eigen tarief; het standaardtarief van {name} is {rate} % sinds {since}.',
  zero: 'Wat is verkocht, valt in de klasse ‘{taxClass}’: {what}.',
  exempt: 'Wat is verkocht, valt in de klasse ‘{taxClass}’: {what}.',
  certificate: 'Verklaring {certificate} stelt de koper sinds {since} vrij van {name} in {taxed}.',
}

const WHAT_NL: Readonly<Record<TaxClass, string>> = {
  standard: 'belast tegen het standaardtarief',
  reduced: 'belast tegen het verlaagde tarief waar dat er is',
  voice: 'gesprekken en nummers, als zodanig belast waar een land dat doet',
  zero: 'belast tegen het nultarief',
  exempt: 'van nature vrijgesteld',
}

/** Names of taxes in a sentence; those of a country's own, such as `GST/HST`, stay. */
const NAMES_NL: Readonly<Record<string, string>> = { VAT: 'de btw', Tax: 'de belasting' }

/** Countries whose name has an article in a sentence. */
const ARTICLES: Readonly<Record<string, string>> = { US: 'de', GB: 'het', AE: 'de', PH: 'de', BS: 'de', CF: 'de' }

const countries = new Intl.DisplayNames(['nl'], { type: 'region' })

function dutchPlace(place: string): string {
  if (!/^[A-Z]{2}$/.test(place)) return place === '(nowhere)' ? '(nergens)' : place
  const name = countries.of(place) ?? place
  return Object.hasOwn(ARTICLES, place) ? `${ARTICLES[place]} ${name}` : name
}

const isTaxClass = (text: string): text is TaxClass => Object.hasOwn(TAX_CLASS_NAMES.nl, text)

function dutchWhat(text: string): string {
  const known = Object.entries(TAX_CLASSES).find(([, { what }]) => what === text)
  return known === undefined ? text : WHAT_NL[known[0] as TaxClass]
}

const VALUES_NL: Readonly<Record<string, (value: string) => string>> = {
  buyer: dutchPlace,
  seller: dutchPlace,
  taxed: dutchPlace,
  name: (value) => NAMES_NL[value] ?? value,
  number: (value) => (value === '(none)' ? '(geen)' : value),
  rate: (value) => value.replace('.', ','),
  taxClass: (value) => (isTaxClass(value) ? TAX_CLASS_NAMES.nl[value] : value),
  what: dutchWhat,
}

type Sentence = readonly [english: string, dutch: string]

/** Longer ones first, since one may read like the beginning of another. */
const SENTENCES: readonly Sentence[] = [
  ...Object.entries(TREATMENTS_NL).map(([word, dutch]): Sentence => [TAX_TREATMENTS[word as TaxTreatment].why, dutch]),
  ...Object.entries(COMPONENTS_NL).map(([word, dutch]): Sentence => [TAX_COMPONENT_WHY[word as Why], dutch]),
].sort(([one], [other]) => other.length - one.length)

/**
 * Why a tax is as it is, in Dutch; `undefined` for what is no such sentence.
 * @param dutchValue for days and whatever else is put into the sentence
 */
export function dutchTaxReason(text: string, dutchValue: (value: string) => string): string | undefined {
  const word = dutchTaxWord(text)
  if (word !== undefined) return word
  for (const [english, dutch] of SENTENCES) {
    const values = readBack(english, text)
    if (values === undefined) continue
    return dutch.replace(/\{(\w+)\}/g, (_, name: string) => (VALUES_NL[name] ?? dutchValue)(values[name]!))
  }
  return undefined
}
