import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { call } from '../wire/call.js'
import type { Fault } from '../wire/fault.js'
import { pathOf } from '../wire/path.js'
import { refresh, useChange } from '../wire/read.js'
import { type Checkout, moneyOf, type Review } from './cart-content.js'
import { cartPathOf, keepOrdered, rememberCart } from './open-cart.js'

type State =
  | { readonly step: 'idle' | 'busy' | 'done' }
  | { readonly step: 'refused'; readonly fault: Fault }
  /** Something costs other than was shown. */
  | { readonly step: 'changed'; readonly before: Review }
  /** Nothing of it could be ordered. */
  | { readonly step: 'none'; readonly errors: NonNullable<Checkout['orderErrors']> }

/** Orders a cart, once, and only for what was shown. */
export function useBuy(customerId: string, cartId: string) {
  const cartPath = cartPathOf(customerId, cartId)
  const reviewPath = `${cartPath}/review`
  const customerPath = pathOf`/v1/customers/${customerId}`
  const client = useQueryClient()
  const navigate = useNavigate()
  const [state, setState] = useState<State>({ step: 'idle' })
  const running = useRef(false)
  const touched = ['subscriptions', 'orders', 'catalog'].map((part) => `${customerPath}/${part}`)
  const { mutateAsync: checkOut } = useChange<void, Checkout>(
    () => ({ method: 'POST', path: `${cartPath}/checkout` }),
    [...touched, '/v1/account', '/v1/invoices', '/v1/portal'],
  )
  const order = async (shown: Review): Promise<State> => {
    const review = await call<Review>({ path: reviewPath })
    if (moneyOf(review) !== moneyOf(shown)) {
      client.setQueryData([reviewPath, {}, {}], review)
      return { step: 'changed', before: shown }
    }
    const checkout = await checkOut()
    if (checkout.orders.length === 0) {
      await refresh(client, [cartPath])
      return { step: 'none', errors: checkout.orderErrors ?? [] }
    }
    keepOrdered(cartId, { checkout, review })
    // What was not ordered is told by the cart.
    if (checkout.orderErrors !== undefined) await client.invalidateQueries({ queryKey: [cartPath] })
    rememberCart(customerId, undefined)
    await navigate({ to: `/customers/${customerId}/cart/${cartId}/done`, replace: true })
    return { step: 'done' }
  }
  const buy = async (shown: Review) => {
    if (running.current) return
    running.current = true
    setState({ step: 'busy' })
    setState(await order(shown).catch((fault: Fault): State => ({ step: 'refused', fault })))
    running.current = false
  }
  return {
    state,
    buy,
    reset: () => setState({ step: 'idle' }),
    isBusy: state.step === 'busy',
    isDone: state.step === 'done',
  }
}
