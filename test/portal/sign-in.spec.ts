import { expect, look, PEOPLE, test } from './support/portal.js'

const PASSWORD = () => process.env['PORTAL_PASSWORD']!
const home = () => `${process.env['PORTAL']}/portal/`

test('who types a wrong password is told so, keeps the name, and gets in with the right one', async ({ page }) => {
  await page.goto(home())
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: /^Sign in to / })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await look(page, 'signing-in')
  await page.getByLabel('Mail address').fill(PEOPLE.otherAdmin)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toHaveText('User name or password are wrong.')
  await expect(page.getByLabel('Mail address')).toHaveValue(PEOPLE.otherAdmin)
  await look(page, 'signing-in-refused')
  await page.getByLabel('Password').fill(PASSWORD())
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(home())
})

test('wie in het Nederlands werkt, meldt zich in het Nederlands aan', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('prorata.language', 'nl'))
  await page.goto(home())
  await page.getByRole('button', { name: 'Aanmelden' }).click()
  await expect(page.getByRole('heading', { name: /^Aanmelden bij / })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'nl')
  await page.getByLabel('E-mailadres').fill(PEOPLE.otherAdmin)
  await page.getByLabel('Wachtwoord').fill('niet het wachtwoord')
  await page.getByRole('button', { name: 'Aanmelden' }).click()
  await expect(page.getByRole('alert')).toHaveText('Het e-mailadres of het wachtwoord klopt niet.')
  await look(page, 'signing-in-nl')
  await page.getByLabel('Wachtwoord').fill(PASSWORD())
  await page.getByRole('button', { name: 'Aanmelden' }).click()
  await page.waitForURL(home())
})
