import { expect, it } from 'vitest'
import { describeApi } from '../support/api.js'
import { Browser, makeProgram } from '../support/sign-in.js'

describeApi('the language of the sign-in pages', (api) => {
  const ask = async (browser: Browser, more: Readonly<Record<string, string>>) => {
    const { id: clientId } = await makeProgram(api, { redirectUris: ['https://app.example.net/'] })
    const asked = { client_id: clientId, redirect_uri: 'https://app.example.net/', response_type: 'code', ...more }
    return browser.get(`/common/oauth2/v2.0/authorize?${new URLSearchParams(asked)}`)
  }

  it('is what the application asks for, through every step', async () => {
    const body = {
      ...{ fullName: 'Tem', userPrincipalName: 'tem@direct.example.net', roles: ['sales-agent'] },
      temporaryPassword: true,
    }
    const made = await api.call('/v1/account/users', { body })
    const { temporaryPassword } = made.body.entrance
    const browser = new Browser(api)
    const page = await ask(browser, { ui_locales: 'fr nl-NL en' })
    expect(page.html).toContain('<html lang="nl">')
    expect(page.html).toContain('Wachtwoord')
    const wrong = await browser.send(page, { name: 'tem@direct.example.net', password: 'nooit' })
    expect([wrong.status, wrong.html]).toEqual([401, expect.stringContaining('wachtwoord klopt niet')])
    const choose = await browser.send(wrong, { name: 'tem@direct.example.net', password: temporaryPassword })
    expect(choose.html).toContain('Kies een wachtwoord')
    const problems = [
      ['kort', 'kort', 'een wachtwoord heeft 8 tot 256 tekens'],
      ['a'.repeat(9), 'a'.repeat(9), 'drie van deze soorten'],
      ['Correct-Horse-7', 'anders', 'de twee invoeren verschillen'],
      ['Correct-Horse-7\u0001', 'Correct-Horse-7\u0001', 'geen besturingstekens'],
      [temporaryPassword, temporaryPassword, 'kies een ander dan het vorige'],
    ] as const
    for (const [password, repeated, problem] of problems) {
      const refused = await browser.send(choose, { new_password: password, repeated })
      expect(refused.html).toContain(problem)
    }
    const set = await browser.send(choose, { new_password: 'Correct-Horse-7', repeated: 'Correct-Horse-7' })
    expect(set.html).toContain('Tweede factor instellen')
    const code = await browser.send(set, { code: '000000' })
    expect(code.html).toContain('De code klopt niet')
  })

  it('is else what the browser accepts, and English where it is none of ours', async () => {
    const accepting = (language: string) =>
      api.server().inject({ url: '/sign-in/password?token=none', headers: { 'accept-language': language } })
    expect((await accepting('nl-BE,nl;q=0.9,en;q=0.8')).body).toContain('De link is verlopen of al gebruikt')
    expect((await accepting('fr, de;q=0.5')).body).toContain('<html lang="en">')
    const english = await ask(new Browser(api), { ui_locales: 'fr' })
    expect(english.html).toContain('Mail address')
  })
})
