import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useSyncExternalStore } from 'react'
import { pathOf } from '../wire/path.js'
import { useChange, useRead } from '../wire/read.js'
import type { Cart, CartContent, Checkout, NewLine, Review } from './cart-content.js'
import { contentOf } from './cart-content.js'

const KEY = 'prorata.cart.'
const CHANGED = 'prorata.cart'
const DONE_KEY = 'prorata.ordered.'

/** Keeps which cart of a customer is being filled, for as long as the server keeps that cart. */
export function rememberCart(customerId: string, cartId: string | undefined): void {
  if (cartId === undefined) localStorage.removeItem(KEY + customerId)
  else localStorage.setItem(KEY + customerId, cartId)
  dispatchEvent(new Event(CHANGED))
}

function listen(changed: () => void): () => void {
  for (const event of [CHANGED, 'storage']) addEventListener(event, changed)
  return () => {
    for (const event of [CHANGED, 'storage']) removeEventListener(event, changed)
  }
}

/** The id of the cart that is being filled for a customer. */
export function useRememberedCart(customerId: string): string | undefined {
  return useSyncExternalStore(listen, () => localStorage.getItem(KEY + customerId) ?? undefined)
}

export function cartPathOf(customerId: string, cartId: string): string {
  return pathOf`/v1/customers/${customerId}/carts/${cartId}`
}

export function useCart(customerId: string, cartId: string | undefined) {
  return useRead<Cart>(cartId === undefined ? undefined : cartPathOf(customerId, cartId))
}

/** Changes what is in a cart, one change after the other; what the server found out about it is known at once. */
export function useCartChange(customerId: string, cartId: string) {
  const path = cartPathOf(customerId, cartId)
  const client = useQueryClient()
  const change = useChange<CartContent, Cart>((body) => ({ method: 'PUT', path, body }), [`${path}/review`])
  const { mutateAsync } = change
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const edit = useCallback(
    (edited: (content: CartContent) => CartContent): void => {
      const key = keyOf(path)
      last.current = last.current.then(async () => {
        const cart = client.getQueryData<Cart>(key)
        if (cart !== undefined) client.setQueryData(key, await mutateAsync(edited(contentOf(cart))))
      })
      // What went wrong is told by `fault`; the next change starts from what the server has.
      last.current = last.current.catch(() => undefined)
    },
    [mutateAsync, client, path],
  )
  return { edit, isPending: change.isPending, fault: change.error }
}

/** Under which `useRead` keeps what it read without a query. */
function keyOf(path: string) {
  return [path, {}, {}]
}

/** Puts a line into the cart of a customer: the one that is being filled, or else a new one. */
export function useAddLine(customerId: string, cart: Cart | undefined) {
  const client = useQueryClient()
  const open = cart?.status === 'Active' ? cart : undefined
  const add = useChange<NewLine, Cart>(
    (line) =>
      open === undefined
        ? { method: 'POST', path: pathOf`/v1/customers/${customerId}/carts`, body: { lineItems: [line] } }
        : { method: 'PUT', path: cartPathOf(customerId, open.id), body: added(open, line) },
    open === undefined ? [] : [`${cartPathOf(customerId, open.id)}/review`],
  )
  return {
    add: async (line: NewLine) => {
      const changed = await add.mutateAsync(line)
      client.setQueryData(keyOf(cartPathOf(customerId, changed.id)), changed)
      rememberCart(customerId, changed.id)
      return changed
    },
    isPending: add.isPending,
    fault: add.error,
    reset: add.reset,
  }
}

function added(cart: Cart, line: NewLine): CartContent {
  const content = contentOf(cart)
  const participants = cart.lineItems[0]?.participants
  const sold = participants === undefined ? line : { ...line, participants }
  return { ...content, lineItems: [...content.lineItems, sold] }
}

/** What an order came to, with what it was to cost. */
export interface Ordered {
  readonly checkout: Checkout
  readonly review: Review
}

/** Keeps what an order came to, so that its page can be loaded again in the same tab. */
export function keepOrdered(cartId: string, ordered: Ordered): void {
  sessionStorage.setItem(DONE_KEY + cartId, JSON.stringify(ordered))
}

export function keptOrdered(cartId: string): Ordered | undefined {
  const text = sessionStorage.getItem(DONE_KEY + cartId)
  return text === null ? undefined : (JSON.parse(text) as Ordered)
}
