import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useNotify } from '../parts/notify.js'
import { useMay } from '../session/session.js'
import { call } from '../wire/call.js'
import type { Fault } from '../wire/fault.js'
import { useChange, useRead } from '../wire/read.js'
import { apiPath, type Choices, type Place, type Preview, portalPath, type Subscription, touchedBy } from './model.js'

/** A change of a subscription, as the server takes it. */
export interface Wish {
  readonly quantity?: number
  readonly status?: 'active' | 'suspended' | 'deleted'
  readonly friendlyName?: string
  readonly autoRenewEnabled?: boolean
  readonly billingCycle?: string
  readonly termDuration?: string
  readonly partnerId?: string
  readonly scheduledNextTermInstructions?: {
    readonly product: { readonly productId: string; readonly skuId: string } & Readonly<Record<string, string>>
    readonly quantity: number
  } | null
}

const PAUSE_MILLISECONDS = 250
const FRESH_MILLISECONDS = 20_000

/** A value once it has stood still for a moment. */
function useSettled<T>(value: T, key: string): { readonly value: T; readonly isSettled: boolean } {
  const [settled, setSettled] = useState({ value, key })
  useEffect(() => {
    if (key === settled.key) return
    const timer = setTimeout(() => setSettled({ value, key }), PAUSE_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [value, key, settled.key])
  return { value: settled.value, isSettled: settled.key === key }
}

export function useChoices(place: Place): UseQueryResult<Choices, Fault> {
  return useRead<Choices>(`${portalPath(place)}/choices`)
}

/** What a request that writes nothing answers to a body; kept and asked for again as what is read. */
export function useAsked<T>(path: string, body: object | undefined): UseQueryResult<T, Fault> & { isSettled: boolean } {
  const { value, isSettled } = useSettled(body, JSON.stringify(body ?? null))
  const asked = useQuery<T, Fault>({
    queryKey: [path, JSON.stringify(value ?? null)],
    queryFn: ({ signal }) => call<T>({ method: 'POST', path, body: value, signal }),
    enabled: value !== undefined,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MILLISECONDS,
  })
  return { ...asked, isSettled: isSettled && !asked.isPlaceholderData }
}

/** What a change would charge, for whoever may see what is charged; asked for where there is a wish. */
export function usePreview(place: Place, wish: Wish | undefined) {
  const may = useMay()
  return useAsked<Preview>(`${apiPath(place)}/preview`, may('charge.read') ? wish : undefined)
}

/**
 * Changes a subscription as it was shown: where it has changed since, nothing happens, and what it is now is fetched, so
 * that who looks at it can decide again.
 */
export function useSubscriptionChange(place: Place, subscription: Subscription, onDone: () => void) {
  const notify = useNotify()
  const path = apiPath(place)
  const change = useChange<{ readonly wish: Wish; readonly said: string }, Subscription>(
    ({ wish }) => ({ method: 'PATCH', path, body: { ...wish, attributes: { etag: subscription.attributes.etag } } }),
    touchedBy(place),
  )
  const { refetch } = useRead<Subscription>(path)
  return {
    busy: change.isPending,
    fault: change.error,
    reset: change.reset,
    carryOut: (wish: Wish, said: string) =>
      change.mutate(
        { wish, said },
        {
          onSuccess: () => {
            notify(said)
            onDone()
          },
          onError: ({ word }) => {
            if (word === 'stale-etag') void refetch()
          },
        },
      ),
  }
}
