import { accept, type Outcome, refuse } from '../core/refusal.js'
import type { RequestFacts } from './endpoint.js'
import { type Link, link, selfLink } from './links.js'

/** A list that is given whole, in the contract's envelope. */
export function collection<T>(items: readonly T[], uri: string, totalCount = items.length) {
  return { totalCount, items, links: selfLink(uri), attributes: { objectType: 'Collection' } }
}

/** One page of an offset-paged list (`size`, `offset`), with links to the pages around it. */
export function offsetPage<T>(
  items: readonly T[],
  page: { readonly uri: string; readonly offset: number; readonly size: number; readonly totalCount: number },
) {
  const { uri, offset, size, totalCount } = page
  const at = (start: number) => link(withQuery(uri, { size: String(size), offset: String(start) }))
  const next = offset + items.length < totalCount ? { next: at(offset + size) } : {}
  const previous = offset > 0 ? { previous: at(Math.max(0, offset - size)) } : {}
  return {
    totalCount,
    items,
    links: { ...selfLink(uri), ...next, ...previous },
    attributes: { objectType: 'Collection' },
  }
}

/** Where a seek-paged list goes on: the key of the last item seen, whatever its shape. */
export interface SeekPosition {
  readonly after: readonly string[] | undefined
}

/** What a part of a list's key looks like. A token comes back from outside, and the database must be able to read it. */
const KEY_PARTS = {
  guid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /** Milliseconds since 1970. */
  instant: /^-?\d{1,15}$/,
  number: /^\d{1,10}$/,
  text: /^[^\0]{0,400}$/u,
} as const

export type KeyPart = keyof typeof KEY_PARTS

/**
 * Reads where a seek-paged list is to go on. The token holds the key of the last item and the list's filter and size, so
 * that it cannot be used for another list, and need not be told again. Refused are tokens of other lists, tokens whose key is not made of
 * `key`, and going backward.
 * @param key what the list's key is made of, such as `'text', 'guid'`
 */
export function readSeekPosition(request: RequestFacts, ...key: readonly KeyPart[]): Outcome<SeekPosition> {
  const operation = seekOperationOf(request.uri)
  if (operation === 'first') return accept({ after: undefined })
  if (operation !== undefined && operation !== 'next') return refuse('seek-operation-unknown')
  const token = request.continuationToken
  if (token === undefined) return accept({ after: undefined })
  const parsed = parseToken(token)
  if (parsed === undefined || parsed.list !== listOf(request.uri)) return refuse('continuation-token-invalid')
  const { after } = parsed
  const fits = key.length === 0 || (after.length === key.length && after.every((part, at) => fitsPart(key[at]!, part)))
  return fits ? accept({ after }) : refuse('continuation-token-invalid')
}

function fitsPart(kind: KeyPart, part: string): boolean {
  return KEY_PARTS[kind].test(part)
}

/** What `seekOperation` asks for, in either spelling; `undefined` where it is not given. */
function seekOperationOf(uri: string): string | undefined {
  const { searchParams } = new URL(uri, 'http://localhost')
  const given = [...searchParams].find(([name]) => /^seek_?operation$/i.test(name))?.[1].toLowerCase()
  return given === '' ? undefined : given
}

/** One page of a seek-paged list; the last one has neither `continuationToken` nor `links.next`. */
export interface SeekPage<T> {
  readonly totalCount: number
  readonly items: readonly T[]
  readonly links: { readonly self: Link; readonly next?: Link }
  readonly continuationToken?: string
  readonly attributes: { readonly objectType: string }
}

/**
 * One page of a seek-paged list.
 * @param last key of the last item, or `undefined` where this is the last page
 */
export function seekPage<T>(
  items: readonly T[],
  request: RequestFacts,
  last: readonly string[] | undefined,
): SeekPage<T> {
  const { uri } = request
  const self = selfLink(uri)
  const page = { totalCount: items.length, items, attributes: { objectType: 'Collection' } }
  if (last === undefined) return { ...page, links: self }
  const continuationToken = formatToken({ list: listOf(uri), after: last })
  const spelling = /[?&]seek_operation=/i.test(uri) ? 'seek_operation' : 'seekOperation'
  const next: Link = link(withQuery(uri, { [spelling]: 'Next' }), 'GET', [
    { key: 'MS-ContinuationToken', value: continuationToken },
  ])
  return { ...page, links: { ...self, next }, continuationToken }
}

/**
 * One page of what was found with one more than the page holds, by which it is known whether there is another.
 * @param keyOf the key of an item, by which the next page begins after it
 */
export function foundPage<Found, Shown>(
  found: readonly Found[],
  size: number,
  request: RequestFacts,
  keyOf: (last: Found) => readonly string[],
  present: (one: Found) => Shown,
): SeekPage<Shown> {
  const shown = found.slice(0, size)
  const last = found.length > size ? shown.at(-1) : undefined
  return seekPage(shown.map(present), request, last === undefined ? undefined : keyOf(last))
}

/** Parameters that say which page is wanted, not which list. */
const POSITION = /^(?:seek_?operation|page)$/i

/** What a list is: its path and what was asked for, however it was written. */
function listOf(uri: string): string {
  return `${new URL(uri, 'http://localhost').pathname.toLowerCase()}?${new URLSearchParams(askedOf(uri))}`
}

/** What a list was asked for, by names in lower case. */
function askedOf(uri: string): [name: string, value: string][] {
  const { searchParams } = new URL(uri, 'http://localhost')
  const kept = [...searchParams].filter(([name]) => !POSITION.test(name))
  return kept.map(([name, value]): [string, string] => [name.toLowerCase(), value]).sort()
}

/**
 * What the first page was asked for and this request leaves out: SDKs ask for the next page with the token alone. Empty
 * for the token of another list; it is refused where the position is read.
 */
export function leftOut(url: string, token: string | undefined): Readonly<Record<string, string>> {
  const list = token === undefined ? undefined : parseToken(token)?.list
  if (list === undefined) return {}
  const given = new Set(askedOf(url).map(([name]) => name))
  return Object.fromEntries([...new URLSearchParams(list.replace(/^[^?]*\?/, ''))].filter(([name]) => !given.has(name)))
}

/** A request for another page, with what it leaves out. */
export function withLeftOut(uri: string, token: string | undefined): string {
  const more = leftOut(uri, token)
  return Object.keys(more).length === 0 ? uri : withQuery(uri, more)
}

function formatToken(token: { readonly list: string; readonly after: readonly string[] }): string {
  return Buffer.from(JSON.stringify([token.list, ...token.after])).toString('base64url')
}

function parseToken(text: string): { readonly list: string; readonly after: readonly string[] } | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(parsed) || parsed.some((part) => typeof part !== 'string')) return undefined
    const [list, ...after] = parsed as string[]
    return list === undefined ? undefined : { list, after }
  } catch {
    return undefined
  }
}

function withQuery(uri: string, values: Readonly<Record<string, string>>): string {
  const { pathname, searchParams } = new URL(uri, 'http://localhost')
  for (const [name, value] of Object.entries(values)) {
    for (const known of [...searchParams.keys()]) {
      if (known.toLowerCase() === name.toLowerCase()) searchParams.delete(known)
    }
    searchParams.set(name, value)
  }
  return `${pathname}?${searchParams}`
}
