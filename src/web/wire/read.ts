import {
  keepPreviousData,
  QueryClient,
  type QueryFilters,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useRef } from 'react'
import { call, type Query, type Request } from './call.js'
import type { Fault } from './fault.js'

/** What the server said is taken as it is for this long; after that a page that is opened asks again. */
const FRESH_MILLISECONDS = 20_000
const MOST_TRIES = 2

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MILLISECONDS,
        // Refusals stay what they are; faults and lost connections may pass.
        retry: (failures, fault) => isPassing(fault as Fault) && failures < MOST_TRIES,
      },
      // Without a connection a change fails at once. It would otherwise be kept and carried out whenever that comes back.
      mutations: { networkMode: 'always' },
    },
  })
}

function isPassing({ status }: Fault): boolean {
  return status === 0 || status >= 500
}

export interface ReadOptions {
  readonly query?: Query
  /** Whether to ask at all; a path of `undefined` is not asked for either. */
  readonly enabled?: boolean
  /** Asks again after so many milliseconds, for what moves by itself. */
  readonly every?: number | ((data: unknown) => number | false)
  readonly headers?: Readonly<Record<string, string>>
  /** Shows the last answer while another page or filter is asked for. */
  readonly keep?: boolean
}

/** What the server answers to a GET, kept and shared between the pages. */
export function useRead<T>(path: string | undefined, options: ReadOptions = {}): UseQueryResult<T, Fault> {
  const { query, enabled = true, every, headers, keep } = options
  return useQuery<T, Fault>({
    queryKey: [path, query ?? {}, headers ?? {}],
    queryFn: ({ signal }) =>
      call<T>({
        path: path!,
        signal,
        ...(query === undefined ? {} : { query }),
        ...(headers === undefined ? {} : { headers }),
      }),
    enabled: enabled && path !== undefined,
    ...(every === undefined
      ? {}
      : {
          refetchInterval:
            typeof every === 'number' ? every : ({ state }: { state: { data: unknown } }) => every(state.data),
        }),
    ...(keep === true ? { placeholderData: keepPreviousData } : {}),
  })
}

/**
 * Changes something, and has everything asked for again whose path begins with one of `touches`. A try whose answer was
 * lost is repeated under the same request id, so that it is done once.
 */
export function useChange<Input = void, T = unknown>(
  requestOf: (input: Input) => Request,
  touches: readonly string[],
): UseMutationResult<T, Fault, Input> {
  const client = useQueryClient()
  const tried = useRef<{ readonly content: string; readonly id: string } | undefined>(undefined)
  return useMutation<T, Fault, Input>({
    mutationFn: (input) => {
      const request = requestOf(input)
      const content = JSON.stringify(request)
      if (tried.current?.content !== content) tried.current = { content, id: crypto.randomUUID() }
      return call<T>({ ...request, requestId: tried.current.id })
    },
    onSuccess: () => {
      tried.current = undefined
      return refresh(client, touches)
    },
    onError: (fault) => {
      if (fault.status !== 0) tried.current = undefined
    },
  })
}

/**
 * Has everything asked for again whose path begins with one of these. What is on its way was asked for before the change:
 * it is given up, since a first answer would otherwise be waited for and taken as the new state.
 */
export async function refresh(client: QueryClient, paths: readonly string[]): Promise<void> {
  const touched: QueryFilters = {
    predicate: ({ queryKey: [path] }) => typeof path === 'string' && paths.some((prefix) => path.startsWith(prefix)),
  }
  await client.cancelQueries(touched)
  await client.invalidateQueries(touched)
}
