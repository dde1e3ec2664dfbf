import { describe, expect, it } from 'vitest'
import { COUNTRIES } from './countries.js'
import { beginsWithCountry, vatIdOf, writtenTaxId } from './vat-id.js'

describe('a tax id', () => {
  it.each([
    ['NL', '004495445B01', 'NL004495445B01'],
    ['NL', 'nl 0044 95445 b01', 'NL004495445B01'],
    ['DE', '136695976', 'DE136695976'],
    ['GR', '094259216', 'EL094259216'],
    ['GR', 'GR094259216', 'EL094259216'],
    ['GR', 'EL094259216', 'EL094259216'],
    ['GB', '980780684', 'GB980780684'],
    ['GB', 'XI980780684', 'XI980780684'],
    ['MC', '40303265045', 'FR40303265045'],
    ['MC', 'FR40303265045', 'FR40303265045'],
    // The key of a French id may be letters, also these.
    ['FR', 'FR303265045', 'FRFR303265045'],
    ['FR', 'FR40303265045', 'FR40303265045'],
    ['AT', 'U13585627', 'ATU13585627'],
    ['CH', 'CHE-107.787.577 MWST', 'CHE-107.787.577MWST'],
    ['NO', '995525828MVA', 'NO995525828MVA'],
  ])('of %s, %s, is the VAT id %s', (country, given, written) => {
    expect(vatIdOf(country, given)).toBe(written)
    expect(vatIdOf(country, written)).toBe(written)
    expect(beginsWithCountry(written)).toBe(true)
  })

  it.each([
    ['US', '12-3456789'],
    ['CA', '123456789RT0001'],
    ['QA', 'QA123'],
    ['AU', '51824753556'],
    ['JP', 'T1234567890123'],
    ['ZA', '4123456789'],
  ])('of %s, %s, is no VAT id', (country, given) => {
    expect(vatIdOf(country, given)).toBeUndefined()
    expect(writtenTaxId(country, given)).toBe(given)
  })

  it('is written the same way again, and in the form of its country', () => {
    for (const { code, vatId } of COUNTRIES.values()) {
      if (vatId === null) continue
      const written = writtenTaxId(code, vatId.sample)
      expect(writtenTaxId(code, written)).toBe(written)
      expect(new RegExp(vatId.pattern).test(written) || new RegExp(vatId.pattern).test(vatId.sample)).toBe(true)
    }
  })

  it('begins with a country or not', () => {
    expect(['NL1', 'EL1', 'XI1', '123', 'ZZ1', ''].map(beginsWithCountry)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
