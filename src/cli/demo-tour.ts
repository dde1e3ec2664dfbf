import type { RunningApi } from '../api/main.js'
import type { DemoAccess, DemoEntrance } from '../app/demo-shop.js'

// biome-ignore lint/suspicious/noExplicitAny: what the API answers, read as a client reads it
type Json = any

/** What the demo is shown on: somebody who buys, something that was bought, and things that can be bought. */
export interface Tour {
  readonly clockAt: string
  /** Where the clock is on its way to, if it is. */
  readonly target: string | undefined
  readonly customer: { readonly id: string; readonly name: string }
  readonly subscription: { readonly id: string; readonly name: string; readonly quantity: number }
  readonly items: readonly { readonly catalogItemId: string; readonly [field: string]: unknown }[]
  /** Number of its newest invoice. */
  readonly invoice: string
}

/** Offers of the demo catalogue: one known by a GUID, and one by product and SKU. */
const LEGACY_OFFER = '0160f000-0ffe-7000-8000-00000000000e'
const PRODUCT = 'SUIT'

/** Asks the API, as a client would, for what the commands that are printed are about; `undefined` where there is nothing. */
export async function planTour(api: RunningApi, token: string): Promise<Tour | undefined> {
  const get = (path: string) => ask(api, token, 'GET', path)
  const clock = await get('/sandbox/clock')
  if (clock === undefined) return undefined
  const target = clock.state === 'advancing' ? clock.target : undefined
  const invoice = (await get('/invoices?size=1'))?.items[0]?.id ?? ''
  const customers = await get('/customers?size=50')
  for (const { id, companyProfile } of customers?.items ?? []) {
    const subscription = await changeable(api, token, id)
    if (subscription === undefined) continue
    const found = await get(`/customers/${id}/products/${PRODUCT}/skus/0001/availabilities`)
    const suite = found?.items[0]?.catalogItemId
    if (suite === undefined) continue
    const items = [
      { catalogItemId: LEGACY_OFFER, quantity: 5, billingCycle: 'monthly' },
      { catalogItemId: suite, quantity: 3, billingCycle: 'monthly', termDuration: 'P1Y' },
    ]
    const customer = { id, name: companyProfile.companyName }
    return { clockAt: clock.clockAt, target, customer, subscription, items, invoice }
  }
  return undefined
}

/** A subscription of a customer whose quantity can be raised at this moment. */
async function changeable(
  api: RunningApi,
  token: string,
  customerId: string,
): Promise<Tour['subscription'] | undefined> {
  const path = `/customers/${customerId}/subscriptions`
  const subscriptions = await ask(api, token, 'GET', path)
  for (const { id, friendlyName, quantity, status } of subscriptions?.items ?? []) {
    if (status !== 'active' || quantity < 2) continue
    const preview = await ask(api, token, 'POST', `${path}/${id}/preview`, { quantity: quantity + 2 })
    if (preview !== undefined && preview.charges.length > 0) return { id, name: friendlyName, quantity }
  }
  return undefined
}

async function ask(
  { server }: RunningApi,
  token: string,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Json | undefined> {
  const answer = await server.inject({
    method,
    url: `/v1${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { payload: body }),
  })
  return answer.statusCode === 200 ? answer.json() : undefined
}

export type TokenForm = Readonly<Record<string, string>>

export interface GrantedToken {
  readonly access_token: string
  /** Seconds. */
  readonly expires_in: number
}

/** The form by which a program gets a token, or somebody by the demo desk. */
export function tokenForm(access: DemoAccess, who: NonNullable<DemoEntrance['program']> | string): TokenForm {
  return typeof who === 'string'
    ? { grant_type: 'password', client_id: access.deskId, username: who, password: access.password }
    : { grant_type: 'client_credentials', client_id: who.applicationId, client_secret: who.secret }
}

/** A token, got as everybody gets one; `undefined` where the sign-in was changed meanwhile. */
export async function tokenOf({ server }: RunningApi, form: TokenForm): Promise<GrantedToken | undefined> {
  const answer = await server.inject({
    method: 'POST',
    url: '/common/oauth2/v2.0/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
  return answer.statusCode === 200 ? answer.json<GrantedToken>() : undefined
}
