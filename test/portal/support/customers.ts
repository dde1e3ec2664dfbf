import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect } from './portal.js'

/** Asks the API what a page cannot, with the token the page has; the page is loaded again for it. */
export async function ask<T>(page: Page, method: string, path: string, body?: object): Promise<T> {
  await page.waitForLoadState('networkidle')
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.url().includes('/v1/') && one.headers()['authorization'] !== undefined),
    page.reload(),
  ])
  const { authorization } = await request.allHeaders()
  const url = `${process.env['PORTAL']}${path}`
  const answer = await page.request.fetch(url, { method, headers: { authorization: authorization! }, data: body })
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
  return (await answer.json()) as T
}

export interface NewCustomer {
  readonly id: string
  readonly name: string
}

/** A customer of a test's own; one that has accepted the agreement, unless it is not to. */
export async function newCustomer(page: Page, { agreed = true } = {}): Promise<NewCustomer> {
  const mark = randomBytes(4).toString('hex')
  const name = `Harbour Books ${mark}`
  const contact = { firstName: 'Noor', lastName: 'Bakker' }
  const person = { ...contact, email: 'noor@books.example' }
  const defaultAddress = {
    ...contact,
    country: 'NL',
    city: 'Utrecht',
    addressLine1: 'Oudegracht 1',
    postalCode: '3511 AB',
  }
  const { id } = await ask<{ id: string }>(page, 'POST', '/v1/customers', {
    companyProfile: { domain: `books${mark}.onmicrosoft.com` },
    billingProfile: { ...person, culture: 'nl-NL', language: 'nl', companyName: name, defaultAddress },
  })
  if (agreed) {
    const type = 'MicrosoftCustomerAgreement'
    const path = `/v1/agreements?agreementType=${type}`
    const { items } = await ask<{ items: { templateId: string }[] }>(page, 'GET', path)
    const { templateId } = items[0]!
    const agreement = { primaryContact: person, templateId, dateAgreed: '2019-01-01T00:00:00Z', type }
    await ask(page, 'POST', `/v1/customers/${id}/agreements`, agreement)
  }
  return { id, name }
}
