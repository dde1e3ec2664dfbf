import { expect, type Page } from '@playwright/test'
import { look as lookAt, open } from './portal.js'

/** Looks at a page once the notices over it have gone. */
export async function look(page: Page, name: string): Promise<void> {
  await expect(page.locator('.fui-Toast')).toHaveCount(0)
  await lookAt(page, name)
}

/** A network id nobody else has. */
export const unique = () => `${Date.now() % 1_000_000_000}`

export async function createPartner(page: Page, name: string, number: string): Promise<void> {
  await open(page, '/provider/partners')
  await page.getByRole('button', { name: 'Create partner' }).click()
  const form = page.getByRole('dialog', { name: 'Create a partner' })
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await form.getByLabel('Network id').fill(number)
  await form.getByLabel('Domain name').fill(`p${number}.example`)
  await form.getByLabel('Country').selectOption('Netherlands')
  await form.getByRole('button', { name: 'Create partner' }).click()
  await page.getByRole('link', { name: `To the page of ${name}` }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** Chooses a partner by a part of its name in a field that is labelled so in both languages. */
export async function choosePartner(within: Pick<Page, 'getByRole'>, page: Page, part: string): Promise<void> {
  const field = within.getByRole('combobox', { name: /partner/i })
  await field.click()
  await field.fill(part)
  await page.getByRole('option', { name: new RegExp(part) }).click()
}
