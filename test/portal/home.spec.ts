import { expect, look, open, signIn, test } from './support/portal.js'

test('a partner sees how the account stands, and finds the invoices of a month', async ({ page }) => {
  await signIn(page, 'billing')
  await expect(page.getByRole('heading', { name: 'Home of Birch Digital' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Needs attention' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText('To pay in EUR')
  await expect(page.getByRole('region', { name: 'Next invoices' })).toContainText('Recurring')
  const spend = page.getByRole('region', { name: 'Billed by month' })
  await expect(spend.getByRole('figure', { name: 'Billed by month' })).toBeVisible()
  await look(page, 'home-partner')
  await spend.getByRole('button', { name: 'Billed by month: As a table' }).click()
  await spend.getByRole('button', { name: 'June 2019' }).click()
  await expect(spend.getByRole('heading', { name: 'Invoices of June 2019' })).toBeVisible()
  await expect(page).toHaveURL(/month=2019-06/)
  await page.reload()
  await expect(spend.getByRole('heading', { name: 'Invoices of June 2019' })).toBeVisible()
  await expect(spend.getByRole('link').first()).toHaveAttribute('href', /\/billing\/invoices\/[DG]\d+/)
})

test('a reseller sees its customers, and no money', async ({ page }) => {
  await signIn(page, 'reseller', { language: 'nl' })
  await expect(page.getByRole('region', { name: 'Klanten' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Saldo' })).toHaveCount(0)
  await look(page, 'home-reseller-nl')
})

test('the provider sees what waits for somebody', async ({ page }) => {
  await signIn(page, 'finance')
  await expect(page.getByRole('heading', { name: 'The provider' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Last billing run' })).toContainText('Completed')
  await expect(page.getByRole('region', { name: 'Waiting for somebody' })).toBeVisible()
  await look(page, 'home-provider')
})

test('somebody who signs in elsewhere comes back to the month that was shared', async ({ page }) => {
  await signIn(page, 'admin', { language: 'nl' })
  await open(page, '/?month=2019-05&months=24')
  await expect(page.getByRole('heading', { name: 'Facturen van mei 2019' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Periode' })).toContainText('24 maanden')
})
