import type { Page } from '@playwright/test'
import { startReceiver } from '../support/webhook-receiver.js'
import { expect, identify, look, open, test } from './support/portal.js'
import { type Ask, buy, newCustomer, signInAndAsk } from './support/shop.js'
import { type SmallServer, startSmallServer } from './support/small-server.js'

test.setTimeout(120_000)

/** The indirect provider of the demo, whose credit no other test needs. */
const DISTRIBUTOR = '0160f000-a000-7000-8000-000000000001'
const LANGUAGES = ['en', 'nl'] as const

const dialog = (page: Page) => page.getByRole('dialog').last()

interface Offer {
  readonly title: string
  readonly catalogItemId: string
  readonly terms: readonly { readonly billingCycle: string; readonly termDuration: string }[]
}

/** Puts offers into a cart, each with its billing cycle, and gives the path of its page. */
async function fillCart(ask: Ask, id: string, wanted: readonly (readonly [title: string, cycle: string])[]) {
  const { items } = await ask<{ items: Offer[] }>('GET', `/v1/customers/${id}/catalog?size=500`)
  const lineItems = wanted.map(([title, billingCycle], line) => {
    const { catalogItemId, terms } = items.find((offer) => offer.title === title)!
    const { termDuration } = terms.find((term) => term.billingCycle === billingCycle)!
    return { id: line, catalogItemId, quantity: 3, billingCycle, termDuration }
  })
  const cart = await ask<{ id: string }>('POST', `/v1/customers/${id}/carts`, { lineItems })
  return `/customers/${id}/cart/${cart.id}`
}

/** Opens the dialog that changes the number of licenses of a subscription, and types a number. */
async function typeQuantity(page: Page, subscription: string, quantity: string): Promise<void> {
  await open(page, subscription)
  await page
    .getByRole('button', { name: /^(Change quantity|Aantal wijzigen)$/ })
    .first()
    .click()
  await dialog(page).getByRole('spinbutton').fill(quantity)
}

const PARTIAL = {
  en: {
    buy: 'Buy',
    buyFor: /^Buy for/,
    buyLess: /^Buy for €136\.08$/,
    reason: 'This offer is for education. Give the customer that segment first, if it is one of them.',
    segments: 'Customer’s segments',
    partly: 'Partly ordered',
    nothing: /^Nothing is charged for this/,
    again: 'Put into a new cart',
  },
  nl: {
    buy: 'Bestellen',
    buyFor: /^Bestellen voor/,
    buyLess: /^Bestellen voor €\s136,08$/,
    reason: 'Dit product is voor het onderwijs. Geef de klant eerst dat segment, als dat klopt.',
    segments: 'Segmenten van de klant',
    partly: 'Deels besteld',
    nothing: /^Hiervoor wordt niets berekend/,
    again: 'In een nieuwe winkelwagen leggen',
  },
} as const

for (const language of LANGUAGES) {
  const text = PARTIAL[language]

  test(`what became impossible is left out with its reason, and the rest is bought (${language})`, async ({ page }) => {
    const ask = await signInAndAsk(page, 'sales', { language })
    const { id } = await newCustomer(ask)
    const qualifications = `/v1/customers/${id}/qualifications`
    const school = { qualification: 'education', educationSegment: 'k12', website: 'x.example' }
    await ask('POST', qualifications, school)
    // The schools' suite and the mail share an order, until the customer is no school any more.
    const lines = [
      ['Office Suite for Schools', 'annual'],
      ['Mail Basic', 'annual'],
      ['Form Builder', 'annual'],
    ] as const
    const cart = await fillCart(ask, id, lines)
    await open(page, cart)
    await page.getByRole('button', { name: text.buy, exact: true }).click()
    await ask('POST', qualifications, { qualification: 'none' })
    await dialog(page).getByRole('button', { name: text.buyFor }).click()
    await expect(dialog(page).getByText(text.reason)).toBeVisible()
    await look(page, `edges-left-out-${language}`)
    await dialog(page).getByRole('button', { name: text.buyLess }).click()
    await expect(page.getByRole('heading', { name: text.partly })).toBeVisible()
    await expect(page.getByText(text.reason)).toBeVisible()
    await expect(page.getByText(text.nothing)).toBeVisible()
    await expect(page.getByRole('link', { name: text.segments })).toHaveAttribute('href', /tab=segments/)
    await expect(page.getByRole('link', { name: 'Mail Basic' })).toBeVisible()
    await look(page, `edges-partly-${language}`)
    // Also in another tab, which knows nothing of what was just done.
    const other = await page.context().newPage()
    await open(other, `${cart}/done`)
    await expect(other.getByText(text.reason)).toBeVisible()
    await other.close()
    await page.getByRole('button', { name: text.again }).click()
    await expect(page.getByRole('button', { name: text.buy, exact: true })).toBeDisabled()
    await ask('POST', qualifications, school)
    await page.reload()
    await expect(page.getByText(text.reason)).toBeHidden()
    await expect(page.getByRole('button', { name: text.buy, exact: true })).toBeEnabled()
  })
}

const CREDIT = {
  en: {
    limit: 'Your credit limit of US$1.00 is used up.',
    toBilling: 'Open the invoices',
    usedUp: /^Used up: nothing new can be bought/,
    role: 'Your role does not allow this.',
  },
  nl: {
    limit: 'Je kredietlimiet van US$ 1,00 is op.',
    toBilling: 'Facturen openen',
    usedUp: /^Op: je kunt niets nieuws kopen/,
    role: 'Je rol staat dit niet toe.',
  },
} as const

for (const language of LANGUAGES) {
  const text = CREDIT[language]

  test(`a credit limit that is used up is told before it refuses (${language})`, async ({ page, browser }) => {
    const ask = await signInAndAsk(page, 'distributor', { language })
    const staff = await browser.newPage()
    const askStaff = await signInAndAsk(staff, 'finance')
    const limit = (amount: number | null) =>
      askStaff('PUT', `/v1/platform/partners/${DISTRIBUTOR}/credit-limit`, { amount })
    const customer = await newCustomer(ask, { country: 'US' })
    const { subscription } = await buy(ask, customer, 'Mail Basic', 5)
    const cart = await fillCart(ask, customer.id, [['Mail Basic', 'annual']])
    await limit(1)
    try {
      await open(page, '/')
      await expect(page.getByRole('row').getByText(text.usedUp)).toBeVisible()
      await look(page, `edges-credit-home-${language}`)
      await open(page, cart)
      await expect(page.getByText(text.limit)).toBeVisible()
      await expect(page.getByRole('link', { name: text.toBilling })).toBeVisible()
      await look(page, `edges-credit-cart-${language}`)
      await typeQuantity(page, subscription, '9')
      await expect(dialog(page).getByText(text.limit)).toBeVisible()
      await expect(dialog(page).getByText(text.role)).toHaveCount(0)
      await expect(dialog(page).getByRole('link', { name: text.toBilling })).toBeVisible()
      await look(page, `edges-credit-change-${language}`)
    } finally {
      await limit(null)
      await staff.close()
    }
  })

  test(`a distributor says who sold a subscription (${language})`, async ({ page }) => {
    const ask = await signInAndAsk(page, 'distributor', { language })
    const customer = await newCustomer(ask, { country: 'US' })
    const { subscription } = await buy(ask, customer, 'Mail Basic', 5)
    await open(page, subscription)
    const section = page.getByRole('region', { name: /^(Support and setup|Ondersteuning en inrichting)$/ })
    await expect(section).toContainText(/No reseller|Geen reseller/)
    const change = section.getByRole('button', { name: /^(Change|Wijzigen)$/ }).last()
    await change.click()
    const save = dialog(page).getByRole('button', {
      name: /^(Change the partner of record|Geregistreerde partner wijzigen)$/,
    })
    await expect(save).toBeDisabled()
    await dialog(page).getByRole('combobox').selectOption({ label: 'Elm Street Computers (6048879)' })
    await look(page, `edges-partner-${language}`)
    await save.click()
    await expect(section).toContainText('Elm Street Computers (6048879)')
    await change.click()
    await expect(dialog(page).getByRole('combobox')).toHaveValue('6048879')
    await expect(save).toBeDisabled()
    await open(page, `/customers/${customer.id}?tab=overview`)
    await expect(page.getByText(/^(You sell to this customer|Je verkoopt aan deze klant)$/)).toBeVisible()
  })

  test(`a lost connection loses nothing, and does nothing by itself later (${language})`, async ({ page, context }) => {
    const offline = /^(This did not work|Dit is niet gelukt) (You are offline|Je bent offline)/
    const ask = await signInAndAsk(page, 'sales', { language })
    const customer = await newCustomer(ask)
    const { subscription } = await buy(ask, customer, 'Mail Basic', 5)
    await typeQuantity(page, subscription, '7')
    const save = dialog(page).getByRole('button', { name: /^(Change to|Wijzigen in) \d$/ })
    await expect(save).toBeEnabled()
    await context.setOffline(true)
    await save.click()
    await expect(dialog(page).getByText(offline)).toBeVisible()
    await look(page, `edges-offline-change-${language}`)
    await dialog(page).getByRole('spinbutton').fill('8')
    await expect(dialog(page).getByText(offline)).toHaveCount(1)
    await expect(save).toBeDisabled()
    await context.setOffline(false)
    await expect(save).toBeEnabled()
    await expect(dialog(page).getByText(offline)).toHaveCount(0)
    await save.click()
    await expect(dialog(page)).toBeHidden()
    const changed = await ask<{ quantity: number }>('GET', `/v1${subscription}`)
    expect(changed.quantity).toBe(8)

    const cart = await fillCart(ask, customer.id, [['Mail Basic', 'annual']])
    await open(page, cart)
    await page.getByRole('button', { name: PARTIAL[language].buy, exact: true }).click()
    const buyNow = dialog(page).getByRole('button', { name: PARTIAL[language].buyFor })
    await expect(buyNow).toBeVisible()
    await context.setOffline(true)
    await buyNow.click()
    await expect(dialog(page).getByText(offline)).toBeVisible()
    await look(page, `edges-offline-buy-${language}`)
    await context.setOffline(false)
    await buyNow.click()
    await expect(page.getByRole('heading', { name: /^(Ordered|Besteld)$/ })).toBeVisible()
  })

  test(`a sign-in that ends in the middle of a change is renewed beside it (${language})`, async ({
    page,
    context,
  }) => {
    const ask = await signInAndAsk(page, 'sales', { language })
    const customer = await newCustomer(ask)
    const { subscription } = await buy(ask, customer, 'Mail Basic', 5)
    await typeQuantity(page, subscription, '7')
    const save = dialog(page).getByRole('button', { name: /^(Change to|Wijzigen in) 7$/ })
    await expect(save).toBeEnabled()
    // As an administrator does who ends what somebody is signed in with.
    let isOver = true
    await context.route(/\/v1\/(?!portal\/configuration)|\/oauth2\/v2\.0\/token$/, (route) => {
      const isRenewal = route.request().postData()?.includes('grant_type=refresh_token') === true
      if (!isOver || (route.request().url().endsWith('/token') && !isRenewal)) return route.continue()
      if (isRenewal) return route.fulfill({ status: 400, json: { error: 'invalid_grant' } })
      return route.fulfill({ status: 401, json: { code: 900_401, description: 'The token was withdrawn.' } })
    })
    await save.click()
    const ended = page.getByRole('alertdialog')
    await expect(ended.getByText(/^(Your sign-in has ended|Je bent niet meer aangemeld)$/)).toBeVisible()
    await look(page, `edges-sign-in-ended-${language}`)
    isOver = false
    const opened = context.waitForEvent('page')
    await ended.getByRole('button', { name: /^(Sign in again|Opnieuw aanmelden)$/ }).click()
    const tab = await opened
    const closed = tab.waitForEvent('close')
    await identify(tab, 'sales')
    await closed
    await expect(ended).toBeHidden()
    await expect(page.getByRole('spinbutton')).toHaveValue('7')
    await expect(page.getByText(/(You were not signed in|Je was niet meer aangemeld)/)).toBeVisible()
    await save.click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByText(/(now has 7 licenses|heeft nu 7 licenties)/).first()).toBeVisible()
  })
}

test('who simulates signs in and finds the scenario again', async ({ page }) => {
  await open(page, '/simulate')
  await page.getByRole('textbox', { name: 'Price per license' }).fill('6.00')
  await expect(page).toHaveURL(/#\S+/)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await identify(page, 'sales')
  await expect(page.getByRole('link', { name: 'To the portal' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Price per license' })).toHaveValue('6.00')
})

test.describe('with settings of its own', () => {
  let server: SmallServer
  let before: readonly (string | undefined)[]

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(300_000)
    server = await startSmallServer(browser, {
      PRORATA_OPEN_SIMULATION: 'false',
      PRORATA_WEBHOOK_HTTP: 'true',
      PRORATA_WEBHOOK_PRIVATE: 'true',
      PRORATA_WEBHOOK_PORTS: 'any',
    })
    before = [process.env['PORTAL'], process.env['PORTAL_PASSWORD']]
    process.env['PORTAL'] = server.address
    process.env['PORTAL_PASSWORD'] = server.password
  })

  test.afterAll(async () => {
    process.env['PORTAL'] = before[0]
    process.env['PORTAL_PASSWORD'] = before[1]
    await server.end()
  })

  for (const language of LANGUAGES) {
    test(`simulating is for who has signed in, and a link leads back to it (${language})`, async ({ page }) => {
      await page.addInitScript((chosen) => localStorage.setItem('prorata.language', chosen), language)
      await open(page, '/')
      await expect(page.getByRole('button', { name: /^(Sign in|Aanmelden)$/ })).toBeVisible()
      await expect(page.getByRole('link', { name: /^(Simulate|Simuleren)$/ })).toHaveCount(0)
      const shared = await sharedScenario()
      await open(page, `/simulate#${shared}`)
      await expect(page.getByText(/^(Simulating needs a sign-in here|Simuleren kan hier alleen als)/)).toBeVisible()
      await look(page, `edges-simulate-closed-${language}`)
      await page
        .getByRole('main')
        .getByRole('button', { name: /^(Sign in|Aanmelden)$/ })
        .click()
      await identify(page, server.administrator)
      await expect(page).toHaveURL(`${server.address}/portal/simulate#${shared}`)
      await expect(page.getByRole('heading', { name: /2026$/ }).first()).toBeVisible()
    })
  }

  test('a webhook is told of a test and of a change, and again where it could not take it', async ({ page }) => {
    test.setTimeout(300_000)
    const receiver = await startReceiver()
    const ask = await signInAndAsk(page, server.administrator)
    const customer = await newCustomer(ask)
    const { subscription } = await buy(ask, customer, 'Mail Basic', 5)
    await open(page, '/account?tab=webhooks')
    await page.getByRole('button', { name: 'Register a webhook' }).click()
    await dialog(page).getByLabel('Address (https)').fill(`${receiver.url}/pc`)
    await dialog(page).getByRole('button', { name: 'Register a webhook' }).click()
    await page.getByRole('button', { name: 'I have it' }).click()
    await sendTest(page)
    const log = page.getByRole('table', { name: 'Delivery log' })
    await expect(log.getByRole('row', { name: /test-created/ })).toContainText('Delivered')
    expect(receiver.received.map(({ path }) => path)).toEqual(['/pc'])
    await typeQuantity(page, subscription, '7')
    await dialog(page).getByRole('button', { name: 'Change to 7' }).click()
    await expect(dialog(page)).toBeHidden()
    await open(page, '/account?tab=webhooks')
    await page.getByRole('button', { name: 'Delivery log' }).click()
    await expect(log.getByRole('row', { name: /subscription-updated/ })).toContainText('Delivered')
    expect(JSON.parse(receiver.received.at(-1)!.body)).toMatchObject({
      EventName: 'subscription-updated',
      ResourceUri: `${server.address}/v1${subscription}`,
    })
    receiver.answers.push(503)
    await sendTest(page)
    const failed = log.getByRole('row', { name: /test-created/ }).first()
    await expect(failed).toContainText('Under way')
    await expect(failed).toContainText('answered 503')
    await look(page, 'edges-webhook-under-way')
    // The second attempt is made by itself after 30 to 60 seconds, and the page tells without being asked.
    await expect(failed).toContainText('Delivered', { timeout: 120_000 })
    await expect(failed).toContainText('Attempt 2')
    await look(page, 'edges-webhook-log')
    await page.evaluate(() => localStorage.setItem('prorata.language', 'nl'))
    await page.reload()
    const told = page
      .getByRole('table', { name: 'Verzendlogboek' })
      .getByRole('row', { name: /test-created/ })
      .first()
    await expect(told).toContainText('Aangekomen')
    await expect(told).toContainText('beantwoord met 503')
    await look(page, 'edges-webhook-log-nl')
    await receiver.close()
  })
})

/** Has a test event sent, which opens the log. */
async function sendTest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send a test event' }).click()
  await dialog(page).getByRole('button', { name: 'Send a test event' }).click()
  await expect(dialog(page)).toBeHidden()
}

/** A scenario as it is in links: deflated, in base64url. */
async function sharedScenario(): Promise<string> {
  const { packed } = await import('../../src/web/simulate/share.js')
  return packed(
    JSON.stringify({
      title: 'Shared',
      profile: 'license',
      currency: 'EUR',
      billingDay: 15,
      offer: { term: 'P1Y', billingCycle: 'monthly', unitPrice: '6.00', pricePer: 'P1M' },
      events: [{ on: '2026-01-13', type: 'purchase', quantity: 2 }],
      until: '2026-02-15',
    }),
  )
}
