import { useInfiniteQuery } from '@tanstack/react-query'
import { call, type Query } from '../wire/call.js'
import type { Fault } from '../wire/fault.js'
import { pathOf } from '../wire/path.js'
import type { BillLine, BillLines } from './types.js'

const PAGE_LINES = 500

/** The lines of a document, or of `unbilled`, as far as they are loaded. */
export interface LoadedLines {
  readonly lines: readonly BillLine[]
  /** In all; `undefined` where that is not known before the end. */
  readonly total: number | undefined
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly loadMore: () => void
  readonly fault: Fault | null
  readonly isLoading: boolean
  readonly retry: () => void
}

/** Reads the lines of a document page by page, each where the one before ended. */
export function useLines(invoiceId: string, query: Query): LoadedLines {
  const path = pathOf`/v1/portal/invoices/${invoiceId}/lines`
  const read = useInfiniteQuery<BillLines, Fault, { pages: BillLines[] }, readonly unknown[], string | undefined>({
    queryKey: [path, query],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      call<BillLines>({
        path,
        signal,
        query: { ...query, size: PAGE_LINES, ...(pageParam === undefined ? {} : { seekOperation: 'Next' }) },
        ...(pageParam === undefined ? {} : { headers: { 'MS-ContinuationToken': pageParam } }),
      }),
    getNextPageParam: (last) => last.continuationToken,
  })
  const pages = read.data?.pages ?? []
  const lines = pages.flatMap(({ items }) => items)
  return {
    lines,
    total: pages[0]?.lineCount ?? (read.hasNextPage ? undefined : lines.length),
    hasMore: read.hasNextPage,
    isLoadingMore: read.isFetchingNextPage,
    loadMore: () => {
      if (read.hasNextPage && !read.isFetching) void read.fetchNextPage()
    },
    fault: read.error,
    isLoading: read.isPending,
    retry: () => void (pages.length === 0 ? read.refetch() : read.fetchNextPage()),
  }
}
