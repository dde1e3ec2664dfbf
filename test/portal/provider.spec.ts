import { choosePartner, createPartner, look, unique } from './support/console.js'
import { expect, open, signIn, test } from './support/portal.js'

test('the operator creates a partner, makes it a sandbox and sets its clock forward', async ({ page }) => {
  await signIn(page, 'operator')
  const number = unique()
  const name = `Larch ${number}`
  await createPartner(page, name, number)
  await page.getByRole('button', { name: 'Make it a sandbox' }).click()
  const form = page.getByRole('dialog', { name: 'Make it a sandbox' })
  await form.getByLabel('Its clock begins on').fill('2030-01-10')
  await form.getByRole('button', { name: 'Make it a sandbox' }).click()
  await expect(page.getByText('10 Jan 2030, 00:00 UTC', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Set the clock forward' }).click()
  const advance = page.getByRole('dialog', { name: 'Set the clock forward' })
  await advance.getByLabel('Forward to').fill('2030-02-02')
  await advance.getByRole('button', { name: 'Set the clock forward' }).click()
  await expect(page.getByText('2 Feb 2030, 00:00 UTC', { exact: true })).toBeVisible({ timeout: 30_000 })
  await expect(advance).toBeHidden()
  await look(page, 'provider-partner')
  await open(page, `/provider/partners?search=${number}`)
  await expect(page.getByRole('link', { name })).toBeVisible()
  await look(page, 'provider-partners')
})

test('what is missing in a form is said, and what was typed stays', async ({ page }) => {
  await signIn(page, 'operator')
  await open(page, '/provider/partners')
  await page.getByRole('button', { name: 'Create partner' }).click()
  const form = page.getByRole('dialog', { name: 'Create a partner' })
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Half a partner')
  await form.getByRole('button', { name: 'Create partner' }).click()
  await expect(form.getByText('Fill in this field.').first()).toBeVisible()
  await form.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Create partner' }).click()
  await expect(form.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Half a partner')
  await look(page, 'provider-create-partner')
})

test('finance gives a partner a discount and ends it, and sees that the agreement is signed', async ({ page }) => {
  await signIn(page, 'finance')
  await open(page, '/provider/partners?search=Alder')
  await page.getByRole('link', { name: /Alder/ }).first().click()
  await expect(page.getByRole('region', { name: 'Vetting and agreement' })).toContainText('Signed')
  const section = page.getByRole('region', { name: 'Discounts and partner prices' })
  await section.getByRole('button', { name: 'Give a discount' }).click()
  const code = `TEST${unique()}`
  const form = page.getByRole('dialog')
  await form.getByLabel('Percent', { exact: true }).fill('2,5')
  await form.getByLabel('Code on invoice lines').fill(code)
  await form.getByLabel('Description on invoices').fill('Only a test')
  await form.getByLabel('First day', { exact: true }).fill('2099-01-01')
  await look(page, 'provider-give-discount')
  await form.getByRole('button', { name: 'Give a discount' }).click()
  const row = section.getByRole('row', { name: new RegExp(code) })
  await expect(row).toContainText('2.5% off')
  await expect(row).toContainText('To come')
  await look(page, 'provider-discounts')
  await row.getByRole('button', { name: `End ${code}` }).click()
  await form.getByLabel('First day without it').fill('2099-02-01')
  await form.getByRole('button', { name: 'End', exact: true }).click()
  await expect(row).toContainText('from 1 Jan 2099 until 1 Feb 2099')
})

test('finance sees what a credit would issue before it is issued, and closes it again', async ({ page }) => {
  await signIn(page, 'finance')
  await open(page, '/provider/invoices')
  await expect(page.getByText('Choose a partner to see what belongs to it.')).toBeVisible()
  await choosePartner(page, page, 'Birch')
  await page.getByRole('link', { name: 'D000000055' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Invoice D000000055' })).toBeVisible()
  await look(page, 'provider-invoice')
  await page.getByRole('button', { name: 'Credit', exact: true }).click()
  const form = page.getByRole('dialog', { name: 'Credit D000000055' })
  await form.getByLabel('Reason').selectOption({ label: 'Goodwill' })
  await form.getByLabel('What is credited').selectOption({ label: 'A line' })
  await form.getByLabel('Line of the invoice').selectOption({ index: 1 })
  await form.getByLabel('How much').selectOption({ label: 'An amount before tax' })
  await form.getByLabel('Amount before tax').fill('10,00')
  await form.getByRole('button', { name: 'See the documents' }).click()
  await expect(form.getByText('Credit note: -€12.10 with tax')).toBeVisible()
  await look(page, 'provider-credit')
  await form.getByRole('button', { name: 'Cancel' }).click()
  await expect(form).toBeHidden()
})

test('finance imports a bank statement and sets an entry aside', async ({ page }) => {
  await signIn(page, 'finance')
  const number = unique()
  await open(page, '/provider/payments')
  await page.getByRole('button', { name: 'Import CSV' }).click()
  const form = page.getByRole('dialog', { name: 'Import CSV' })
  await form.getByLabel('File').setInputFiles({
    name: 'statement.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`booked_on,amount,currency,payer,remittance\n2019-07-31,12.34,EUR,Payer ${number},deposit\n`),
  })
  await form.getByLabel('Bank account').fill('NL91ABNA0417164300')
  await form.getByRole('button', { name: 'Import CSV' }).click()
  await expect(form.getByText('1 entry was imported')).toBeVisible()
  await form.getByRole('button', { name: 'Close' }).click()
  const row = page.getByRole('row', { name: new RegExp(`Payer ${number}`) })
  await expect(row.getByText('€12.34')).toBeVisible()
  await look(page, 'provider-payments')
  await row.getByRole('button', { name: /^Set €12.34/ }).click()
  const aside = page.getByRole('dialog', { name: `Set €12.34 of Payer ${number} aside` })
  await aside.getByLabel('Reason').fill('A deposit of the owner')
  await aside.getByRole('button', { name: 'Set aside' }).click()
  await expect(row).toBeHidden()
  await open(page, '/provider/payments?state=ignored')
  await expect(page.getByRole('row', { name: new RegExp(`Payer ${number}`) })).toContainText('A deposit of the owner')
})

test('the operator proposes an adjustment of a new partner, and finance approves it', async ({ page, browser }) => {
  await signIn(page, 'operator')
  const number = unique()
  await createPartner(page, `Rowan ${number}`, number)
  await page.getByRole('button', { name: 'Propose an adjustment' }).click()
  const form = page.getByRole('dialog', { name: 'Propose an adjustment' })
  await form.getByLabel('Amount in EUR, before tax').fill('125,50')
  await form.getByLabel('Text on the invoice').fill(`Goodwill ${number}`)
  await expect(form.getByText('The next invoice credits €125.50 before tax.')).toBeVisible()
  await form.getByRole('button', { name: 'Propose an adjustment' }).click()
  await expect(form).toBeHidden()
  const other = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await signIn(other, 'finance')
  await open(other, '/provider/approvals')
  const row = other.getByRole('row', { name: new RegExp(`Goodwill ${number}`) })
  await expect(row.getByText('-€125.50')).toBeVisible()
  await look(other, 'provider-approvals')
  await row.getByRole('button', { name: 'Approve' }).click()
  const decide = other.getByRole('dialog', { name: 'Approve' })
  await expect(decide.getByText(`Rowan ${number}: Goodwill ${number}, -€125.50 before tax`)).toBeVisible()
  await decide.getByRole('button', { name: 'Approve' }).click()
  await expect(row).toBeHidden()
  await other.close()
})

const PAGES = [
  ['/provider/billing-runs', 'Factureringsruns', 'runs'],
  ['/provider/billing-runs?tab=late', 'Factureringsruns', 'late'],
  ['/provider/invoices?tab=notes', 'Facturen', 'notes'],
  ['/provider/catalogue', 'Catalogus', 'catalogue'],
  ['/provider/catalogue?tab=profiles', 'Catalogus', 'profiles'],
  ['/provider/catalogue?tab=policies', 'Catalogus', 'policies'],
  ['/provider/catalogue/MAIL/0001', 'Mail Basic', 'sku'],
  ['/provider/taxes', 'Belastingen', 'taxes'],
  ['/provider/meters', 'Meters en tarieven', 'meters'],
  ['/provider/mails', 'E-mails', 'mails'],
  ['/provider/activity', 'Activiteit', 'activity'],
] as const

test('the auditor reads every page in Dutch and is offered no change', async ({ page }) => {
  await signIn(page, 'auditor', { language: 'nl' })
  for (const [path, title, name] of PAGES) {
    await open(page, path)
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await expect(page.getByRole('button', { name: /wijzigen|importeren|starten|verzenden/ })).toHaveCount(0)
    await look(page, `provider-${name}-nl`)
  }
})

test('the operator invites somebody in Dutch and gets a link that is shown once', async ({ page }) => {
  await signIn(page, 'operator', { language: 'nl' })
  await open(page, '/provider/staff')
  await page.getByRole('button', { name: 'Iemand uitnodigen' }).click()
  const form = page.getByRole('dialog', { name: 'Iemand uitnodigen' })
  const number = unique()
  await form.getByLabel('Naam', { exact: true }).fill(`Noor ${number}`)
  await form.getByRole('textbox').nth(1).fill(`noor${number}@provider.example`)
  await form.getByRole('checkbox', { name: 'Auditor' }).check()
  await form.getByRole('button', { name: 'Iemand uitnodigen' }).click()
  await expect(page.getByRole('textbox', { name: `Link voor Noor ${number}` })).toHaveValue(/\/sign-in\/password/)
  await look(page, 'provider-staff-nl')
})
