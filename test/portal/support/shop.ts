import { expect, type Page } from '@playwright/test'
import { type Person, signIn, type Visit } from './portal.js'

/** Asks the API as whoever has signed in on a page. */
export type Ask = <T>(method: string, path: string, body?: object) => Promise<T>

/** Signs somebody in, and takes the token of the page from one of its own requests. */
export async function signInAndAsk(page: Page, person: Person, visit: Visit = {}): Promise<Ask> {
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.url().includes('/v1/') && one.headers()['authorization'] !== undefined),
    signIn(page, person, visit),
  ])
  const authorization = (await request.allHeaders())['authorization']!
  return async <T>(method: string, path: string, body?: object) => {
    const answer = await page.request.fetch(`${process.env['PORTAL']}${path}`, {
      method,
      headers: { authorization },
      ...(body === undefined ? {} : { data: body }),
    })
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
    return (await answer.json()) as T
  }
}

const PERSON = { firstName: 'Ida', lastName: 'Bakker' }
const ADDRESSES = {
  NL: {
    ...PERSON,
    country: 'NL',
    city: 'Utrecht',
    addressLine1: 'Voorbeeldlaan 12',
    postalCode: '3511 AB',
    phoneNumber: '0301234567',
  },
  US: {
    ...PERSON,
    country: 'US',
    state: 'OR',
    city: 'Portland',
    addressLine1: '12 Sample Lane',
    postalCode: '97205',
    phoneNumber: '5035550123',
  },
} as const

export interface NewCustomer {
  readonly id: string
  readonly name: string
}

/** A customer of a test's own; one that has accepted the agreement, unless it is not to. */
export async function newCustomer(
  ask: Ask,
  { agreed = true, country = 'NL' }: { readonly agreed?: boolean; readonly country?: keyof typeof ADDRESSES } = {},
): Promise<NewCustomer> {
  const mark = crypto.randomUUID().slice(0, 8)
  const name = `Harbour Books ${mark}`
  const email = 'ida@bakker.example.net'
  const { id } = await ask<{ id: string }>('POST', '/v1/customers', {
    companyProfile: { domain: `books-${mark}.example.net` },
    billingProfile: { email, culture: 'nl-NL', language: 'nl', companyName: name, defaultAddress: ADDRESSES[country] },
  })
  if (agreed) {
    const type = 'MicrosoftCustomerAgreement'
    const { items } = await ask<{ items: { templateId: string }[] }>('GET', `/v1/agreements?agreementType=${type}`)
    const { now } = await ask<{ now: string }>('GET', '/v1/portal/session')
    await ask('POST', `/v1/customers/${id}/agreements`, {
      primaryContact: { ...PERSON, email },
      templateId: items[0]!.templateId,
      dateAgreed: now,
      type,
    })
  }
  return { id, name }
}

interface Offer {
  readonly title: string
  readonly catalogItemId: string
  readonly terms: readonly { readonly termDuration: string; readonly billingCycle: string }[]
}

interface CheckedOut {
  readonly orders: readonly {
    readonly id: string
    readonly lineItems: readonly { readonly subscriptionId: string }[]
  }[]
}

/** Buys an offer by its title, monthly for a year where it is sold so; says the paths of its pages. */
export async function buy(ask: Ask, { id: customerId }: NewCustomer, title: string, quantity: number) {
  const customer = `/v1/customers/${customerId}`
  const { items } = await ask<{ items: Offer[] }>('GET', `${customer}/catalog?size=500`)
  const { catalogItemId, terms } = items.find((offer) => offer.title === title)!
  const { billingCycle, termDuration } =
    terms.find((term) => term.billingCycle === 'monthly' && term.termDuration === 'P1Y') ?? terms[0]!
  const line = { id: 0, catalogItemId, quantity, billingCycle, termDuration }
  const cart = await ask<{ id: string }>('POST', `${customer}/carts`, { lineItems: [line] })
  const { orders } = await ask<CheckedOut>('POST', `${customer}/carts/${cart.id}/checkout`, {})
  const { id, lineItems } = orders[0]!
  return {
    subscription: `/customers/${customerId}/subscriptions/${lineItems[0]!.subscriptionId}`,
    order: `/customers/${customerId}/orders/${id}`,
  }
}
