import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'

/** People of the demo (src/app/demo-accounts.ts). */
export const PEOPLE = {
  admin: 'admin@birch.example',
  sales: 'sales@birch.example',
  billing: 'billing@birch.example',
  agent: 'agent@birch.example',
  otherAdmin: 'admin@cedar.example',
  distributor: 'admin@alder.example',
  reseller: 'admin@elmstreet.example',
  operator: 'operator@provider.example',
  finance: 'finance@provider.example',
  auditor: 'auditor@provider.example',
} as const

/** Somebody of the demo, or the mail address of somebody else. */
export type Person = keyof typeof PEOPLE | `${string}@${string}`

function nameOf(person: Person): string {
  return Object.hasOwn(PEOPLE, person) ? PEOPLE[person as keyof typeof PEOPLE] : person
}

export interface Visit {
  /** Language of the browser; English. */
  readonly language?: 'en' | 'nl'
}

/** A test whose page fails it by whatever the browser reports as an error. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      // Refusals of the server are what some tests are about.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) errors.push(message.text())
    })
    await use(page)
    expect(errors, 'errors of the browser').toEqual([])
  },
})

export { expect }

/** Signs somebody in through the pages, as a person does, and ends at the home page. */
export async function signIn(page: Page, person: Person, { language = 'en' }: Visit = {}): Promise<void> {
  await page.addInitScript((chosen) => {
    if (localStorage.getItem('prorata.language') === null) localStorage.setItem('prorata.language', chosen)
  }, language)
  await page.goto(addressOf('/'))
  await page.getByRole('button', { name: /^(Sign in|Aanmelden)$/ }).click()
  await identify(page, person)
  await page.waitForURL(addressOf('/'))
}

/** Says who somebody is, on the page on which people do. */
export async function identify(page: Page, person: Person): Promise<void> {
  await page.locator('input[name=name]').fill(nameOf(person))
  await page.locator('input[name=password]').fill(process.env['PORTAL_PASSWORD']!)
  await page.locator('form button').click()
}

/** Signs out by the keyboard. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Signed in as|Aangemeld als)/ }).click()
  await page.getByRole('menuitem', { name: /^(Sign out|Afmelden)$/ }).press('Enter')
  await expect(page.getByRole('button', { name: /^(Sign in|Aanmelden)$/ })).toBeVisible()
}

/** Opens a page of the portal by its path, such as `/customers`. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(addressOf(path))
}

function addressOf(path: string): string {
  return `${process.env['PORTAL']}/portal${path}`
}

const WIDTHS = [360, 1280, 2560]
const HEIGHT = 900

/**
 * Looks at a page as it stands: no violation axe can find, nothing wider than the window at three widths, and a picture of
 * each in out/portal/pictures, to be looked at.
 */
export async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT })
    await page.screenshot({ path: `out/portal/pictures/${name}-${width}.png`, animations: 'disabled' })
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(excess, `${name} at ${width} pixels`).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize({ width: 1280, height: HEIGHT })
  // Where focus leaves a dialog there are elements of Fluent's that nobody sees or hears.
  const { violations } = await new AxeBuilder({ page }).exclude('[data-tabster-dummy]').analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}
