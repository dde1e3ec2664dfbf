import type { z } from 'zod'
import type { Account } from '../app/accounts.js'
import type { TokenAuthority } from '../app/tokens.js'
import type { Database, UseCase } from '../app/use-case.js'
import type { TargetRules } from '../app/webhook-target.js'
import type { Capability } from '../core/access/permission.js'
import type { Instant } from '../core/calendar/day.js'
import type { Outcome } from '../core/refusal.js'

/** What a handler gets: the use case's context, and what the request said, read by the endpoint's schemas. */
export interface Call<Params, Query, Body> extends UseCase {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** The partner account that acts; for the provider's staff outside a partner, `undefined`. */
  readonly account: Account | undefined
  /** Outside any transaction: for endpoints with `transaction: false`, which take their own. */
  readonly database: Database
  /** The system's clock, also where the account has one of its own: for limits on requests. */
  readonly systemNow: Instant
  /** Who issues and reads tokens. */
  readonly authority: TokenAuthority
  /** Where webhooks may lead. */
  readonly webhookTargets: TargetRules
  /** How long a cart can be ordered after it was opened. */
  readonly cartDays: number
  /** Whether the portal lets people play scenarios without signing in. */
  readonly openSimulation: boolean
  readonly request: RequestFacts
  readonly reply: Reply
}

export interface RequestFacts {
  /** Path and query without the version: `/customers?size=20`. */
  readonly uri: string
  /** Scheme, host and port the client used, such as `https://api.example.net`. */
  readonly origin: string
  readonly locale: string
  /** Token of the page before, as the client sent it back. */
  readonly continuationToken: string | undefined
  /** The quoted ETag of `If-Match`, without its quotes. */
  readonly ifMatch: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** By what its client is counted: an address, or the network of one. */
  readonly network: string
}

/** What an answer has besides its body. */
export interface Reply {
  /** Instead of the endpoint's usual status. */
  status: number
  readonly headers: Record<string, string>
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

/** One operation of the API: what it takes, what it answers, who may call it. The list of them is the API. */
export interface EndpointSpec<
  Params extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | undefined,
> {
  /** Its name in the contract, such as `get-customer`; the `operationId` of the OpenAPI document. */
  readonly id: string
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With parameters as `:customerId`. */
  readonly path: string
  /** Heading under which it is listed. */
  readonly group: string
  readonly summary: string
  /** What the caller must be allowed to do; `public` needs no token; `signed-in` any valid one. */
  readonly capability: Capability | 'public' | 'signed-in'
  /** Needs a token of a user, not of a program alone. */
  readonly userOnly?: boolean
  /** Can also be called without a token, by a signed link: its `signature` is in the query, and the handler checks it. */
  readonly byLink?: boolean
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** Content type of the body; JSON. The texts of a form, of CSV or of XML are read whole. */
  readonly bodyType?: 'application/json' | 'application/x-www-form-urlencoded' | 'text/csv' | 'application/xml'
  /** Whether the body may also be NDJSON, which is read whole as a text. */
  readonly ndjson?: boolean
  /** Whether the body may be compressed with gzip. */
  readonly gzip?: boolean
  /** Largest body in bytes; 1 MiB. */
  readonly bodyLimit?: number
  /** What the body answers; `null` for none, `binary` for a file. */
  readonly response: z.ZodType | null | 'binary'
  /** Usual status; 200. */
  readonly status?: number
  /** Statuses with which it also answers, without refusing, and when. */
  readonly otherStatuses?: Readonly<Record<number, string>>
  /** Contract code for input that does not fit the schemas; 3000. */
  readonly invalidCode?: number
  /**
   * Whether the request runs in one transaction, with its answer kept for the same `MS-RequestId`. Unless said otherwise,
   * whatever is no GET and no HEAD does.
   */
  readonly transaction?: boolean
  /** Whether it may take long, as billing and large files do: the database's limits of time are not for it. */
  readonly takesLong?: boolean
  /** The answer as it is kept for repetition, without what may be shown once only. */
  readonly redact?: (body: never) => unknown
  handle(call: Call<Parsed<Params>, Parsed<Query>, Parsed<Body>>): Promise<Outcome<unknown>>
}

/** An endpoint as the server sees it. */
export type Endpoint = EndpointSpec<z.ZodType | undefined, z.ZodType | undefined, z.ZodType | undefined>

/** Declares an endpoint, so that its handler is checked against its schemas. */
export function endpoint<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(spec: EndpointSpec<Params, Query, Body>): Endpoint {
  return spec as unknown as Endpoint
}
