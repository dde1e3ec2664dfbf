import type { Instant } from '../core/calendar/day.js'
import type { Cart, CartStatus, CheckedLine } from '../core/ordering/cart.js'
import { instantParameter, jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** What names a cart. */
export interface CartKey {
  readonly partnerId: string
  readonly customerId: string
  readonly cartId: string
}

export async function insertCart(session: Session, cart: Cart): Promise<void> {
  await session.query(
    `insert into cart (partner_id, cart_id, customer_id, status, lines, attested, created_at, modified_at, modified_by,
       expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      cart.partnerId,
      cart.cartId,
      cart.customerId,
      cart.status,
      jsonParameter(cart.lines),
      cart.attested,
      instantParameter(cart.createdAt),
      instantParameter(cart.modifiedAt),
      cart.modifiedBy,
      instantParameter(cart.expiresAt),
    ],
  )
}

/** A cart of a customer, or `undefined`. */
export function findCart(session: Session, key: CartKey): Promise<Cart | undefined> {
  return selectCart(session, key, '')
}

/** Like `findCart`, and nobody else changes or checks out the cart before the transaction ends. */
export function lockCart(session: Session, key: CartKey): Promise<Cart | undefined> {
  return selectCart(session, key, 'for update')
}

interface CartRow {
  readonly status: CartStatus
  readonly lines: readonly CheckedLine[]
  readonly attested: boolean | null
  readonly createdAt: Instant
  readonly modifiedAt: Instant
  readonly modifiedBy: string
  readonly expiresAt: Instant
}

async function selectCart(session: Session, key: CartKey, lock: string): Promise<Cart | undefined> {
  const { partnerId, customerId, cartId } = key
  const { rows } = await session.query<CartRow>(
    `select status, lines, attested, created_at as "createdAt", modified_at as "modifiedAt", modified_by as "modifiedBy",
       expires_at as "expiresAt"
     from cart where partner_id = $1 and cart_id = $2 and customer_id = $3 ${lock}`,
    [partnerId, cartId, customerId],
  )
  return rows[0] === undefined ? undefined : { partnerId, customerId, cartId, ...rows[0] }
}

/** Writes what may change of a cart. */
export async function updateCart(session: Session, cart: Cart): Promise<void> {
  await session.query(
    `update cart set status = $3, lines = $4, attested = $5, modified_at = $6, modified_by = $7, expires_at = $8
     where partner_id = $1 and cart_id = $2`,
    [
      cart.partnerId,
      cart.cartId,
      cart.status,
      jsonParameter(cart.lines),
      cart.attested,
      instantParameter(cart.modifiedAt),
      cart.modifiedBy,
      instantParameter(cart.expiresAt),
    ],
  )
}
