import type { Language } from '../words/words.js'

type Rule = readonly [said: RegExp, instead: string | ((...found: string[]) => string)]

const DUTCH_MONTHS: Readonly<Record<string, string>> = { Mar: 'mrt', May: 'mei', Oct: 'okt' }

/** `2 licenses` with the words for one and for more of them. */
function counted(english: string, one: string, more: string): Rule {
  return [new RegExp(`\\b(\\d+) ${english}s?\\b`, 'g'), (_, count) => `${count} ${count === '1' ? one : more}`]
}

/**
 * What the sentences and steps of `core` say, in Dutch: their words are few, so that they are exchanged one by one and the
 * figures stay as they were calculated, with the comma a reader expects. Longer ones first.
 */
const DUTCH: readonly Rule[] = [
  [/but no more was credited than/g, 'maar er werd niet meer gecrediteerd dan'],
  [/but no more was charged than/g, 'maar er werd niet meer berekend dan'],
  [/the line shows the whole cycle/g, 'de regel toont de hele periode'],
  [/at the partner's own price/g, 'tegen de eigen prijs van de partner'],
  [/never below zero/g, 'nooit onder nul'],
  [/credited as/g, 'gecrediteerd als'],
  [/free trial/g, 'gratis proefperiode'],
  [/flat fee/g, 'vast bedrag'],
  [/\(cut\)/g, '(afgekapt)'],
  [/^Price of the whole cycle/, 'Prijs van de hele periode'],
  [/^Price of the quantity/, 'Prijs van de hoeveelheid'],
  [/^Price of tier (\d+)/, 'Prijs van staffel $1'],
  [/^Price after discount/, 'Prijs na korting'],
  [/^Price of /, 'Prijs van '],
  [/^Daily price of /, 'Dagprijs van '],
  [/^Daily price/, 'Dagprijs'],
  [/^Share of the cycle/, 'Deel van de periode'],
  [/^Quantity that costs/, 'Hoeveelheid die kost'],
  [/^All tiers/, 'Alle staffels'],
  [/^Less the earned credit/, 'Min het verdiende tegoed'],
  [/^Less earlier invoices/, 'Min eerdere facturen'],
  [/^Amount/, 'Bedrag'],
  [/^Limit/, 'Grens'],
  [/^Cost/, 'Kosten'],
  [/^Credit/, 'Creditering'],
  [/^credit(?=[:,])/, 'creditering'],
  [/\bless (\S+) % earned credit/g, 'min $1 % verdiend tegoed'],
  [/\bon earlier invoices/g, 'op eerdere facturen'],
  [/\bthat is\b/g, 'dat is'],
  [/rounded down/g, 'naar beneden afgerond'],
  [/rounded/g, 'afgerond'],
  [/afgerond to\b/g, 'afgerond op'],
  [/ used - /g, ' verbruikt - '],
  [/ included\b/g, ' inbegrepen'],
  [/ a day\b/g, ' per dag'],
  [/ each\b/g, ' per stuk'],
  [/ per month\b/g, ' per maand'],
  [/ per year\b/g, ' per jaar'],
  counted('license', 'licentie', 'licenties'),
  counted('fee', 'bedrag', 'bedragen'),
  counted('month', 'maand', 'maanden'),
  counted('year', 'jaar', 'jaar'),
  counted('day', 'dag', 'dagen'),
  [
    /\b(\d+) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g,
    (_, date, month) => `${date} ${DUTCH_MONTHS[month!] ?? month!.toLowerCase()}`,
  ],
  [/(?<![\w.])(\d+)\.(\d+)(?![\w.])/g, '$1,$2'],
]

const RULES: Readonly<Record<Language, readonly Rule[]>> = { en: [], nl: DUTCH }

/** A sentence, label, calculation or result of an explanation in a language; `core` writes them in English. */
export function calculationIn(language: Language, text: string): string {
  return RULES[language].reduce((written, [said, instead]) => written.replace(said, instead as string), text)
}
