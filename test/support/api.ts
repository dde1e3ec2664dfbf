// The API on a small provider, with a clock that stands still until a test moves it. Requests go through `inject`: the
// whole server, without a socket.
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect } from 'vitest'
import { buildServer } from '../../src/api/server.js'
import { TokenAuthority } from '../../src/app/tokens.js'
import { PLATFORM_ID } from '../../src/app/use-case.js'
import type { Role } from '../../src/core/access/role.js'
import type { Instant } from '../../src/core/calendar/day.js'
import { parseInstant } from '../../src/core/calendar/instant.js'
import type { Database } from '../../src/store/database.js'
import { asOwner, countingIds, load, openLedger, type Provider } from '../billing/provider.js'
import { describeEachLedger } from './databases.js'

/** Accounts of the small provider. */
export const DIRECT = '018f0001-0000-7000-8000-000000000001'
export const OTHER = '018f0001-0000-7000-8000-000000000002'
export const INDIRECT_PROVIDER = '018f0001-0000-7000-8000-000000000003'
export const RESELLER = '018f0001-0000-7000-8000-000000000004'
export const RESELLER_MPN = '4500400'

/** A customer of each of them; that of the provider was brought by the reseller. */
export const CUSTOMER = '018f0002-0000-7000-8000-000000000001'
export const OTHER_CUSTOMER = '018f0002-0000-7000-8000-000000000002'
export const RESELLER_CUSTOMER = '018f0002-0000-7000-8000-000000000003'
export const PROVIDER_CUSTOMER = '018f0002-0000-7000-8000-000000000004'

const SMALL_PROVIDER: Provider = {
  partners: `partner_id,name,mpn_id,country,currency,billing_day,opened_on,ledger_start
${DIRECT},Direct Cloud,4500100,NL,EUR,15,2025-01-01,2026-01-01
${OTHER},Other Cloud,4500200,US,USD,1,2025-01-01,2026-01-01
${INDIRECT_PROVIDER},Wide Distribution,4500300,GB,GBP,5,2025-01-01,2026-01-01
${RESELLER},Near Reseller,${RESELLER_MPN},GB,GBP,1,2025-01-01,2026-01-01
`,
  customers: `partner_id,customer_id,name,domain_name,country,reseller_mpn_id
${DIRECT},${CUSTOMER},Bakkerij,bakkerij.example.net,NL,
${OTHER},${OTHER_CUSTOMER},Bakery,bakery.example.net,US,
${INDIRECT_PROVIDER},${RESELLER_CUSTOMER},Corner Shop,corner.example.net,GB,${RESELLER_MPN}
${INDIRECT_PROVIDER},${PROVIDER_CUSTOMER},High Street,high.example.net,GB,
`,
  skus: `product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile,flat,trial,minimum_quantity,maximum_quantity,is_add_on
MAIL,0001,Mail,Mail Basic,LIND,Lindenhof,License,license,false,,1,300,false
ARCH,0001,Archive,Mail Archive,LIND,Lindenhof,License,license,false,,1,300,true
SUIT,0001,Suite,Office Suite N,LIND,Lindenhof,License,new-commerce,false,,1,10000,false
SUIP,0001,Suite Plus,Office Suite N Plus,LIND,Lindenhof,License,new-commerce,false,,1,10000,false
CRMX,0001,CRM,Harbour CRM,HARB,Harbour,User,saas,false,P1M,1,500,false
TOOL,0001,Tools,Perpetual Tools,LIND,Lindenhof,License,one-time-recurring,false,,1,100,false
`,
  prices: pricesOf([
    ['MAIL', 'P1Y', 'monthly', 4],
    ['MAIL', 'P1Y', 'annual', 4],
    ['ARCH', 'P1Y', 'monthly', 2],
    ['ARCH', 'P1Y', 'annual', 2],
    ['SUIT', 'P1M', 'monthly', 12],
    ['SUIT', 'P1Y', 'monthly', 10],
    ['SUIT', 'P1Y', 'annual', 10],
    ['SUIP', 'P1Y', 'monthly', 15],
    ['SUIP', 'P1Y', 'annual', 15],
    ['CRMX', 'P1M', 'monthly', 20],
    ['CRMX', 'P1Y', 'annual', 18],
    ['TOOL', 'P1Y', 'one-time', 300],
  ]),
}

/** List prices per month in three currencies, from 2026 on; one-time prices are for the purchase. */
function pricesOf(rows: readonly (readonly [string, string, string, number])[]): string {
  const header = 'product_id,sku_id,term,billing_cycle,currency,price_per,valid_from,valid_to,unit_price,erp_price'
  const lines = rows.flatMap(([product, term, cycle, price]) =>
    ['EUR', 'USD', 'GBP'].map((currency) => {
      const per = cycle === 'one-time' ? term : 'P1M'
      return `${product},0001,${term},${cycle},${currency},${per},2025-01-01,,${price}.00,${price + 2}.00`
    }),
  )
  return `${[header, ...lines].join('\n')}\n`
}

/** Who calls: an account, with roles, as a user or as an application. */
export interface As {
  readonly account?: string
  readonly roles?: readonly Role[]
  readonly kind?: 'user' | 'service-principal'
  /** Last two digits of its id, where an account needs several people; those of the account unless said otherwise. */
  readonly person?: string
}

export interface ApiCall extends As {
  readonly method?: InjectOptions['method']
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of one made for `account` and `roles`; `null` for none. */
  readonly token?: string | null
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  // biome-ignore lint/suspicious/noExplicitAny: the body of an answer is what the test looks at
  readonly body: any
  readonly text: string
}

/** What tests of the API work with. */
export interface ApiTest {
  readonly server: () => FastifyInstance
  readonly database: () => Database
  /** A token, as the authority issues it. */
  token(as?: As): Promise<string>
  /** Calls the API; as a global admin of `DIRECT` unless said otherwise. */
  call(url: string, options?: ApiCall): Promise<ApiAnswer>
  now(): Instant
  setNow(text: string): void
}

/** Describes `body` once for each database, with the API on the small provider. */
export function describeApi(name: string, body: (api: ApiTest) => void): void {
  describeEachLedger(name, (open) => {
    const opened: { database?: Database; server?: FastifyInstance } = {}
    let now = parseInstant('2026-03-10T09:00:00Z')!
    const ids = countingIds()
    const authority = new TokenAuthority({
      issuer: 'https://login.example.net',
      audiences: ['https://api.example.net'],
      lifetimeSeconds: 3_600,
    })
    beforeAll(async () => {
      opened.database = await openLedger(open)
      await load(opened.database, SMALL_PROVIDER, ids)
      await seedAccounts(opened.database)
      opened.server = await buildServer({
        database: opened.database,
        authority,
        clock: () => now,
        newId: ids,
        checkAnswers: true,
        limits: { perAccount: 0, perAddress: 0 },
      })
    })
    afterAll(async () => {
      await opened.server?.close()
    })
    const token = (as: As = {}) => {
      const { account = DIRECT, roles = ['global-admin'], kind = 'user', person = account.slice(-2) } = as
      const id = `018f0004-0000-7000-8000-0000000000${person}`
      const subject = { accountId: account, kind, id, roles, multiFactor: true, applicationId: id }
      return authority.issue(opened.database!, { ...subject, name: `agent@${account.slice(-2)}.example.net` }, now)
    }
    body({
      server: () => opened.server!,
      database: () => opened.database!,
      token,
      now: () => now,
      setNow: (text) => {
        now = parseInstant(text)!
      },
      call: async (url, options = {}) => {
        const bearer = options.token === undefined ? await token(options) : options.token
        const answer = await opened.server!.inject({
          method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
          url,
          headers: { ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...options.headers },
          ...(options.body === undefined ? {} : { payload: options.body as object }),
        })
        const json = String(answer.headers['content-type']).startsWith('application/json') && answer.body !== ''
        return {
          status: answer.statusCode,
          headers: answer.headers,
          body: json ? answer.json() : undefined,
          text: answer.body,
        }
      },
    })
  })
}

/** What the import does not know of accounts. */
async function seedAccounts(database: Database): Promise<void> {
  await asOwner(
    database,
    `update partner set account_type = 'indirect-provider' where partner_id = '${INDIRECT_PROVIDER}';
     update partner set account_type = 'indirect-reseller' where partner_id = '${RESELLER}';
     insert into reseller_link (partner_id, reseller_id, state, linked_at)
       values ('${INDIRECT_PROVIDER}', '${RESELLER}', 'active', '2025-01-01T00:00:00Z')`,
  )
}

/** Expects an error of the contract. */
export function expectFault(answer: ApiAnswer, status: number, code: number): void {
  expect([answer.status, answer.body?.code, answer.body?.description]).toEqual([status, code, expect.any(String)])
}

export { PLATFORM_ID }
