import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { servePortal } from '../../src/api/portal.js'
import { PORTAL_PROGRAM_ID, registerPortal } from '../../src/app/portal-program.js'
import type { Instant } from '../../src/core/calendar/day.js'
import { findServicePrincipal, updateServicePrincipal } from '../../src/store/applications.js'
import { DIRECT, describeApi, RESELLER } from '../support/api.js'

describe('the pages of the portal', () => {
  let folder: string
  let server: FastifyInstance

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'prorata-pages-'))
    mkdirSync(join(folder, 'web', 'assets'), { recursive: true })
    writeFileSync(join(folder, 'secret.txt'), 'nobody may read this')
    writeFileSync(join(folder, 'web', 'index.html'), '<!doctype html><title>portal</title>')
    writeFileSync(join(folder, 'web', 'assets', 'main-Ab1.js'), 'one()')
    writeFileSync(join(folder, 'web', 'assets', 'main-Ab1.js.br'), 'squeezed')
    server = Fastify()
    await servePortal(server, join(folder, 'web'))
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are where / leads to', async () => {
    const answer = await server.inject('/')
    expect([answer.statusCode, answer.headers.location]).toEqual([302, '/portal/'])
  })

  it.each(['/portal/', '/portal/customers', '/portal/billing/invoices/G000000001?tab=lines'])(
    'begin with one document, whatever the address: %s',
    async (url) => {
      const answer = await server.inject(url)
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-cache'])
      expect(answer.body).toContain('<title>portal</title>')
    },
  )

  it('have files that may be kept, compressed where the browser takes that', async () => {
    const plain = await server.inject('/portal/assets/main-Ab1.js')
    expect([plain.body, plain.headers['cache-control']]).toEqual(['one()', 'public, max-age=31536000, immutable'])
    const squeezed = await server.inject({
      url: '/portal/assets/main-Ab1.js',
      headers: { 'accept-encoding': 'gzip, br' },
    })
    expect([squeezed.body, squeezed.headers['content-encoding']]).toEqual(['squeezed', 'br'])
  })

  it.each([
    '/portal/assets/none.js',
    '/portal/%2e%2e/secret.txt',
    '/portal/..%2fsecret.txt',
    '/portal/....//secret.txt',
  ])('lead to no other file: %s', async (url) => {
    const answer = await server.inject(url)
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    expect(answer.body).not.toContain('nobody may read this')
  })

  it('are left out where they are not built', async () => {
    const bare = Fastify()
    await servePortal(bare, null)
    expect((await bare.inject('/')).headers.location).toBe('/docs')
    expect((await bare.inject('/portal/')).statusCode).toBe(404)
    await bare.close()
  })
})

describeApi('the portal', (api) => {
  it('tells who has signed in, in which roles, and for whom', async () => {
    const { status, body } = await api.call('/v1/portal/session', { roles: ['sales-agent'] })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      user: { roles: ['sales-agent'] },
      isStaff: false,
      account: { id: DIRECT, accountType: 'direct-bill', isSandbox: false },
    })
    const reseller = await api.call('/v1/portal/session', { account: RESELLER })
    expect(reseller.body).toMatchObject({ account: { id: RESELLER, accountType: 'indirect-reseller' } })
  })

  it('refuses who has not signed in', async () => {
    expect((await api.call('/v1/portal/session', { token: null })).status).toBe(401)
  })

  it('is told before anybody signs in where that is done', async () => {
    const { body } = await api.call('/v1/portal/configuration', { token: null })
    expect(body).toMatchObject({ clientId: PORTAL_PROGRAM_ID, openSimulation: true })
  })

  it('is a public program of the provider; one that was disabled stays so', async () => {
    const now = Date.now() as Instant
    await registerPortal(api.database(), 'https://billing.example.net', now)
    const first = await findServicePrincipal(api.database(), PORTAL_PROGRAM_ID)
    expect(first).toMatchObject({
      isPublic: true,
      state: 'active',
      roles: [],
      redirectUris: ['https://billing.example.net/portal/signed-in'],
    })
    await updateServicePrincipal(api.database(), { ...first!, state: 'disabled' })
    await registerPortal(api.database(), 'https://bills.example.net', now)
    expect(await findServicePrincipal(api.database(), PORTAL_PROGRAM_ID)).toMatchObject({
      state: 'disabled',
      redirectUris: ['https://bills.example.net/portal/signed-in'],
    })
  })
})
