import { findExchangeRates, findMeter, findMeters, findUsageRates } from '../../app/usage/find-meters.js'
import { importExchangeRates } from '../../app/usage/import-exchange-rates.js'
import { importMeters } from '../../app/usage/import-meters.js'
import { importUsageRates } from '../../app/usage/import-usage-rates.js'
import type { UsageFileImport } from '../../app/usage/read-usage-file.js'
import { dayOfInstant } from '../../core/calendar/instant.js'
import { accept, type Outcome } from '../../core/refusal.js'
import { bytesOf } from '../body-bytes.js'
import { endpoint } from '../endpoint.js'
import { attributes } from '../links.js'
import { collection, offsetPage } from '../paging.js'
import * as schema from '../schema/meter.js'
import { presentExchangeRate, presentMeter, presentUsageRate } from './present-meter.js'

const GROUP = 'Meters and rates, for the provider'

/** A file of lines, as it is sent. */
const FILE = {
  method: 'POST',
  group: GROUP,
  capability: 'platform.catalog.edit',
  takesLong: true,
  body: schema.usageFile,
  bodyType: 'text/csv',
  bodyLimit: schema.USAGE_FILE_LIMIT,
  response: schema.usageFileImportedSchema,
} as const

function imported(objectType: string, done: Outcome<UsageFileImport>) {
  return done.ok ? accept({ ...done.value, attributes: attributes(objectType) }) : done
}

export const PLATFORM_METER_ENDPOINTS = [
  endpoint({
    id: 'platform-list-meters',
    method: 'GET',
    path: '/v1/platform/meters',
    group: GROUP,
    summary: 'What is measured, by product and SKU.',
    capability: 'platform.catalog.read',
    query: schema.metersQuery,
    response: schema.metersSchema,
    handle: async (call) => {
      const { offset = 0, size = schema.USUAL_METERS, ...filter } = call.query
      const found = await findMeters(call, filter)
      const items = found.slice(offset, offset + size).map(presentMeter)
      return accept(offsetPage(items, { uri: call.request.uri, offset, size, totalCount: found.length }))
    },
  }),
  endpoint({
    id: 'platform-get-meter',
    method: 'GET',
    path: '/v1/platform/meters/:meterId',
    group: GROUP,
    summary: 'Get a meter.',
    capability: 'platform.catalog.read',
    params: schema.meterParams,
    response: schema.meterSchema,
    handle: async (call) => {
      const found = await findMeter(call, call.params.meterId)
      return found.ok ? accept(presentMeter(found.value)) : found
    },
  }),
  endpoint({
    id: 'platform-get-meter-rates',
    method: 'GET',
    path: '/v1/platform/meters/:meterId/rates',
    group: GROUP,
    summary: 'What a meter cost, costs and will cost; with `on`, what it costs on that day.',
    capability: 'platform.catalog.read',
    params: schema.meterParams,
    query: schema.meterRatesQuery,
    response: schema.usageRatesSchema,
    handle: async (call) => {
      const meter = await findMeter(call, call.params.meterId)
      if (!meter.ok) return meter
      const rates = await findUsageRates(call, [meter.value.meterId], call.query)
      return accept(collection(rates.map(presentUsageRate), call.request.uri))
    },
  }),
  endpoint({
    id: 'platform-import-meters',
    path: '/v1/platform/meters/import',
    summary: 'Adds or changes the meters of a CSV file; all or nothing.',
    ...FILE,
    handle: async (call) => imported('MeterImport', await importMeters(call, bytesOf(call.body))),
  }),
  endpoint({
    id: 'platform-list-usage-rates',
    method: 'GET',
    path: '/v1/platform/usagerates',
    group: GROUP,
    summary: 'What meters cost, cost before and will cost.',
    capability: 'platform.catalog.read',
    query: schema.usageRatesQuery,
    response: schema.usageRatesSchema,
    handle: async (call) => {
      const { offset = 0, size = schema.USUAL_METERS, meterId, ...filter } = call.query
      const meterIds = meterId === undefined ? (await findMeters(call)).map((meter) => meter.meterId) : [meterId]
      const found = await findUsageRates(call, meterIds, filter)
      const items = found.slice(offset, offset + size).map(presentUsageRate)
      return accept(offsetPage(items, { uri: call.request.uri, offset, size, totalCount: found.length }))
    },
  }),
  endpoint({
    id: 'platform-import-usage-rates',
    path: '/v1/platform/usagerates/import',
    summary: 'Adds or changes the rates of a CSV file, one row for each tier; all or nothing.',
    ...FILE,
    handle: async (call) => imported('UsageRateImport', await importUsageRates(call, bytesOf(call.body))),
  }),
  endpoint({
    id: 'platform-list-exchange-rates',
    method: 'GET',
    path: '/v1/platform/exchangerates',
    group: GROUP,
    summary: 'The exchange rates of a month, or of the thirteen months up to the next one.',
    capability: 'platform.catalog.read',
    query: schema.exchangeRatesQuery,
    response: schema.exchangeRatesSchema,
    handle: async (call) => {
      const found = await findExchangeRates(call, dayOfInstant(call.now), call.query.month)
      return accept(collection(found.map(presentExchangeRate), call.request.uri))
    },
  }),
  endpoint({
    id: 'platform-import-exchange-rates',
    path: '/v1/platform/exchangerates/import',
    summary: 'Adds or changes the exchange rates of a CSV file; all or nothing.',
    ...FILE,
    query: schema.exchangeRatesImportQuery,
    handle: async (call) => {
      const done = await importExchangeRates(call, bytesOf(call.body), call.query.rateDate)
      return imported('ExchangeRateImport', done)
    },
  }),
]
