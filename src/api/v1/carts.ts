import { type CartContent, createCart, readCart, replaceCart } from '../../app/cart.js'
import { checkOutCart } from '../../app/check-out-cart.js'
import { currentCatalog } from '../../app/current-catalog.js'
import { reviewCart } from '../../app/review-cart.js'
import { type Cart, flatten } from '../../core/ordering/cart.js'
import { accept, type Outcome, refuse } from '../../core/refusal.js'
import { type Call, endpoint } from '../endpoint.js'
import { cartBody, cartParams, cartReviewSchema, cartSchema, checkoutSchema } from '../schema/cart.js'
import { orderListParams } from '../schema/order.js'
import { presentCart, presentCheckout, presentReview } from './present-cart.js'
import { readCartLines } from './read-cart.js'

const GROUP = 'Carts'
const ROOT = '/v1/customers/:customerId/carts'
/** Contract code of input a purchase cannot be made from. */
const INVALID_INPUT = 800002

export const CART_ENDPOINTS = [
  endpoint({
    id: 'create-cart',
    method: 'POST',
    path: ROOT,
    group: GROUP,
    summary: 'Create a cart; lines that cannot be bought say why',
    capability: 'order.create',
    params: orderListParams,
    body: cartBody,
    invalidCode: INVALID_INPUT,
    response: cartSchema,
    status: 201,
    handle: async (call) => {
      const content = contentOf(call.body)
      if (!content.ok) return content
      return present(call, await createCart(call, call.account!, call.params.customerId, content.value, call.cartDays))
    },
  }),
  endpoint({
    id: 'get-cart',
    method: 'GET',
    path: `${ROOT}/:cartId`,
    group: GROUP,
    summary: 'Get a cart',
    capability: 'order.read',
    params: cartParams,
    response: cartSchema,
    handle: async (call) => present(call, await readCart(call, call.params.customerId, call.params.cartId)),
  }),
  endpoint({
    id: 'update-cart',
    method: 'PUT',
    path: `${ROOT}/:cartId`,
    group: GROUP,
    summary: 'Replace the lines of a cart',
    capability: 'order.create',
    params: cartParams,
    body: cartBody,
    invalidCode: INVALID_INPUT,
    response: cartSchema,
    status: 201,
    handle: async (call) => {
      const content = contentOf(call.body)
      if (!content.ok) return content
      const { customerId, cartId } = call.params
      return present(call, await replaceCart(call, call.account!, customerId, cartId, content.value))
    },
  }),
  endpoint({
    id: 'review-cart',
    method: 'GET',
    path: `${ROOT}/:cartId/review`,
    group: GROUP,
    summary: 'Show the exact first charges a cart would bring about (ours)',
    capability: 'order.create',
    params: cartParams,
    response: cartReviewSchema,
    handle: async (call) => {
      const { customerId, cartId } = call.params
      const review = await reviewCart(call, call.account!, customerId, cartId)
      return review.ok ? accept(presentReview(customerId, review.value)) : review
    },
  }),
  endpoint({
    id: 'checkout-cart',
    method: 'POST',
    path: `${ROOT}/:cartId/checkout`,
    group: GROUP,
    summary: 'Order what is in a cart, one order for each order group and billing cycle',
    capability: 'order.create',
    params: cartParams,
    response: checkoutSchema,
    status: 201,
    handle: async (call) => {
      const done = await checkOutCart(call, call.account!, call.params.customerId, call.params.cartId)
      return done.ok ? accept(presentCheckout(done.value)) : done
    },
  }),
]

function contentOf(body: Parameters<typeof readBody>[0]): Outcome<CartContent> {
  const content = readBody(body)
  const nameless = flatten(content.lines).find((line) => line.item === '')
  return nameless === undefined
    ? accept(content)
    : refuse('catalog-item-missing', { line: nameless.id, field: 'catalogItemId' })
}

function readBody(body: (typeof cartBody)['_output']): CartContent {
  return { lines: readCartLines(body.lineItems), attested: body.partnerOnRecordAttestationAccepted ?? null }
}

async function present(call: Pick<Call<never, never, never>, 'session'>, cart: Outcome<Cart>) {
  if (!cart.ok) return cart
  return accept(presentCart(cart.value, await currentCatalog(call.session)))
}
