import { expect, it } from 'vitest'
import { EXAMPLES } from '../simulate/examples.js'
import { play } from '../simulate/play.js'
import { calculationIn } from './calculation.js'

/** All that is said in the explanations of the examples: sentences, and the words and figures of their steps. */
function* saidInExamples(): Generator<string> {
  for (const { text } of EXAMPLES) {
    const played = play(text)
    const lines =
      played.kind === 'subscription'
        ? played.files.flatMap((file) => file.lines)
        : played.kind === 'usage'
          ? played.bills.flatMap((bill) => bill.lines)
          : []
    for (const { explanation, steps } of lines) {
      yield explanation
      for (const { label, expression, result } of steps) yield* [label, expression, result]
    }
  }
}

const DUTCH_WORDS =
  `aantal afgekapt afgerond als alle bedrag bedragen beneden berekend creditering dag dagen dagprijs dan dat de deel die
  eerdere er facturen gecrediteerd gratis grens hele het hoeveelheid in inbegrepen is jaar kosten kost korting
  licentie licenties maand maanden maar meer min na naar niet op per periode prijs proefperiode regel staffel staffels
  stuk tegoed toont van vast verbruikt verdiend verdiende werd x
  jan feb mrt apr mei jun jul aug sep okt nov dec`.split(/\s+/)
/** Names of units and of promotions are data, and currencies are codes. */
const DATA = /per \d[\d,]* ?[\w/]+|\([A-Z][A-Z0-9-]+\)|\b[A-Z]{3}\b/g

it('leaves no English word in any explanation of the examples', () => {
  const said = [...saidInExamples()]
  expect(said.length).toBeGreaterThan(1_000)
  const left = said.flatMap((text) => {
    const words =
      calculationIn('nl', text)
        .replaceAll(DATA, '')
        .toLowerCase()
        .match(/[a-z]+/g) ?? []
    return words.filter((word) => !DUTCH_WORDS.includes(word)).map((word) => `${word}: ${text}`)
  })
  expect([...new Set(left)]).toEqual([])
})

it('changes words, not figures', () => {
  const english =
    'credit: 4.00 per month / 31 days = 0.129 a day; x 1 day (31 Mar) = 0.13; x 2 licenses = 0.26, credited as -0.26'
  expect(calculationIn('nl', english)).toBe(
    'creditering: 4,00 per maand / 31 dagen = 0,129 per dag; x 1 dag (31 mrt) = 0,13; x 2 licenties = 0,26, gecrediteerd als -0,26',
  )
  expect(calculationIn('en', english)).toBe(english)
})

it('speaks of usage', () => {
  expect(calculationIn('nl', '120.5 used - 10 included = 110.5; less 15 % earned credit: 108.4 x 85 % = 92.14')).toBe(
    '120,5 verbruikt - 10 inbegrepen = 110,5; min 15 % verdiend tegoed: 108,4 x 85 % = 92,14',
  )
  expect(calculationIn('nl', '92.14 USD x 0.846202666 = 77.969, rounded down to 77.96 EUR')).toBe(
    '92,14 USD x 0,846202666 = 77,969, naar beneden afgerond op 77,96 EUR',
  )
  expect(calculationIn('nl', 'Cost, rounded')).toBe('Kosten, afgerond')
})
