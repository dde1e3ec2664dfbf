import { actingFor } from '../session/acting-for.js'
import { accessToken, endSignIn, renewedToken } from '../session/tokens.js'
import { Fault, faultOf } from './fault.js'

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Values of a query; those that are undefined or empty are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>

export interface Request {
  readonly method?: Method
  /** From `/v1` on, such as `/v1/customers`; ids in it are encoded by `pathOf`. */
  readonly path: string
  readonly query?: Query
  /** Sent as JSON; a text is sent as it is, with `type`. */
  readonly body?: unknown
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
  /** By which the server knows a request it has answered before; the same for each try. */
  readonly requestId?: string
  readonly signal?: AbortSignal
}

function urlOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.append(name, String(value))
  }
  const text = parameters.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Sends a request as who has signed in; renews an expired token once. Throws a `Fault` for every answer that refuses. */
export async function send(request: Request): Promise<Response> {
  const answer = await attempt(request, await accessToken().catch(notReached))
  if (answer.status !== 401) return answer.ok ? answer : Promise.reject(await faultOf(answer))
  const again = await attempt(request, await renewedToken().catch(notReached))
  if (again.status === 401) {
    endSignIn()
    throw new Fault('The sign-in has ended.', { status: 401 })
  }
  return again.ok ? again : Promise.reject(await faultOf(again))
}

/** The same for JSON; `undefined` where the answer has no body. */
export async function call<T>(request: Request): Promise<T> {
  const answer = await send(request)
  const text = await answer.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

async function attempt(request: Request, token: string | undefined): Promise<Response> {
  const { method = 'GET', path, query, body, type, headers, requestId, signal } = request
  const partner = actingFor()
  const sent: RequestInit = {
    method,
    headers: {
      Accept: 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(partner === undefined ? {} : { 'prorata-partner': partner }),
      ...(body === undefined ? {} : { 'Content-Type': type ?? 'application/json' }),
      ...(requestId === undefined ? {} : { 'MS-RequestId': requestId }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: type === undefined ? JSON.stringify(body) : (body as string) }),
    ...(signal === undefined ? {} : { signal }),
  }
  try {
    return await fetch(urlOf(path, query), sent)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    return notReached()
  }
}

function notReached(): never {
  throw new Fault('The server cannot be reached.', { status: 0, word: 'offline' })
}
