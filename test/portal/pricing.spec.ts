import { readFile } from 'node:fs/promises'
import { expect, look, open, signIn, test } from './support/portal.js'

const HEADER = 'ProductId,SkuId,TermDuration,BillingPlan,Currency,UnitPrice,ERP Price'
const SEGMENTS = ['education', 'government', 'nonprofit']

test('a partner finds what a product costs, and what changes', async ({ page }) => {
  await signIn(page, 'admin')
  await open(page, '/pricing')
  const prices = page.getByRole('table', { name: 'Pricing' })
  await expect(prices.getByRole('row', { name: /Backup Vault/ }).first()).toBeVisible()
  await look(page, 'pricing')
  await page.getByRole('searchbox', { name: 'Find' }).fill('cloud plan')
  await expect(prices.getByRole('row', { name: /Cloud Plan.*By usage/ })).toBeVisible()
  await page.getByLabel('Month').selectOption({ label: 'January 2019' })
  await page.getByLabel('Change').selectOption({ label: 'Changed' })
  await page.getByRole('searchbox', { name: 'Find' }).fill('mail:0001')
  await expect(prices.getByRole('row', { name: /MAIL:0001.*Changed/ }).first()).toBeVisible()
  await expect(prices.getByRole('row', { name: /Unchanged/ })).toHaveCount(0)
  await expect(page).toHaveURL(/month=.*2019-01/)
  await page.getByRole('button', { name: 'Download' }).click()
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'With terms, billing plans and publishers' }).click(),
  ])
  expect(csv.suggestedFilename()).toBe('prices-NL-2019-01-commercial.csv')
  const lines = (await readFile(await csv.path(), 'utf8')).trim().split('\r\n')
  expect(lines.slice(1).every((line) => line.includes(',MAIL,0001,'))).toBe(true)
  await page.getByRole('button', { name: 'Download' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Licenses', exact: true }).click(),
  ])
  expect(download.suggestedFilename()).toBe('updatedlicensebased-NL-history-2019-01.zip')
})

test('een partner bekijkt de prijzen van de volgende maand', async ({ page }) => {
  await signIn(page, 'sales', { language: 'nl' })
  await open(page, '/pricing')
  await expect(page.getByRole('heading', { name: 'Prijzen' })).toBeVisible()
  await page.getByLabel('Maand').selectOption({ label: 'september 2019 – Vooruitblik' })
  await expect(page.getByText('Wat voor september 2019 in EUR is gepubliceerd')).toBeVisible()
  await look(page, 'pricing-nl')
})

test('an operator imports a draft, and finance looks at its effect and approves it', async ({ page, browser }) => {
  const draft = {
    segment: SEGMENTS[Math.floor(Math.random() * SEGMENTS.length)]!,
    price: (Math.random() * 90 + 10).toFixed(2),
  }
  await signIn(page, 'operator')
  await open(page, '/provider/price-lists')
  await expect(page.getByRole('heading', { name: 'Price lists' })).toBeVisible()
  await look(page, 'price-lists')
  await page.getByRole('link', { name: 'Import a file' }).click()
  await page.getByLabel('Segment').selectOption(draft.segment)
  const file = page.locator('input[type=file]')
  const csv = (lines: readonly string[]) => ({
    ...{ name: 'prices.csv', mimeType: 'text/csv', buffer: Buffer.from([HEADER, ...lines].join('\n')) },
  })
  await file.setInputFiles(csv(['NONE,0001,P1Y,Monthly,EUR,4.40,6.50', 'MAIL,0001,P1Y,Monthly,EUR,much,']))
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(page.getByText('2 lines cannot be taken in')).toBeVisible()
  await look(page, 'price-list-refused')
  await file.setInputFiles(csv([`MAIL,0001,P1Y,Monthly,EUR,${draft.price},99.99`]))
  await page.getByRole('button', { name: 'Check the file' }).click()
  await page.getByRole('button', { name: 'Import as draft' }).click()
  await expect(page.getByText('Somebody of finance has to approve it')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0)
  await look(page, 'price-list')
  const address = page.url()

  const finance = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await signIn(finance, 'finance')
  await finance.goto(address)
  await finance.getByRole('tab', { name: 'Effect on subscriptions' }).click()
  await expect(finance.getByRole('heading', { name: 'Renewals, in EUR' })).toBeVisible()
  await look(finance, 'price-list-effect')
  await finance.getByRole('button', { name: 'Approve' }).click()
  await finance.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await expect(finance.getByText('Preview', { exact: true })).toBeVisible()
})
