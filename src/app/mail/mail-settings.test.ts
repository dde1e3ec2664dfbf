import { describe, expect, it } from 'vitest'
import { readMailSettings } from './mail-settings.js'

const FROM = { PRORATA_MAIL_FROM: 'Billing <billing@example.net>' }
const read = (url: string, more: Record<string, string> = {}) =>
  readMailSettings({ ...FROM, PRORATA_SMTP_URL: url, ...more })

describe('the settings of mail', () => {
  it('are none where there is no server', () => {
    expect(readMailSettings({})).toBeUndefined()
    expect(readMailSettings({ ...FROM, PRORATA_SMTP_URL: '' })).toBeUndefined()
  })

  it('ask for TLS unless told otherwise', () => {
    expect(read('smtp://mail.example.net')?.server).toEqual({ host: 'mail.example.net', port: 587, tls: 'required' })
    expect(read('smtps://mail.example.net')?.server).toMatchObject({ port: 465, tls: 'implicit' })
    expect(read('smtp://127.0.0.1:25?tls=none')?.server).toMatchObject({ port: 25, tls: 'none' })
    expect(read('smtp://a%40b:p%3A%2F@[::1]:2525')?.server).toMatchObject({ host: '::1', user: 'a@b', password: 'p:/' })
  })

  it('name the sender, the portal and the size of what is attached', () => {
    expect(
      read('smtp://m', { PRORATA_PORTAL_URL: 'https://p.example.net/', PRORATA_MAIL_ATTACH_KB: '0' }),
    ).toMatchObject({
      from: { name: 'Billing', address: 'billing@example.net' },
      portalUrl: 'https://p.example.net',
      attachBytes: 0,
    })
    expect(read('smtp://m', { PRORATA_MAIL_FROM: 'billing@example.net' })?.from.name).toBe('')
  })

  it.each([
    ['http://mail.example.net', {}, 'PRORATA_SMTP_URL'],
    ['mail.example.net', {}, 'PRORATA_SMTP_URL'],
    ['smtp://u:secret@m?tls=none', {}, 'in the clear'],
    ['smtp://u@m', {}, 'user and a password'],
    ['smtp://m?tls=maybe', {}, 'tls=required'],
    ['smtp://m', { PRORATA_MAIL_FROM: '' }, 'PRORATA_MAIL_FROM'],
    ['smtp://m', { PRORATA_MAIL_FROM: 'a@b\r\nBcc: c@d' }, 'PRORATA_MAIL_FROM'],
    ['smtp://m', { PRORATA_MAIL_FROM: 'a@example.net, b@example.net' }, 'PRORATA_MAIL_FROM'],
    ['smtp://m', { PRORATA_PORTAL_URL: 'javascript:alert(1)' }, 'PRORATA_PORTAL_URL'],
    ['smtp://m', { PRORATA_MAIL_ATTACH_KB: '99999' }, 'PRORATA_MAIL_ATTACH_KB'],
    ['smtp://m', { PRORATA_SMTP_CA: '/nowhere.pem' }, 'PRORATA_SMTP_CA'],
  ])('are refused where they are wrong: %s %o', (url, more, named) => {
    expect(() => read(url, more as unknown as Record<string, string>)).toThrow(named)
    expect(() => read(url, more as unknown as Record<string, string>)).not.toThrow('secret')
  })
})
