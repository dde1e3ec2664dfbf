import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { accept, type Outcome, type Refusal, refuse } from '../core/refusal.js'
import type { Endpoint } from './endpoint.js'
import { leftOut } from './paging.js'
import { readNames } from './read-names.js'
import { continuationTokenOf } from './request-headers.js'
import { unstorableText } from './storable-text.js'

/** What a request said, read by the endpoint's schemas. */
export interface Input {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** What is wrong with a request that does not fit the schemas: the contract's code, and a sentence. */
export interface Complaint {
  readonly code: number
  readonly description: string
}

export type ReadInput =
  | { readonly ok: true; readonly input: Input }
  | { readonly ok: false; readonly complaint: Complaint }
  | { readonly ok: false; readonly refusal: Refusal }

const PARTS = ['params', 'query', 'body'] as const
type Part = (typeof PARTS)[number]

/** Code of input that does not fit, unless the endpoint has another; and of a word that is not on its list. */
const INVALID = 3000
const UNKNOWN_WORD = 900126

/** Reads path, query and body by the schemas of the endpoint. */
export function readInput(endpoint: Endpoint, request: FastifyRequest): ReadInput {
  const input: Record<Part, unknown> = { params: undefined, query: undefined, body: undefined }
  for (const part of PARTS) {
    const schema = endpoint[part]
    if (schema === undefined) continue
    const result = schema.safeParse(readNames(schema, given(request, part)))
    if (!result.success) {
      const unknown = part === 'params' ? unknownId(result.error, request) : accept(undefined)
      if (!unknown.ok) return unknown
      return { ok: false, complaint: complaintOf(endpoint, part, result.error) }
    }
    const unstorable = unstorableText(result.data)
    if (unstorable !== undefined) {
      const description = `${unstorable.join('.') || `the ${part}`}: must not hold NUL or half of a surrogate pair`
      return { ok: false, complaint: { code: endpoint.invalidCode ?? INVALID, description } }
    }
    input[part] = result.data
  }
  return { ok: true, input }
}

/** A page of a list that goes on needs nothing but its token: what the first request asked for is in there. */
function given(request: FastifyRequest, part: Part): unknown {
  if (part !== 'query') return request[part] ?? (part === 'body' ? undefined : {})
  return { ...leftOut(request.url, continuationTokenOf(request)), ...(request.query as object) }
}

/** Ids of the contract's paths: what is no id cannot be found either. */
const UNKNOWN_IDS: Readonly<Record<string, (id: string) => Outcome<undefined>>> = {
  customerId: (id) => refuse('customer-id-malformed', { customer: id }),
  cartId: (id) => refuse('cart-not-found', { cart: id }),
  subscriptionId: (id) => refuse('subscription-not-found', { subscription: id }),
  userId: (id) => refuse('customer-user-not-found', { user: id }),
  roleId: (id) => refuse('directory-role-not-found', { role: id }),
  correlationId: (id) => refuse('webhook-event-not-found', { id }),
}

function unknownId(error: z.ZodError, request: FastifyRequest): Outcome<undefined> {
  const name = String(error.issues[0]?.path[0])
  const id = (request.params as Readonly<Record<string, string>>)[name] ?? ''
  return UNKNOWN_IDS[name]?.(id) ?? accept(undefined)
}

const MOST_COMPLAINTS = 5

function complaintOf(endpoint: Endpoint, part: Part, error: z.ZodError): Complaint {
  const issues = error.issues.flatMap((issue) => innermost(issue))
  const told = issues.slice(0, MOST_COMPLAINTS).map((issue) => {
    const path = issue.path.join('.')
    return path === '' ? `the ${part}: ${issue.message}` : `${path}: ${issue.message}`
  })
  const more = issues.length > MOST_COMPLAINTS ? `; and ${issues.length - MOST_COMPLAINTS} more` : ''
  const [first] = issues
  const isWord = part === 'body' && first?.code === 'invalid_value' && first.values.length > 1
  return { code: isWord ? UNKNOWN_WORD : (endpoint.invalidCode ?? INVALID), description: told.join('; ') + more }
}

/** Where one of several shapes was wanted, what the last of them, the fullest, complains about. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  const wanted = issue.code === 'invalid_union' ? issue.errors.at(-1) : undefined
  if (wanted === undefined || wanted.length === 0) return [issue]
  return wanted.flatMap((inner) => innermost({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue))
}
