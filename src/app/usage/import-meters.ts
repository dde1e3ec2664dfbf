import type { Meter } from '../../core/rating/meter.js'
import { accept, type Outcome, type Refusal, refuse } from '../../core/refusal.js'
import { loadMeters } from '../../store/meters.js'
import { listMetersInUse, lockUsagePrices, saveMeters } from '../../store/usage-prices.js'
import { recordChanges } from '../audit.js'
import { currentCatalog, type StoredCatalog } from '../current-catalog.js'
import { currency, idPart, optional, rowParser, text, truth, uuid } from '../import-fields.js'
import { PLATFORM_ID, type UseCase } from '../use-case.js'
import {
  problemOf,
  readUsageFile,
  refuseUsageFile,
  type UsageFileImport,
  type UsageFileProblem,
  type UsageFileRow,
} from './read-usage-file.js'

const FILE = rowParser({
  meter_id: uuid,
  product_id: idPart(100),
  sku_id: idPart(100),
  name: text(200),
  category: text(100),
  subcategory: optional(text(100), ''),
  region: optional(text(100), ''),
  unit: text(60),
  unit_type: optional(text(60), ''),
  service_name: optional(text(100), ''),
  service_type: optional(text(100), ''),
  metered_region: optional(text(100), ''),
  resource_sku: optional(text(100), ''),
  pricing_currency: currency,
  shared: optional(truth, false),
})

/** Adds or changes the meters of a CSV file; all or nothing. */
export async function importMeters(
  context: UseCase,
  source: AsyncIterable<Uint8Array>,
): Promise<Outcome<UsageFileImport>> {
  const { session } = context
  const read = await readUsageFile(source, FILE)
  if (!read.ok) return read
  await lockUsagePrices(session)
  const rows = read.value.rows.map(({ line, value }) => ({ line, value: meterOf(value) }))
  const known = await loadMeters(
    session,
    rows.map(({ value }) => value.meterId),
  )
  const problems = [...read.value.problems, ...(await faultsOf(context, rows, known))]
  if (problems.length > 0) return refuseUsageFile(problems)
  const meters = rows.map(({ value }) => value)
  const added = meters.filter(({ meterId }) => !known.has(meterId))
  const changed = meters.filter((meter) => known.has(meter.meterId) && !isSame(meter, known.get(meter.meterId)!))
  const written = [...added, ...changed]
  if (written.length > 0) await saveMeters(session, written)
  await recordChanges(
    context,
    written.map((meter) => ({
      ...{ partnerId: PLATFORM_ID, customer: null, resourceType: 'meter' },
      operationType: known.has(meter.meterId) ? 'update_meter' : 'create_meter',
      before: known.get(meter.meterId) ?? null,
      after: meter,
    })),
  )
  return accept({
    added: added.length,
    changed: changed.length,
    unchanged: meters.length - written.length,
  })
}

type ReadMeter = Extract<ReturnType<typeof FILE.parse>, { readonly ok: true }>['value']

function meterOf(row: ReadMeter): Meter {
  return {
    meterId: row.meter_id,
    productId: row.product_id,
    skuId: row.sku_id,
    name: row.name,
    category: row.category,
    subcategory: row.subcategory,
    region: row.region,
    unit: row.unit,
    unitType: row.unit_type === '' ? row.unit : row.unit_type,
    serviceName: row.service_name,
    serviceType: row.service_type,
    meteredRegion: row.metered_region,
    resourceSku: row.resource_sku,
    pricingCurrency: row.pricing_currency,
    shared: row.shared,
  }
}

/** What keeps lines that can be read from being taken. */
async function faultsOf(
  { session }: UseCase,
  rows: readonly UsageFileRow<Meter>[],
  known: ReadonlyMap<string, Meter>,
): Promise<UsageFileProblem[]> {
  const catalog = await currentCatalog(session)
  const moved = rows.filter(({ value }) => isMoved(value, known.get(value.meterId)))
  const inUse = await listMetersInUse(
    session,
    moved.map(({ value }) => value.meterId),
  )
  const seen = new Map<string, number>()
  const problems: UsageFileProblem[] = []
  for (const { line, value } of rows) {
    const twice = seen.get(value.meterId)
    seen.set(value.meterId, line)
    const fault =
      twice === undefined
        ? (saleFault(value, catalog) ?? moveFault(value, known.get(value.meterId), inUse))
        : refuse('malformed', { what: 'meter_id', problem: `the meter stands in line ${twice} already` }).refusal
    if (fault !== undefined) problems.push(problemOf(line, fault))
  }
  return problems
}

function saleFault({ productId, skuId }: Meter, { skus }: StoredCatalog): Refusal | undefined {
  const sku = skus.get(`${productId}:${skuId}`)
  if (sku === undefined) return refuse('not-found', { what: 'SKU', id: `${productId}:${skuId}` }).refusal
  if (sku.profile.usage !== null) return undefined
  return refuse('sku-not-metered', { sku: sku.sku, profile: sku.profile.id }).refusal
}

/** What is invoiced says to whom it belongs and how it was priced; before there is usage, a slip can be mended. */
function moveFault(meter: Meter, known: Meter | undefined, inUse: ReadonlySet<string>): Refusal | undefined {
  if (!isMoved(meter, known) || !inUse.has(meter.meterId)) return undefined
  return refuse('meter-in-use', { meter: known!.name }).refusal
}

function isMoved(meter: Meter, known: Meter | undefined): boolean {
  if (known === undefined) return false
  const { productId, skuId, pricingCurrency } = known
  return meter.productId !== productId || meter.skuId !== skuId || meter.pricingCurrency !== pricingCurrency
}

function isSame(left: Meter, right: Meter): boolean {
  return (Object.keys(left) as (keyof Meter)[]).every((name) => left[name] === right[name])
}
