import { expect, test } from 'vitest'
import { accept, type Outcome } from '../../core/refusal.js'
import { AtOnce } from './at-once.js'

test('no more is done at once than is allowed, and what failed makes room, too', async () => {
  const some = new AtOnce(2)
  const ends: (() => void)[] = []
  const long = () => some.run(() => new Promise<Outcome<string>>((resolve) => ends.push(() => resolve(accept('done')))))
  const both = [long(), long()]
  expect(await long()).toMatchObject({ ok: false, refusal: { code: 'documents-busy', data: { seconds: 5 } } })
  for (const end of ends) end()
  expect(await Promise.all(both)).toEqual([accept('done'), accept('done')])
  for (let turn = 0; turn < 3; turn += 1) {
    await expect(some.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  }
  expect(await some.run(async () => accept('again'))).toEqual(accept('again'))
})
