import { expect, it } from 'vitest'
import { monthAfter, monthsBefore } from './months.js'

it('counts months across years', () => {
  expect([monthAfter('2019-12', 1), monthAfter('2019-01', -1), monthAfter('2019-08', -24)]).toEqual([
    '2020-01',
    '2018-12',
    '2017-08',
  ])
  expect(monthsBefore('2019-02', 3)).toEqual(['2019-01', '2018-12', '2018-11'])
})
