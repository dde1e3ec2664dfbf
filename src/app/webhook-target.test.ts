import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postDelivery } from './webhook-request.js'
import { isPublicAddress, mayConnect, readTarget } from './webhook-target.js'

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.0.1',
    '172.32.0.1',
    '192.169.0.1',
    '223.255.255.254',
    '2606:4700::1',
    '2a00:1450:4001::1',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    ...['0.0.0.0', '10.0.0.1', '127.0.0.1', '127.255.255.255', '169.254.169.254', '172.16.0.1', '172.31.255.255'],
    ...['192.168.1.1', '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '100.64.0.1'],
    ...['100.127.255.255', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fec0::1', 'fc00::1', 'fdff::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8'],
    ...['::7f00:1', '64:ff9b::7f00:1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', '100::1', 'fe80::1%eth0'],
    ...['', 'localhost', '1', '0x7f000001', '017700000001'],
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
    expect(mayConnect(address, {})).toBe(false)
  })

  it('may be private where the configuration says so, but must be one', () => {
    expect(mayConnect('10.0.0.1', { allowPrivate: true })).toBe(true)
    expect(mayConnect('nowhere', { allowPrivate: true })).toBe(false)
  })
})

describe('a URL', () => {
  it.each([
    'https://hooks.example.net/pc?key=1',
    'https://hooks.example.net:8443/',
    'https://8.8.8.8/',
    'https://[2606:4700::1]/',
  ])('%s will do', (url) => {
    expect(readTarget(url, {})).toMatchObject({ ok: true })
  })

  it.each([
    'http://hooks.example.net/',
    'ftp://hooks.example.net/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user@hooks.example.net/',
    'https://hooks.example.net:22/',
    'https://hooks.example.net:80/',
    'https://localhost/',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://intranet/',
    'https://127.0.0.1/',
    // Other spellings of 127.0.0.1 that URLs know.
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    `https://hooks.example.net/${'x'.repeat(2_048)}`,
    'hooks.example.net',
    '',
  ])('%s is refused', (url) => {
    expect(readTarget(url, {})).toMatchObject({ ok: false, refusal: { code: 'webhook-url-refused' } })
  })

  it('follows what the configuration allows', () => {
    expect(readTarget('http://hooks.example.net/', { allowHttp: true }).ok).toBe(true)
    expect(readTarget('http://127.0.0.1/', { allowHttp: true }).ok).toBe(false)
    expect(readTarget('http://127.0.0.1:9000/', { allowHttp: true, allowPrivate: true }).ok).toBe(false)
    expect(readTarget('http://127.0.0.1:9000/', { allowHttp: true, allowPrivate: true, ports: [] }).ok).toBe(true)
    expect(readTarget('https://hooks.example.net:9000/', { ports: [9000] }).ok).toBe(true)
  })
})

describe('a request', () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/slow') return
    if (request.url === '/redirect') response.writeHead(302, { location: '/target' }).end()
    else if (request.url === '/endless') setInterval(() => response.write('x'.repeat(512)), 5).unref()
    else response.end('fine\u0000')
  })
  let port = 0
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const open = { allowHttp: true, allowPrivate: true, ports: [], timeoutMilliseconds: 300 }
  const post = (path: string, rules = open, host = '127.0.0.1') =>
    postDelivery({ url: `http://${host}:${port}${path}`, headers: {}, body: '{}' }, rules)

  it('gives the answer, cut, without control characters', async () => {
    expect(await post('/')).toEqual({ status: 200, failure: null, excerpt: 'fine ' })
    expect(await post('/endless')).toMatchObject({ status: 200, excerpt: 'x'.repeat(1_024) })
  })

  it('follows no redirect', async () => {
    expect(await post('/redirect')).toMatchObject({ status: 302, failure: 'the answer was 302' })
    expect(asked).not.toContain('/target')
  })

  it('gives up after its time', async () => {
    expect(await post('/slow')).toMatchObject({ status: null, failure: 'there was no answer in time' })
  })

  it('connects to no private address, however it is named', async () => {
    const before = asked.length
    const closed = { ...open, allowPrivate: false }
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433']) {
      expect(await post('/', closed, host)).toMatchObject({ status: null, failure: expect.any(String) })
    }
    expect(asked.length).toBe(before)
  })

  it('looks at what a name resolves to when it connects', async () => {
    // The machine's own name passes as text only where it has a dot; the look-up is what refuses it.
    const { guardedLookup } = await import('./webhook-request.js')
    const resolved = await new Promise((resolve) =>
      guardedLookup({})('localhost', { all: true }, (error) => resolve(error?.message)),
    )
    expect(resolved).toBe('localhost has no public address')
  })
})
