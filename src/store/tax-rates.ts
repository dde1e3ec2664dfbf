import type { Day, Instant } from '../core/calendar/day.js'
import type { TaxClass } from '../core/invoicing/tax-class.js'
import type { TaxRate } from '../core/invoicing/tax-engine.js'
import type { TaxPlace } from '../core/invoicing/tax-territory.js'
import type { TaxRegistration } from '../core/invoicing/tax-treatment.js'
import { formatDecimal, parseDecimal } from '../core/money/decimal.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** A rate as it is kept. */
export interface StoredTaxRate extends TaxRate {
  /** An example, to be replaced by rates somebody answers for. */
  readonly sample: boolean
}

/** Who recorded something, and when. */
export interface Recorded {
  readonly recordedAt: Instant
  readonly recordedBy: string
}

export interface StoredRegistration extends TaxRegistration, Recorded {
  readonly registrationId: string
}

type RateRow = Omit<StoredTaxRate, 'rate' | 'validTo'> & { readonly rate: string; readonly validTo: Day | null }

const RATE_COLUMNS = `country, region, tax_class as "taxClass", component, valid_from as "validFrom",
  valid_to as "validTo", position, rate, sample`

/** Every rate, or those of a country, in order of place, class, component and day. */
export async function listTaxRates(session: Session, country?: string): Promise<StoredTaxRate[]> {
  const { rows } = await session.query<RateRow>(
    `select ${RATE_COLUMNS} from tax_rate where $1::text is null or country = $1
     order by country, region, tax_class, position, component, valid_from`,
    [country ?? null],
  )
  return rows.map(({ rate, validTo, ...row }) => ({ ...row, rate: parseDecimal(rate)!, validTo: validTo ?? undefined }))
}

/** Makes rates exclusively one's own until the transaction ends, so that nobody else changes them meanwhile. */
export async function lockTaxRates(session: Session): Promise<void> {
  await session.query('select pg_advisory_xact_lock($1)', [LOCK])
}

const LOCK = 7_072_111_730n

/** Adds rates; those with the same place, class, component and first day are replaced. */
export async function storeTaxRates(session: Session, rates: readonly StoredTaxRate[], by: Recorded): Promise<void> {
  const keys = [
    rates.map((rate) => rate.country),
    rates.map((rate) => rate.region),
    rates.map((rate) => rate.taxClass),
    rates.map((rate) => rate.component),
    rates.map((rate) => dayParameter(rate.validFrom)),
  ]
  const keyed = 'unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[]'
  await session.query(
    `delete from tax_rate r using ${keyed}) as k (country, region, tax_class, component, valid_from)
     where r.country = k.country and r.region = k.region and r.tax_class = k.tax_class and r.component = k.component
       and r.valid_from = k.valid_from`,
    keys,
  )
  await session.query(
    `insert into tax_rate (country, region, tax_class, component, valid_from, valid_to, position, rate, sample,
       recorded_at, recorded_by)
     select v.*, $10::timestamptz, $11::text
     from ${keyed}, $6::date[], $7::smallint[], $8::numeric[], $9::boolean[]) as v`,
    [
      ...keys,
      rates.map((rate) => (rate.validTo === undefined ? null : dayParameter(rate.validTo))),
      rates.map((rate) => rate.position),
      rates.map((rate) => formatDecimal(rate.rate)),
      rates.map((rate) => rate.sample),
      instantParameter(by.recordedAt),
      by.recordedBy,
    ],
  )
}

type RegistrationRow = Omit<StoredRegistration, 'until'> & { readonly until: Day | null }

const REGISTRATION_COLUMNS = `registration_id as "registrationId", kind, country, region, number, since, until,
  recorded_at as "recordedAt", recorded_by as "recordedBy"`

/** Every registration of the provider, that of its home first, then by country and age. */
export async function listRegistrations(session: Session): Promise<StoredRegistration[]> {
  const { rows } = await session.query<RegistrationRow>(
    `select ${REGISTRATION_COLUMNS} from tax_registration
     order by kind <> 'home', kind, country, region, since, registration_id`,
  )
  return rows.map(registrationOf)
}

function registrationOf({ until, ...row }: RegistrationRow): StoredRegistration {
  return { ...row, until: until ?? undefined }
}

/** Locks the registrations until the transaction ends and gives them. */
export async function lockRegistrations(session: Session): Promise<StoredRegistration[]> {
  await session.query('select pg_advisory_xact_lock($1)', [LOCK])
  return listRegistrations(session)
}

export async function insertRegistration(session: Session, registration: StoredRegistration): Promise<void> {
  const { registrationId, kind, country, region, number, since, until, recordedAt, recordedBy } = registration
  await session.query(
    `insert into tax_registration (registration_id, kind, country, region, number, since, until, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[registrationId, kind, country, region, number, dayParameter(since)],
      until === undefined ? null : dayParameter(until),
      instantParameter(recordedAt),
      recordedBy,
    ],
  )
}

/** Ends a registration: it no longer holds from `until` on. */
export async function endRegistration(session: Session, registrationId: string, until: Day): Promise<void> {
  await session.query('update tax_registration set until = $2 where registration_id = $1', [
    registrationId,
    dayParameter(until),
  ])
}

/** The tax classes of what is sold under availabilities. */
export async function findTaxClasses(
  session: Session,
  availabilityIds: readonly string[],
): Promise<ReadonlyMap<string, TaxClass>> {
  const { rows } = await session.query<{ readonly id: string; readonly taxClass: TaxClass }>(
    `select a.availability_id as id, s.tax_class as "taxClass"
     from availability a join sku s on s.product_id = a.product_id and s.sku_id = a.sku_id
     where a.availability_id = any($1::uuid[])`,
    [availabilityIds],
  )
  return new Map(rows.map(({ id, taxClass }) => [id, taxClass]))
}

/** The tax class of a SKU, or `undefined` where there is no such SKU; its row is locked until the transaction ends. */
export async function lockTaxClassOfSku(
  session: Session,
  productId: string,
  skuId: string,
): Promise<TaxClass | undefined> {
  const { rows } = await session.query<{ readonly taxClass: TaxClass }>(
    'select tax_class as "taxClass" from sku where product_id = $1 and sku_id = $2 for update',
    [productId, skuId],
  )
  return rows[0]?.taxClass
}

export async function setTaxClassOfSku(
  session: Session,
  productId: string,
  skuId: string,
  taxClass: TaxClass,
): Promise<void> {
  await session.query('update sku set tax_class = $3 where product_id = $1 and sku_id = $2', [
    productId,
    skuId,
    taxClass,
  ])
}

/** Where partners are taxed, and the classes of what is sold to them: each once. */
export async function listTaxPlaces(session: Session): Promise<{
  readonly places: readonly TaxPlace[]
  readonly taxClasses: readonly TaxClass[]
}> {
  const places = await session.query<TaxPlace>(
    `select country, '' as region from partner p
     where not exists (select from tax_profile t where t.partner_id = p.partner_id)
     union
     select country, region from (
       select distinct on (partner_id) country, region from tax_profile order by partner_id, version desc
     ) as latest`,
  )
  const classes = await session.query<{ readonly taxClass: TaxClass }>(
    'select distinct tax_class as "taxClass" from sku',
  )
  return { places: places.rows, taxClasses: classes.rows.map(({ taxClass }) => taxClass) }
}
