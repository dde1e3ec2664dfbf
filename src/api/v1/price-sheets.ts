import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { PRICE_SHEET_VIEWS, priceSheet, TIMELINES, zipOf } from '../../app/price-sheet.js'
import { exchangeSheet } from '../../app/usage/exchange-sheet.js'
import type { Day } from '../../core/calendar/day.js'
import { dayOfInstant } from '../../core/calendar/instant.js'
import { formatListMonth, parseListMonth } from '../../core/catalog/price-list-dates.js'
import { findCountry } from '../../core/ordering/countries.js'
import { accept } from '../../core/refusal.js'
import { attachment } from '../attachment.js'
import { type Call, type Endpoint, endpoint } from '../endpoint.js'

/** The pricing paths follow OData: a call with named arguments in the path, and errors of a form of their own. */
const CALL = /^(\w+)\(([^()]*)\)$/
const ARGUMENT = /^\s*(\w+)\s*=\s*'([^']*)'\s*$/

const paramsSchema = z.object({ call: z.string().max(400) })
const querySchema = z.object({ timeline: z.string().optional(), month: z.string().optional() })

type SheetCall = Call<z.output<typeof paramsSchema>, z.output<typeof querySchema>, undefined>
type ExchangeCall = Call<z.output<typeof paramsSchema>, undefined, undefined>
type PricingCall = Pick<SheetCall, 'reply' | 'request'>

const CLIENT_ID = /^[\w.:-]{1,100}$/

/** Refusals in the form of that API: `{ error: { code, message, target } }`. */
const SHEET_FAULTS = {
  400: 'The call cannot be used; JSON, an `error` with code, message and target.',
  404: 'There is no such sheet; JSON, an `error` with code, message and target.',
} as const

function failure(
  call: PricingCall,
  status: keyof typeof SHEET_FAULTS,
  fault: { readonly message: string; readonly target: string },
): Uint8Array {
  const code = status === 404 ? 'itemNotFound' : 'invalidRequest'
  call.reply.status = status
  call.reply.headers['Content-Type'] = 'application/json; charset=utf-8'
  return Buffer.from(JSON.stringify({ error: { code, ...fault } }))
}

/** Name and arguments of a call such as `pricesheets(Market='NL',PricesheetView='software')`; names in small letters. */
function readCall(text: string): { readonly name: string; readonly values: ReadonlyMap<string, string> } | undefined {
  const match = CALL.exec(text)
  if (match === null) return undefined
  const values = new Map<string, string>()
  for (const part of match[2]!.split(',')) {
    const argument = ARGUMENT.exec(part)
    if (argument === null) return undefined
    values.set(argument[1]!.toLowerCase(), argument[2]!)
  }
  return { name: match[1]!.toLowerCase(), values }
}

async function answerSheet(call: SheetCall): Promise<Uint8Array> {
  const read = readCall(call.params.call)
  if (read === undefined || read.name !== 'pricesheets') {
    const message = "There is no such sheet; ask for pricesheets(Market='NL',PricesheetView='updatedlicensebased')."
    return failure(call, 404, { message, target: call.params.call })
  }
  const market = read.values.get('market')?.toUpperCase() ?? ''
  if (!/^[A-Z]{2}$/.test(market)) {
    return failure(call, 400, { message: 'Market must be a country code of two letters.', target: 'Market' })
  }
  if (findCountry(market) === undefined) {
    return failure(call, 404, { message: `There is no market ${market}.`, target: 'Market' })
  }
  const view = PRICE_SHEET_VIEWS.find((known) => known === read.values.get('pricesheetview')?.toLowerCase())
  if (view === undefined) {
    const message = `PricesheetView must be one of ${PRICE_SHEET_VIEWS.join(', ')}.`
    return failure(call, 400, { message, target: 'PricesheetView' })
  }
  const timeline = TIMELINES.find((known) => known === (call.query.timeline ?? 'current').toLowerCase())
  if (timeline === undefined) {
    return failure(call, 400, { message: `timeline must be one of ${TIMELINES.join(', ')}.`, target: 'timeline' })
  }
  const month = call.query.month === undefined ? undefined : parseListMonth(call.query.month)
  if (call.query.month !== undefined && month === undefined) {
    return failure(call, 400, { message: 'month must be a month such as 202604.', target: 'month' })
  }
  const today = dayOfInstant(call.now)
  const sheet = await priceSheet(call.session, call.account!, { market, view, timeline, month }, today)
  if (sheet === undefined) {
    const message = `There is no ${timeline} price sheet ${view} for ${market}.`
    return failure(call, 404, { message, target: 'PricesheetView' })
  }
  return sheetFile(call, `${view}-${market}-${timeline}-${formatListMonth(sheet.day)}`, sheet.csv, today)
}

/** What a unit of each currency is in dollars: `fxrates(Month='202604')`, of which the path holds what is in brackets. */
async function answerRates(call: ExchangeCall): Promise<Uint8Array> {
  const named = readCall(`fxrates${call.params.call}`)?.values.get('month')
  const month = named === undefined ? undefined : parseListMonth(named)
  if (month === undefined) {
    return failure(call, 400, { message: "Month must be a month such as fxrates(Month='202604').", target: 'Month' })
  }
  const csv = await exchangeSheet(call.session, month)
  if (csv === undefined) {
    const message = `There are no exchange rates of ${formatListMonth(month)}.`
    return failure(call, 404, { message, target: 'Month' })
  }
  return sheetFile(call, `fxrates-${formatListMonth(month)}`, csv, dayOfInstant(call.now))
}

function sheetFile(call: PricingCall, name: string, csv: string, today: Day): Uint8Array {
  const zipped = wantsZip(call)
  call.reply.headers['Content-Type'] = 'application/octet-stream'
  call.reply.headers['Content-Disposition'] = attachment(`${name}.${zipped ? 'zip' : 'csv'}`)
  return zipped ? zipOf(`${name}.csv`, csv, today) : Buffer.from(csv)
}

/** Tells which call an answer belongs to, as clients of these paths expect it. */
function nameRequest({ request, reply }: PricingCall): void {
  const given = request.headers['client-request-id']
  reply.headers['request-id'] = randomUUID()
  reply.headers['client-request-id'] = typeof given === 'string' && CLIENT_ID.test(given) ? given : randomUUID()
}

/** A sheet is a ZIP archive, unless the client says what it accepts and leaves deflate out. */
function wantsZip({ request }: PricingCall): boolean {
  const accepted = request.headers['accept-encoding']
  return typeof accepted !== 'string' || /deflate|\*/i.test(accepted)
}

export const PRICE_SHEET_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    id: 'price-sheet',
    method: 'GET',
    path: '/v1.0/sales/:call/$value',
    group: 'Price lists',
    summary: "A price sheet as a ZIP archive with one CSV file: pricesheets(Market='NL',PricesheetView='software')",
    capability: 'price.read',
    userOnly: true,
    params: paramsSchema,
    query: querySchema,
    response: 'binary',
    otherStatuses: SHEET_FAULTS,
    handle: async (call) => {
      nameRequest(call)
      return accept(await answerSheet(call))
    },
  }),
  endpoint({
    id: 'fx-rates',
    method: 'GET',
    path: '/v1.0/sales/fxrates:call/$value',
    group: 'Price lists',
    summary: "The exchange rates of a month as a ZIP archive with one CSV file: fxrates(Month='202604')",
    capability: 'price.read',
    userOnly: true,
    params: paramsSchema,
    response: 'binary',
    otherStatuses: SHEET_FAULTS,
    handle: async (call) => {
      nameRequest(call)
      return accept(await answerRates(call))
    },
  }),
]
