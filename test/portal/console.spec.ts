import { look, unique } from './support/console.js'
import { expect, open, signIn, test } from './support/portal.js'

/** One of them for each try: a country is registered for once. */
const COUNTRIES = ['FR', 'ES', 'IT', 'PT', 'PL', 'SE', 'FI', 'DK', 'IE', 'AT', 'CZ', 'HU']

test('de beheerder wijzigt de regels van een SKU, en krijgt te horen wat niet kan', async ({ page }) => {
  await signIn(page, 'operator', { language: 'nl' })
  await open(page, '/provider/catalogue/MLPL/0001')
  await page.getByRole('button', { name: 'Regels wijzigen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Regels wijzigen' })
  await dialog.getByLabel(/^Vereist/).fill('NIETS:0001')
  await dialog.getByRole('button', { name: 'Regels wijzigen' }).click()
  await expect(dialog.getByText(/NIETS:0001/).last()).toBeInViewport()
  await look(page, 'console-sku-nl')
  await dialog.getByLabel(/^Vereist/).fill('')
  await dialog.getByLabel('Grootste aantal').fill('8000')
  await dialog.getByRole('button', { name: 'Regels wijzigen' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('8.000').first()).toBeVisible()
})

test('the operator adds a publisher, and changes it', async ({ page }) => {
  const number = unique().slice(-6)
  await signIn(page, 'operator')
  await open(page, '/provider/catalogue?tab=publishers')
  await page.getByRole('button', { name: 'List a publisher' }).click()
  const dialog = page.getByRole('dialog')
  await look(page, 'console-publisher')
  await dialog.getByLabel('Publisher id').fill(`P${number}`)
  await dialog.getByLabel('Name', { exact: true }).fill(`Paper Mill ${number}`)
  await dialog.getByRole('button', { name: 'List a publisher' }).click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('row', { name: new RegExp(`Paper Mill ${number}`) })
  await row.getByRole('button', { name: /^Change/ }).click()
  await dialog.getByLabel('Name', { exact: true }).fill(`Paper Works ${number}`)
  await dialog.getByRole('button').last().click()
  await expect(page.getByRole('row', { name: new RegExp(`Paper Works ${number}`) })).toBeVisible()
})

test('finance legt een registratie vast en probeert een bestand met tarieven', async ({ page }) => {
  const number = unique()
  const country = COUNTRIES[Number(number) % COUNTRIES.length]!
  await signIn(page, 'finance', { language: 'nl' })
  await open(page, '/provider/taxes?tab=registrations')
  await page.getByRole('button', { name: 'Registratie vastleggen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Land').selectOption(country)
  await dialog.getByLabel('Nummer').fill(number)
  await dialog.getByRole('button', { name: 'Registratie vastleggen' }).click()
  const row = page.getByRole('row', { name: new RegExp(number) })
  await expect(row).toBeVisible()
  await row.getByRole('button', { name: 'Beëindigen' }).click()
  await look(page, 'console-registration-nl')
  await dialog.getByRole('button', { name: 'Beëindigen' }).click()
  await expect(dialog).toBeHidden()
  await open(page, '/provider/taxes?tab=rates')
  await page.getByRole('button', { name: 'Tarieven importeren' }).click()
  const header = 'country,region,tax_class,component,position,rate,valid_from,valid_to'
  const send = async (...lines: string[]) => {
    const buffer = Buffer.from(`${[header, ...lines].join('\n')}\n`)
    await dialog.getByLabel('Bestand').setInputFiles({ name: 'tarieven.csv', mimeType: 'text/csv', buffer })
    await dialog.getByRole('button', { name: 'Tarieven importeren' }).click()
  }
  await dialog.getByRole('checkbox').check()
  await send(`${country},,standard,Levy ${number},9,twintig,2019-01-01,`)
  await expect(dialog.getByText('Er is niets bewaard: het bestand bevat fouten.')).toBeVisible()
  await look(page, 'console-rates-nl')
  await dialog.getByRole('checkbox').uncheck()
  await dialog.getByRole('button', { name: 'Tarieven importeren' }).click()
  await expect(dialog.getByRole('listitem').getByText(/^regel 2, rate: .*twintig/)).toBeInViewport()
  await dialog.getByRole('checkbox').check()
  await send(`${country},,standard,Levy ${number},9,1.5,2019-01-01,`)
  await expect(dialog.getByText(/^Er is nog niets bewaard: 1 tarieven/)).toBeVisible()
  await dialog.getByRole('checkbox').uncheck()
  await dialog.getByRole('button', { name: 'Tarieven importeren' }).click()
  await expect(dialog.getByText(/^1 tarieven zijn nieuw/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Sluiten' }).click()
})

test('the auditor sees that the jobs are well', async ({ page }) => {
  await signIn(page, 'auditor')
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Jobs' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Jobs' })).toBeVisible()
  await expect(page.getByText(/^The jobs are worked on/)).toBeVisible()
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) })
  await expect(row('The jobs of each day')).toContainText('Nothing to do')
  await expect(page.getByText('The jobs of a day have never run here.')).toBeHidden()
  await look(page, 'console-jobs')
  await row('Mails').getByRole('link', { name: 'Mails' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Mails' })).toBeVisible()
})

test('een taak die mislukt staat er in het Nederlands met het probleem, en de pagina ververst zichzelf', async ({
  page,
}) => {
  const links = { self: { uri: '/platform/jobs', method: 'GET', headers: [] } }
  const common = { waiting: 0, working: 0, failed: 0, links: {}, attributes: { objectType: 'Job' } }
  const problem = { what: 'the answer was 500', date: '2026-03-10T09:00:00Z' }
  const failing = { ...common, kind: 'deliveries', state: 'failing', failed: 2, waiting: 3, problem }
  const idle = { ...common, kind: 'deliveries', state: 'idle', failed: 2, problem }
  let asked = 0
  await page.route('**/v1/platform/jobs', (route) => {
    asked += 1
    const items = [asked === 1 ? failing : idle]
    const attributes = { objectType: 'Collection' }
    const lastLookDate = '2026-03-10T09:01:00Z'
    return route.fulfill({ json: { totalCount: 1, items, links, attributes, isAttended: true, lastLookDate } })
  })
  await signIn(page, 'operator', { language: 'nl' })
  await open(page, '/provider/jobs')
  const row = page.getByRole('row', { name: /^Bezorging van webhooks/ })
  await expect(row).toContainText('Mislukt')
  await expect(row).toContainText('the answer was 500')
  await expect(page.getByText(/^Er wordt aan de taken gewerkt/)).toBeVisible()
  await look(page, 'console-jobs-nl')
  await expect(row).toContainText('Niets te doen')
})
