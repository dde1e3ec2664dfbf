import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { Pager } from '../../parts/pager.js'
import type { Query } from '../../wire/call.js'
import type { Fault } from '../../wire/fault.js'
import { useRead } from '../../wire/read.js'

interface SeekAnswer {
  readonly items: readonly unknown[]
  readonly continuationToken?: string | undefined
}

export interface SeekPages<T> {
  readonly read: UseQueryResult<T, Fault>
  /** Rows before this page. */
  readonly offset: number
  readonly previous: (() => void) | undefined
  readonly next: (() => void) | undefined
}

/** A list the server gives page by page, each with the token of the next one. Another filter begins at its first page. */
export function useSeekPages<T extends SeekAnswer>(
  path: string | undefined,
  query: Query & { readonly size: number },
  headers: Readonly<Record<string, string>> = {},
): SeekPages<T> {
  const list = JSON.stringify([path, query])
  const [way, setWay] = useState<{ readonly list: string; readonly tokens: readonly string[] }>({ list, tokens: [] })
  const tokens = way.list === list ? way.tokens : []
  const token = tokens.at(-1)
  const read = useRead<T>(path, {
    query: { ...query, seekOperation: token === undefined ? undefined : 'Next' },
    headers: token === undefined ? headers : { ...headers, 'MS-ContinuationToken': token },
    keep: true,
  })
  const following = read.isPlaceholderData ? undefined : read.data?.continuationToken
  return {
    read,
    offset: tokens.length * query.size,
    previous: tokens.length === 0 ? undefined : () => setWay({ list, tokens: tokens.slice(0, -1) }),
    next: following === undefined ? undefined : () => setWay({ list, tokens: [...tokens, following] }),
  }
}

/** The ways to the pages around; nothing where there is one page only. */
export function SeekPager<T extends SeekAnswer>({ pages }: { readonly pages: SeekPages<T> }) {
  const { read, offset, previous, next } = pages
  if (previous === undefined && next === undefined) return null
  return <Pager offset={offset} shown={read.data?.items.length ?? 0} onPrevious={previous} onNext={next} />
}

/** The same for lists by offset, whose page stands in the address. */
export function OffsetPager({
  offset,
  size,
  shown,
  total,
  onMove,
}: {
  readonly offset: number
  readonly size: number
  readonly shown: number
  readonly total: number
  readonly onMove: (offset: number) => void
}) {
  if (total <= size && offset === 0) return null
  return (
    <Pager
      offset={offset}
      shown={shown}
      total={total}
      onPrevious={offset === 0 ? undefined : () => onMove(Math.max(0, offset - size))}
      onNext={offset + shown >= total ? undefined : () => onMove(offset + size)}
    />
  )
}
