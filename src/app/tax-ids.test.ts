import { describe, expect, it } from 'vitest'
import { OFFLINE_VALIDATOR } from './tax-ids.js'

/** Well-known ids of companies, or examples the tax offices publish. */
const RIGHT: Readonly<Record<string, string>> = {
  AT: 'ATU13585627',
  BE: 'BE0428759497',
  BG: 'BG175074752',
  CY: 'CY10259033P',
  CZ: 'CZ25123891',
  DE: 'DE136695976',
  DK: 'DK13585628',
  EE: 'EE100931558',
  ES: 'ESB58378431',
  FI: 'FI20774740',
  FR: 'FR40303265045',
  GB: 'GB980780684',
  GR: 'EL094259216',
  HR: 'HR33392005961',
  HU: 'HU12892312',
  IE: 'IE6433435F',
  IT: 'IT00743110157',
  LT: 'LT119511515',
  LU: 'LU15027442',
  LV: 'LV40003521600',
  MT: 'MT11679112',
  NL: 'NL004495445B01',
  NO: 'NO995525828MVA',
  PL: 'PL8567346215',
  PT: 'PT501964843',
  RO: 'RO18547290',
  SE: 'SE123456789701',
  SI: 'SI50223054',
  SK: 'SK2022749619',
  CH: 'CHE-107.787.577 MWST',
}

/** The id with its last digit turned into the next one. */
function spoilt(taxId: string): string {
  return taxId.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10))
}

describe('a check of form and check digits', () => {
  for (const [country, taxId] of Object.entries(RIGHT)) {
    it(`tells right from wrong in ${country}, and never says valid`, async () => {
      expect((await OFFLINE_VALIDATOR.check(country, taxId)).state).toBe('unchecked')
      // A Dutch and a Swedish id end in digits that no check covers.
      const wrong = { NL: 'NL004495446B01', SE: 'SE123456789801' }[country] ?? spoilt(taxId)
      expect((await OFFLINE_VALIDATOR.check(country, wrong)).state).toBe('invalid')
      expect((await OFFLINE_VALIDATOR.check(country, `${country}1`)).state).toBe('invalid')
    })
  }

  it('says of countries it knows nothing of that it cannot tell', async () => {
    expect(await OFFLINE_VALIDATOR.check('QA', '12345')).toEqual({
      state: 'unchecked',
      evidence: 'Tax ids of QA cannot be checked here.',
    })
  })
})
