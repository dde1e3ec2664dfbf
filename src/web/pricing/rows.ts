import { useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { portalPriceSchema } from '../../api/schema/portal-pricing.js'
import type { priceListSchema, rowSchema } from '../../api/schema/price-list.js'
import { call, type Query } from '../wire/call.js'
import type { Fault } from '../wire/fault.js'

export type PriceList = z.output<typeof priceListSchema>
/** A price; those of a list stand under its currency, others have one of their own. */
export type PriceRow = z.output<typeof rowSchema> & Partial<z.output<typeof portalPriceSchema>>
export type Change = PriceRow['change']

export const CHANGES = ['ADD', 'CHG', 'DEL', 'UNC'] as const satisfies readonly Change[]
export const SEGMENTS = ['commercial', 'education', 'government', 'nonprofit'] as const

const PAGE_ROWS = 500

export interface RowsAnswer {
  readonly totalCount: number
  readonly items: readonly PriceRow[]
  /** Of prices of a month. */
  readonly month?: string
  readonly changes?: Readonly<Record<Change, number>>
}

/** Prices as far as they are loaded. */
export function useRows(path: string, query: Query) {
  const read = useInfiniteQuery<RowsAnswer, Fault, { pages: RowsAnswer[] }, readonly unknown[], number>({
    queryKey: [path, query, 'rows'],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      call<RowsAnswer>({ path, signal, query: { ...query, size: PAGE_ROWS, offset: pageParam } }),
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((count, { items }) => count + items.length, 0)
      return last.items.length === 0 || loaded >= last.totalCount ? undefined : loaded
    },
    placeholderData: (before) => before,
  })
  return {
    first: read.data?.pages[0],
    rows: read.data?.pages.flatMap(({ items }) => items) ?? [],
    more: () => {
      if (read.hasNextPage && !read.isFetching) void read.fetchNextPage()
    },
    fault: read.error,
    retry: () => void read.refetch(),
  }
}
