// A browser that knows forms and cookies, as much as the sign-in pages need.
import { expect } from 'vitest'
import type { ApiTest } from './api.js'

/** What a browser shows after a request. */
export interface Shown {
  readonly status: number
  readonly html: string
  /** Where the browser is sent instead. */
  readonly location: string | undefined
  readonly headers: Readonly<Record<string, unknown>>
}

/** One browser: keeps its cookies. */
export class Browser {
  readonly #api: ApiTest
  readonly cookies = new Map<string, string>()

  constructor(api: ApiTest) {
    this.#api = api
  }

  get(url: string): Promise<Shown> {
    return this.#request('GET', url)
  }

  /** Sends the form of a page with these fields, and the hidden ones it has. */
  send(page: Shown, fields: Readonly<Record<string, string>>): Promise<Shown> {
    const action = /<form method="post" action="([^"]+)"/.exec(page.html)?.[1]
    expect(action, page.html).toBeDefined()
    const hidden = [...page.html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    return this.post(action!, { ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])), ...fields })
  }

  post(url: string, fields: Readonly<Record<string, string>>): Promise<Shown> {
    return this.#request('POST', url, new URLSearchParams(fields).toString())
  }

  async #request(method: 'GET' | 'POST', url: string, payload?: string): Promise<Shown> {
    const answer = await this.#api.server().inject({
      method,
      url,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(payload === undefined ? {} : { payload }),
    })
    for (const cookie of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      this.cookies.set(name!, value!)
    }
    return {
      status: answer.statusCode,
      html: answer.body,
      location: answer.headers.location,
      headers: answer.headers,
    }
  }
}

/** Asks the token authority by a form. */
export async function askTokens(
  api: ApiTest,
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) {
  const answer = await api.server().inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  })
  return { status: answer.statusCode, headers: answer.headers, body: answer.payload === '' ? undefined : answer.json() }
}

/** A program of the calling account with a secret. */
export async function makeProgram(
  api: ApiTest,
  body: Readonly<Record<string, unknown>>,
  as: Parameters<ApiTest['call']>[1] = {},
  prefix = '/v1/account',
): Promise<{ readonly id: string; readonly secret: string }> {
  const made = await api.call(`${prefix}/service-principals`, { ...as, body: { name: 'Agent', ...body } })
  expect(made.status, made.text).toBe(201)
  const id: string = made.body.applicationId
  if (made.body.isPublic) return { id, secret: '' }
  const secret = await api.call(`${prefix}/service-principals/${id}/secrets`, { ...as, method: 'POST' })
  expect(secret.status, secret.text).toBe(201)
  return { id, secret: secret.body.value }
}

/** A user of the calling account who has set a password by its invitation. */
export async function makeUser(
  api: ApiTest,
  signInName: string,
  roles: readonly string[],
  as: Parameters<ApiTest['call']>[1] = {},
  prefix = '/v1/account',
): Promise<{ readonly id: string; readonly password: string }> {
  const body = { fullName: 'Some Body', userPrincipalName: signInName, roles }
  const made = await api.call(`${prefix}/users`, { ...as, body })
  expect(made.status, made.text).toBe(201)
  const browser = new Browser(api)
  const page = await browser.get(pathOf(made.body.entrance.link.uri))
  const password = 'Correct-Horse-7'
  const done = await browser.send(page, { new_password: password, repeated: password })
  expect(done.status, done.html).toBe(200)
  return { id: made.body.user.id, password }
}

export function pathOf(uri: string): string {
  const { pathname, search } = new URL(uri)
  return pathname + search
}
