import { expect, look, open, signIn, test } from './support/portal.js'

/** The customer of the demo that has metered subscriptions (src/app/demo-usage.ts). */
const CUSTOMER = 'Brook Interiors 1'

test('an agent finds what a customer uses, day by day', async ({ page }) => {
  await signIn(page, 'sales')
  await open(page, '/usage')
  await expect(page.getByRole('region', { name: 'This month' })).toContainText('Customers with metered subscriptions')
  await look(page, 'usage')
  const search = page.getByRole('searchbox', { name: 'Search by name, domain or customer ID' })
  await search.fill('no such customer')
  await expect(page.getByText('No customer with usage, a budget or a metered subscription fits.')).toBeVisible()
  await look(page, 'usage-none')
  await page.getByRole('button', { name: 'Show all customers' }).click()
  await expect(search).toHaveValue('')
  await search.fill('INTERIORS 1')
  await expect(page).toHaveURL(/q=INTERIORS/)
  await page.reload()
  await expect(search).toHaveValue('INTERIORS 1')
  await page.getByRole('link', { name: CUSTOMER, exact: true }).click()
  await expect(page.getByRole('heading', { name: `Usage of ${CUSTOMER}` })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Budget' }).getByRole('button')).toHaveCount(0)
  await page.getByRole('link', { name: 'Cloud Plan' }).click()
  await expect(page.getByRole('heading', { name: 'Usage of Cloud Plan' })).toBeVisible()
  const daily = page.getByRole('region', { name: 'Day by day' })
  await expect(daily.getByText('June 2019')).toBeVisible()
  await expect(daily.getByRole('figure')).toBeVisible()
  await look(page, 'usage-subscription')
  await daily.getByRole('button', { name: 'Previous month' }).click()
  await expect(daily.getByText('May 2019')).toBeVisible()
  await expect(page).toHaveURL(/month=2019-05/)
})

test('a reseller sees quantities, and no prices', async ({ page }) => {
  await signIn(page, 'reseller')
  await open(page, '/usage')
  await expect(page.getByText('Choose a customer to see what it uses.')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Customers' })).toBeVisible()
  await page.getByRole('searchbox').fill('no such customer')
  await expect(page.getByText('No customer fits. Try a shorter part of the name.')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Customers' })).toHaveCount(0)
})
