import { expect, look, open, signIn, test } from './support/portal.js'

test('a billing clerk finds the latest bill, asks why, narrows its lines and downloads it', async ({ page }) => {
  await signIn(page, 'billing')
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Billing' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Billing' })).toBeVisible()
  await expect(page.getByRole('table', { name: /^Bills of \d{4}$/ })).toBeVisible()
  await look(page, 'billing')
  await page.getByRole('tab', { name: 'One-time' }).click()
  await page.getByRole('tab', { name: 'Recurring' }).click()
  await page.getByRole('link', { name: 'Open the bill' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Invoice D\d+$/ })).toBeVisible()
  await expect(page.getByRole('table', { name: /^Lines of D/ })).toBeVisible()
  await look(page, 'billing-invoice')

  const why = page.getByRole('button', { name: /^Why / }).first()
  await why.click()
  const dialog = page.getByRole('dialog', { name: /^Why / })
  await expect(dialog.getByRole('table', { name: 'Calculation' })).toBeVisible()
  await look(page, 'billing-why')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(why).toBeFocused()

  await page.getByLabel('Show', { exact: true }).selectOption({ label: 'Totals by customer' })
  await page
    .getByRole('button', { name: /^Show the lines of / })
    .first()
    .click()
  await expect(page).toHaveURL(/customer=/)
  await expect(page.getByLabel('Subscription', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page).not.toHaveURL(/customer=/)

  await page.getByRole('button', { name: 'Download' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Licenses: CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/^D\d+-license-based-.*\.csv$/)
})

test('what is not invoiced yet has its lines and explanations, and the statement its balances', async ({ page }) => {
  await signIn(page, 'billing')
  await open(page, '/billing?show=unbilled')
  await expect(page.getByRole('table', { name: 'On the next recurring invoice' })).toBeVisible()
  await look(page, 'billing-unbilled')
  await page.getByRole('button', { name: /^Why / }).first().click()
  await expect(page.getByRole('dialog').getByRole('table', { name: 'Calculation' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: 'Statement' }).click()
  await expect(page.getByRole('table', { name: /^Statement of / })).toBeVisible()
  await look(page, 'billing-statement')
})

test('een boekhouder bekijkt betalingen en belastingen', async ({ page }) => {
  await signIn(page, 'billing', { language: 'nl' })
  await open(page, '/billing/payments')
  await expect(page.getByRole('table', { name: 'Betalingen' })).toBeVisible()
  await look(page, 'billing-payments-nl')
  await page.getByRole('link', { name: 'Belastingen' }).click()
  await expect(page.getByRole('heading', { name: 'Hoe je belast wordt' })).toBeVisible()
  await look(page, 'billing-taxes-nl')
})

test('een boekhouder zet een export klaar', async ({ page }) => {
  await signIn(page, 'billing', { language: 'nl' })
  await open(page, '/billing/exports')
  await page.getByRole('button', { name: 'Nieuwe export' }).click()
  const dialog = page.getByRole('dialog', { name: 'De regels van een periode exporteren' })
  await dialog.getByRole('button', { name: 'Export beginnen' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('table', { name: 'Exports' })).toBeVisible()
  await look(page, 'billing-exports-nl')
})

test('an agent asks for a credit, and is told why where the rules exclude it; what was typed stays', async ({
  page,
}) => {
  await signIn(page, 'admin')
  await open(page, '/billing/credit-requests')
  await page.getByRole('button', { name: 'Ask for a credit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ask for a credit' })
  await dialog.getByLabel('Customer', { exact: false }).last().selectOption({ index: 1 })
  const subscription = dialog.getByLabel('Subscription')
  await expect(subscription.getByRole('option').nth(1)).toBeAttached()
  await subscription.selectOption({ index: 1 })
  await dialog.getByLabel('Describe what happened').fill('Bought for the wrong customer.')
  await look(page, 'billing-credit-request')
  await dialog.getByRole('button', { name: 'Send the request' }).click()
  await expect(dialog.getByText('This did not work').or(page.getByText('The request was sent.'))).toBeVisible()
  if (await dialog.isVisible()) {
    await expect(dialog.getByLabel('Describe what happened')).toHaveValue('Bought for the wrong customer.')
  }
})
