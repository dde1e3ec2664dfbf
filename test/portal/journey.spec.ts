import type { Page } from '@playwright/test'
import { expect, look, signIn, signOut, test, type Visit } from './support/portal.js'

/** What the people of a journey read and press, in their language. */
interface Words {
  readonly language: NonNullable<Visit['language']>
  readonly customers: string
  readonly newCustomer: string
  readonly company: string
  readonly domain: string
  readonly country: string
  readonly netherlands: string
  readonly street: string
  readonly postalCode: string
  readonly city: string
  readonly firstName: string
  readonly lastName: string
  readonly mail: string
  readonly domainFree: string
  readonly create: string
  readonly toAgreement: string
  readonly accept: string
  readonly mayBuy: string
  readonly addSubscription: string
  readonly search: string
  readonly choose: string
  readonly licenses: string
  readonly toCart: string
  readonly review: string
  readonly buy: string
  readonly buyFor: RegExp
  readonly ordered: string
  readonly showSubscriptions: string
  readonly subscriptions: string
  readonly quantity: string
  readonly quantityField: string
  readonly changeTo: string
  readonly changed: string
  readonly suspend: string
  readonly suspended: RegExp
  readonly reactivate: string
  readonly active: RegExp
  readonly billing: string
  readonly unbilled: string
  readonly next: string
  readonly find: string
  readonly why: RegExp
  readonly calculation: string
}

const ENGLISH: Words = {
  language: 'en',
  customers: 'Customers',
  newCustomer: 'New customer',
  company: 'Company name',
  domain: 'Domain',
  country: 'Country',
  netherlands: 'Netherlands',
  street: 'Street and number',
  postalCode: 'Postal code',
  city: 'City',
  firstName: 'First name',
  lastName: 'Last name',
  mail: 'E-mail',
  domainFree: 'This domain is free.',
  create: 'Create customer',
  toAgreement: 'Record the agreement',
  accept: 'Record the acceptance',
  mayBuy: 'You can sell to this customer.',
  addSubscription: 'Add subscription',
  search: 'Search',
  choose: 'Choose Mail Plus',
  licenses: 'Licenses',
  toCart: 'Add to cart',
  review: 'Review and buy',
  buy: 'Buy',
  buyFor: /^Buy for €/,
  ordered: 'Ordered',
  showSubscriptions: 'Show the subscriptions',
  subscriptions: 'Subscriptions',
  quantity: 'Change quantity',
  quantityField: 'Number of licenses',
  changeTo: 'Change to 12',
  changed: 'Quantity changed to 12',
  suspend: 'Suspend',
  suspended: /It and its data are deleted on/,
  reactivate: 'Reactivate',
  active: /is active again/,
  billing: 'Billing',
  unbilled: 'Not yet invoiced',
  next: 'On the next recurring invoice',
  find: 'Find in the lines that are loaded',
  why: /^Why /,
  calculation: 'Calculation',
}

const DUTCH: Words = {
  language: 'nl',
  customers: 'Klanten',
  newCustomer: 'Nieuwe klant',
  company: 'Bedrijfsnaam',
  domain: 'Domein',
  country: 'Land',
  netherlands: 'Nederland',
  street: 'Straat en huisnummer',
  postalCode: 'Postcode',
  city: 'Plaats',
  firstName: 'Voornaam',
  lastName: 'Achternaam',
  mail: 'E-mail',
  domainFree: 'Dit domein is vrij.',
  create: 'Klant aanmaken',
  toAgreement: 'Overeenkomst vastleggen',
  accept: 'Acceptatie vastleggen',
  mayBuy: 'Je kunt aan deze klant verkopen.',
  addSubscription: 'Abonnement toevoegen',
  search: 'Zoeken',
  choose: 'Mail Plus kiezen',
  licenses: 'Licenties',
  toCart: 'In winkelwagen',
  review: 'Controleren en bestellen',
  buy: 'Bestellen',
  buyFor: /^Bestellen voor €/,
  ordered: 'Besteld',
  showSubscriptions: 'Abonnementen bekijken',
  subscriptions: 'Abonnementen',
  quantity: 'Aantal wijzigen',
  quantityField: 'Aantal licenties',
  changeTo: 'Wijzigen in 12',
  changed: 'Aantal gewijzigd in 12',
  suspend: 'Opschorten',
  suspended: /met zijn gegevens verwijderd/,
  reactivate: 'Opnieuw activeren',
  active: /is weer actief/,
  billing: 'Facturering',
  unbilled: 'Nog niet gefactureerd',
  next: 'Op de volgende terugkerende factuur',
  find: 'Zoeken in de geladen regels',
  why: /^Waarom /,
  calculation: 'Berekening',
}

const menu = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first()

async function createCustomer(page: Page, words: Words, name: string): Promise<void> {
  await menu(page, words.customers).click()
  await page.getByRole('link', { name: words.newCustomer, exact: true }).click()
  const fields: readonly (readonly [label: string, text: string])[] = [
    [words.company, name],
    [words.domain, `${name.toLowerCase().replaceAll(' ', '-')}.example.net`],
    [words.street, 'Markt 1'],
    [words.postalCode, '2801 JJ'],
    [words.city, 'Gouda'],
    [words.firstName, 'Ada'],
    [words.lastName, 'Jansen'],
    [words.mail, 'ada@journey.example.net'],
  ]
  await page.getByRole('combobox', { name: words.country }).selectOption(words.netherlands)
  for (const [label, text] of fields) await page.getByLabel(label).fill(text)
  await expect(page.getByText(words.domainFree)).toBeVisible()
  await page.getByRole('button', { name: words.create }).click()
  await page.getByRole('link', { name: words.toAgreement }).click()
  await page.getByRole('button', { name: words.accept }).click()
  await expect(page.getByText(words.mayBuy)).toBeVisible()
}

async function buyLicenses(page: Page, words: Words): Promise<void> {
  await page.getByRole('link', { name: words.addSubscription }).first().click()
  await page.getByRole('searchbox', { name: words.search }).fill('mail plus')
  await page.getByRole('button', { name: words.choose, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: words.licenses, exact: true }).fill('10')
  await dialog.getByRole('button', { name: words.toCart }).click()
  await page.getByRole('link', { name: words.review }).click()
  await button(page, words.buy).click()
  await dialog.getByRole('button', { name: words.buyFor }).click()
  await expect(page.getByRole('heading', { name: words.ordered })).toBeVisible()
}

async function changeAndPause(page: Page, words: Words): Promise<void> {
  const events = page.getByRole('list', { name: /^(Events|Gebeurtenissen)/ })
  await button(page, words.quantity).click()
  await page.getByLabel(words.quantityField).fill('12')
  await button(page, words.changeTo).click()
  await expect(events).toContainText(words.changed)
  await button(page, words.suspend).click()
  await page.getByRole('dialog').getByRole('button', { name: words.suspend }).click()
  await expect(page.getByText(words.suspended)).toBeVisible()
  await button(page, words.reactivate).click()
  await page.getByRole('dialog').getByRole('button', { name: words.reactivate }).click()
  await expect(page.getByText(words.active).last()).toBeVisible()
}

for (const words of [ENGLISH, DUTCH]) {
  const { language } = words
  test(`from a new customer to the charge a clerk asks about, by what is on the pages alone (${language})`, async ({
    page,
  }) => {
    test.slow()
    const name = `Journey ${language} ${crypto.randomUUID().slice(0, 8)}`
    await signIn(page, 'sales', words)
    await createCustomer(page, words, name)
    await buyLicenses(page, words)
    await page.getByRole('link', { name: words.showSubscriptions }).click()
    await page.getByRole('table', { name: words.subscriptions }).getByRole('link', { name: 'Mail Plus' }).click()
    await changeAndPause(page, words)
    await look(page, `journey-subscription-${language}`)

    await signOut(page)
    await signIn(page, 'billing', words)
    await menu(page, words.billing).click()
    await page.getByRole('tab', { name: words.unbilled }).click()
    const coming = page.getByRole('region', { name: words.next })
    await coming.getByRole('searchbox', { name: words.find }).fill(name)
    // The purchase; then the change: what was charged is given back, and charged anew with 12 licenses.
    await expect(coming.getByRole('button', { name: words.why })).not.toHaveCount(0)
    await look(page, `journey-unbilled-${language}`)
    await coming.getByRole('button', { name: words.why }).first().click()
    await expect(page.getByRole('dialog').getByRole('table', { name: words.calculation })).toBeVisible()
    await look(page, `journey-why-${language}`)
  })
}
