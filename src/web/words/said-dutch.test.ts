import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { parseDay } from '../../core/calendar/day.js'
import { TAX_CLASSES, type TaxClass } from '../../core/invoicing/tax-class.js'
import { assessTax, TAX_COMPONENT_WHY, type TaxRate } from '../../core/invoicing/tax-engine.js'
import { TAX_TREATMENTS, type TaxRegistration } from '../../core/invoicing/tax-treatment.js'
import { parseDecimal } from '../../core/money/decimal.js'
import { REFUSALS, type RefusalCode, refuse } from '../../core/refusal.js'
import { readBack } from './read-back.js'
import { dutchRefusal, dutchSaid, dutchValue } from './refusals-dutch.js'

const namesOf = (template: string) => [...new Set(template.match(/\{\w+\}/g))].map((name) => name.slice(1, -1))

it('says a refusal that comes as a sentence as it says one that comes with its data', () => {
  for (const [word, template] of Object.entries(REFUSALS)) {
    const data = Object.fromEntries(namesOf(template).map((name, index) => [name, `V${index}`]))
    const { message } = refuse(word as RefusalCode, data).refusal
    expect(dutchSaid(message, word), word).toBe(dutchRefusal(word, data))
  }
})

it.each([
  ['There is no order O1.', 'Er is geen bestelling O1.'],
  [
    'Its invoices lack the charges of this subscription since then: No price of SKU-1 is valid on 2026-03-01. Every run tries it again.',
    /^Sindsdien ontbreken de kosten van dit abonnement/,
  ],
  ['The subscription is suspended; only an active one can move.', /status opgeschort; dat kan alleen/],
  ['is missing; it must be a day as YYYY-MM-DD', 'ontbreekt; verwacht wordt een dag als JJJJ-MM-DD'],
  [
    'must be a day of the month from 1 to 28, not 31',
    'verwacht wordt een dag van de maand van 1 tot en met 28, niet 31',
  ],
  ['2 numbers are named without its zeros', '2 nummers worden genoemd, zonder de nullen ervoor'],
  [
    'No billing run has been made for the invoice of 2026-03-08 and 2 after it; bill as of that day or later.',
    /8 mrt 2026 en de 2 daarna/,
  ],
  [
    'percent: "x" is not a percentage from 0 to 100 with at most 4 decimals',
    /past niet; verwacht wordt een percentage/,
  ],
  ["Somebody's own words.", "Somebody's own words."],
])('says %s', (english, dutch) => {
  if (typeof dutch === 'string') expect(dutchSaid(english)).toBe(dutch)
  else expect(dutchSaid(english)).toMatch(dutch)
})

it('reads back nothing from another text', () => {
  expect(readBack('There is no order {order}.', 'There is no order O1.')).toEqual({ order: 'O1' })
  expect(readBack('There is no order {order}.', 'There is no order O1')).toBeUndefined()
})

const day = parseDay('2026-03-01')!
const registrations: readonly TaxRegistration[] = (['NL', 'ZA'] as const).map((country, index) => ({
  kind: index === 0 ? 'home' : 'local',
  ...{ country, region: '', number: `${country}1`, since: day, until: undefined },
}))
const rates: readonly TaxRate[] = (['NL', 'ZA', 'DE'] as const).map((country) => ({
  ...{ country, region: '', taxClass: 'standard' as const, component: 'VAT', position: 1 },
  ...{ rate: parseDecimal('21')!, validFrom: day, validTo: undefined },
}))

/** All that explains taxes: of buyers here and there, with and without tax ids, and of what is sold to them. */
function* explained(): Generator<string> {
  const shop: TaxRegistration = { ...registrations[0]!, kind: 'one-stop-shop' }
  const nets = Object.keys(TAX_CLASSES).map((taxClass) => ({ taxClass: taxClass as TaxClass, amount: 1_000n }))
  const exemption = { ...rates[0]!, taxClasses: [], components: [], certificate: 'C-1', reason: 'A treaty' }
  for (const country of ['NL', 'DE', 'ZA', 'US']) {
    for (const taxId of [undefined, 'X1']) {
      const buyer = { country, region: '', taxId, taxIdState: 'valid' as const }
      for (const held of [registrations, [...registrations, shop], [registrations[1]!]]) {
        for (const exemptions of [[], [exemption]]) {
          const assessed = assessTax({ day, registrations: held, buyer, exemptions, rates, nets })
          if (!assessed.ok || assessed.value === undefined) continue
          yield assessed.value.why
          for (const { why, exemptionReason } of assessed.value.nets.flatMap(({ components }) => components)) {
            yield why
            if (exemptionReason !== '' && exemptionReason !== 'A treaty') yield exemptionReason
          }
        }
      }
    }
  }
}

it('explains every tax in Dutch', () => {
  const said = [...new Set(explained())]
  for (const text of said) expect(dutchValue(text)).not.toBe(text)
  const templates = [...Object.values(TAX_TREATMENTS).map(({ why }) => why), ...Object.values(TAX_COMPONENT_WHY)]
  for (const template of templates)
    expect(
      said.some((text) => readBack(template, text) !== undefined),
      template,
    ).toBe(true)
  const left = said.map(dutchValue).filter((text) => /\{|\b(?:the|of|is not|standard|taxed)\b/.test(text))
  expect(left).toEqual([])
})

it('names places, rates, classes and days of taxes as people do', () => {
  expect(dutchValue('VAT of NL for standard is 21.5 % since 2012-10-01.')).toBe(
    'Het tarief van de btw in Nederland voor de klasse ‘Standaardtarief’ is 21,5 % sinds 1 okt 2012.',
  )
  expect(dutchValue('The seller is not registered for the tax of US, where the buyer is.')).toContain(
    'de Verenigde Staten',
  )
})

it('says every complaint of the schemas of requests in Dutch', () => {
  const folder = new URL('../../api/schema/', import.meta.url)
  const source = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n')
  const complaints = [
    ...source.matchAll(/['`]((?:must|is too|name (?:invoices|licenses|a line)|give) [^'`]+)['`]/g),
  ].map(([, text]) => text!.replaceAll(/\$\{\w+\}/g, '7'))
  expect(complaints.length).toBeGreaterThan(60)
  const unknown = complaints.filter(
    (text) => !text.includes('must be 7') && dutchSaid(`amount: ${text}`).includes(text),
  )
  expect([...new Set(unknown)]).toEqual([])
})

const SHAPE = z.object({
  name: z.string().min(2).max(5),
  amount: z.number().int().min(1).max(9),
  kind: z.enum(['a', 'b']),
  lines: z
    .array(z.object({ quantity: z.number() }))
    .min(1)
    .max(2),
  code: z.string().regex(/^x$/),
  isDone: z.boolean(),
})

it.each<[unknown, RegExp]>([
  [
    { name: 'toolong', amount: 0, kind: 'c' },
    /^Naam: is te lang; hoogstens 5 tekens; bedrag: moet 1 of meer zijn; kind: moet een van deze zijn: a, b; /,
  ],
  [{ lines: [{ quantity: 'x' }] }, /aantal \(lines\.0\.quantity\): moet een getal zijn/],
  [
    { name: 'x', lines: [], code: 'y', isDone: 3, amount: 1.5 },
    /te kort; minstens 2 tekens.*geheel getal.*minstens 1.*patroon \/\^x\$\/.*true of false/,
  ],
  [{}, /naam|Naam: is verplicht/],
])('says what a schema complains about %j', (value, dutch) => {
  const { error } = SHAPE.safeParse(value)
  const description = error!.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  expect(dutchSaid(description)).toMatch(dutch)
  expect(dutchSaid(description)).not.toMatch(/expected|Invalid|Too /)
})

it('counts further complaints, and keeps texts of others', () => {
  expect(dutchSaid('the body: Invalid input: expected object, received undefined; and 3 more')).toBe(
    'Het verzoek: is verplicht; en nog 3.',
  )
  expect(dutchSaid('name: a thing nobody wrote')).toBe('name: a thing nobody wrote')
})
