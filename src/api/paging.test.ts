import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RequestFacts } from './endpoint.js'
import { collection, offsetPage, readSeekPosition, seekPage } from './paging.js'

function request(uri: string, continuationToken?: string): RequestFacts {
  return {
    uri,
    origin: 'https://api.example.net',
    locale: 'en-US',
    continuationToken,
    ifMatch: undefined,
    headers: {},
    network: '',
  }
}

const ID = '018f0005-0000-7000-8000-00000000dead'
const LIST = '/customers?size=2&filter=%7B%22Field%22:%22CompanyName%22%7D'
const tokenOf = (uri: string, ...key: string[]) => seekPage([1, 2], request(uri), key).continuationToken!

/** A token as somebody outside would make one. */
function forged(after: unknown): string {
  const [list] = JSON.parse(Buffer.from(tokenOf(LIST, 'a'), 'base64url').toString())
  return Buffer.from(JSON.stringify(Array.isArray(after) ? [list, ...after] : after)).toString('base64url')
}

function refusalOf(uri: string, token: string | undefined, ...key: Parameters<typeof readSeekPosition>[1][]) {
  const read = readSeekPosition(request(uri, token), ...key)
  return read.ok ? undefined : read.refusal.code
}

describe('a seek-paged list', () => {
  it('goes on where the page before ended, however its address is written', () => {
    const page = seekPage(['a', 'b'], request(LIST), ['Bakkerij', ID])
    expect(page).toMatchObject({ totalCount: 2, items: ['a', 'b'], attributes: { objectType: 'Collection' } })
    const next = page.links.next!
    expect(next.headers).toEqual([{ key: 'MS-ContinuationToken', value: page.continuationToken }])
    expect(() => new URL(next.uri, 'http://x')).not.toThrow()
    for (const uri of [
      next.uri,
      `${LIST}&seekOperation=Next`,
      `${LIST}&seek_operation=next`,
      `/Customers?filter=%7b%22Field%22%3a%22CompanyName%22%7d&size=2&SeekOperation=NEXT&page=1`,
      LIST,
    ]) {
      const position = readSeekPosition(request(uri, page.continuationToken), 'text', 'guid')
      expect(position).toEqual({ ok: true, value: { after: ['Bakkerij', ID] } })
    }
  })

  it('has a link in the spelling of the request, and none on the last page', () => {
    const { next } = seekPage([1], request('/utilizations?seek_operation=Next'), ['a']).links
    expect(next?.uri).toBe('/utilizations?seek_operation=Next')
    const last = seekPage([1], request(LIST), undefined)
    expect(last.links).toEqual({ self: expect.objectContaining({ method: 'GET' }) })
    expect(last).not.toHaveProperty('continuationToken')
  })

  it('starts at its beginning without a token, and where the first page is asked for', () => {
    expect(readSeekPosition(request(LIST))).toEqual({ ok: true, value: { after: undefined } })
    const first = readSeekPosition(request(`${LIST}&seekOperation=First`, tokenOf(LIST, 'a')), 'text')
    expect(first).toEqual({ ok: true, value: { after: undefined } })
    for (const operation of ['Previous', 'Last', 'PageIndex', 'x']) {
      expect(refusalOf(`${LIST}&seekOperation=${operation}`, undefined)).toBe('seek-operation-unknown')
    }
  })

  it('refuses the token of another list, and what is no token', () => {
    const token = tokenOf(LIST, 'a')
    for (const uri of ['/customers?size=2', '/customers?size=3&filter=x', '/users?size=2', '/customers']) {
      expect(refusalOf(uri, token)).toBe('continuation-token-invalid')
    }
    for (const wrong of ['', 'x', 'e30', 'W10', 'bnVsbA', forged({}), forged(['a', 1]), forged([['a']]), '\0', 'é']) {
      expect(refusalOf(LIST, wrong, 'text')).toBe('continuation-token-invalid')
    }
  })

  it('refuses a key the database could not read', () => {
    expect(refusalOf(LIST, forged(['Bak\ud83e\udd50', ID]), 'text', 'guid')).toBeUndefined()
    expect(refusalOf(LIST, forged(['1772000000000', '7']), 'instant', 'number')).toBeUndefined()
    for (const [after, ...key] of [
      [['a', 'no guid'], 'text', 'guid'],
      [['a', `${ID}'`], 'text', 'guid'],
      [['a\0b', ID], 'text', 'guid'],
      [['x'.repeat(401), ID], 'text', 'guid'],
      [['1e9', ID], 'instant', 'guid'],
      [['9'.repeat(16), ID], 'instant', 'guid'],
      [['-1'], 'number'],
      [['a'], 'text', 'guid'],
      [['a', ID, 'c'], 'text', 'guid'],
      [[], 'text'],
    ] as const) {
      expect(refusalOf(LIST, forged(after), ...key)).toBe('continuation-token-invalid')
    }
  })

  it('gives back whatever key it was given (law)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }),
        fc.webQueryParameters(),
        (key, query) => {
          const uri = `/customers?${query}`
          fc.pre(!/seek_?operation/i.test(uri))
          const position = readSeekPosition(request(uri, tokenOf(uri, ...key)))
          expect(position).toEqual({ ok: true, value: { after: key } })
        },
      ),
    )
  })

  it('never throws for a token from outside (law)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json()), (text) => {
        for (const token of [text, Buffer.from(text).toString('base64url')]) {
          expect(readSeekPosition(request(LIST, token), 'text', 'guid')).toHaveProperty('ok')
        }
      }),
    )
  })
})

describe('an offset-paged list', () => {
  const page = (uri: string, offset: number, items: number[]) =>
    offsetPage(items, { uri, offset, size: 2, totalCount: 5 }).links as { [name: string]: { uri: string } }

  it('links to the pages around it, keeping the rest of the address', () => {
    const { next, previous } = page('/invoices?Size=2&filter=a%20b&offset=2', 2, [3, 4])
    expect(next!.uri).toBe('/invoices?filter=a+b&size=2&offset=4')
    expect(previous!.uri).toBe('/invoices?filter=a+b&size=2&offset=0')
    expect(page('/invoices', 0, [1, 2])).not.toHaveProperty('previous')
    expect(page('/invoices', 4, [5])).not.toHaveProperty('next')
    expect(page('/invoices', 1, [2, 3])['previous']!.uri).toBe('/invoices?size=2&offset=0')
  })

  it('says how many there are in all', () => {
    expect(offsetPage([1], { uri: '/x', offset: 0, size: 1, totalCount: 9 }).totalCount).toBe(9)
    expect(collection([1, 2], '/x')).toMatchObject({ totalCount: 2, links: { self: { uri: '/x', method: 'GET' } } })
  })
})
