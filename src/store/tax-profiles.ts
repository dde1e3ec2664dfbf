import type { Day } from '../core/calendar/day.js'
import type { TaxIdState } from '../core/invoicing/tax-treatment.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'
import type { Recorded } from './tax-rates.js'

/** What decides about how a partner is taxed, from a day on. */
export interface TaxProfile extends Recorded {
  readonly partnerId: string
  readonly version: number
  readonly validFrom: Day
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** State or province; empty where none is known. */
  readonly region: string
  /** `null` for none. */
  readonly taxId: string | null
}

/** What a check of a tax id found. */
export interface TaxIdValidation extends Recorded {
  readonly partnerId: string
  readonly validationId: string
  readonly taxId: string
  readonly state: TaxIdState
  readonly checkedOn: Day
  readonly evidence: string
  /** Who or what checked. */
  readonly validator: string
}

const PROFILE_COLUMNS = `partner_id as "partnerId", version, valid_from as "validFrom", country, region,
  tax_id as "taxId", recorded_at as "recordedAt", recorded_by as "recordedBy"`
const VALIDATION_COLUMNS = `partner_id as "partnerId", validation_id as "validationId", tax_id as "taxId", state,
  checked_on as "checkedOn", evidence, validator, recorded_at as "recordedAt", recorded_by as "recordedBy"`

/** Every version of the profiles of partners, newest first. */
export async function listTaxProfiles(session: Session, partnerIds: readonly string[]): Promise<TaxProfile[]> {
  const { rows } = await session.query<TaxProfile>(
    `select ${PROFILE_COLUMNS} from tax_profile where partner_id = any($1::uuid[]) order by partner_id, version desc`,
    [partnerIds],
  )
  return rows
}

export async function insertTaxProfile(session: Session, profile: TaxProfile): Promise<void> {
  const { partnerId, version, validFrom, country, region, taxId, recordedAt, recordedBy } = profile
  await session.query(
    `insert into tax_profile (partner_id, version, valid_from, country, region, tax_id, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [partnerId, version, dayParameter(validFrom), country, region, taxId, instantParameter(recordedAt), recordedBy],
  )
}

/** Every check of tax ids of partners, last first. */
export async function listTaxIdValidations(
  session: Session,
  partnerIds: readonly string[],
): Promise<TaxIdValidation[]> {
  const { rows } = await session.query<TaxIdValidation>(
    `select ${VALIDATION_COLUMNS} from tax_id_validation where partner_id = any($1::uuid[])
     order by partner_id, checked_on desc, recorded_at desc, validation_id desc`,
    [partnerIds],
  )
  return rows
}

export async function insertTaxIdValidation(session: Session, validation: TaxIdValidation): Promise<void> {
  const { partnerId, validationId, taxId, state, checkedOn, evidence, validator, recordedAt, recordedBy } = validation
  await session.query(
    `insert into tax_id_validation (partner_id, validation_id, tax_id, state, checked_on, evidence, validator,
       recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[partnerId, validationId, taxId, state, dayParameter(checkedOn), evidence, validator],
      ...[instantParameter(recordedAt), recordedBy],
    ],
  )
}

/** Where partners are, for those that never said anything about taxes. */
export async function listPartnerCountries(
  session: Session,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await session.query<{ readonly partnerId: string; readonly country: string }>(
    'select partner_id as "partnerId", country from partner where partner_id = any($1::uuid[])',
    [partnerIds],
  )
  return new Map(rows.map(({ partnerId, country }) => [partnerId, country]))
}

/** The date of the last invoice of a partner, or `undefined`; the partner is locked, so that none is issued meanwhile. */
export async function lockLastInvoiceDay(session: Session, partnerId: string): Promise<Day | undefined> {
  await session.query('select from partner where partner_id = $1 for no key update', [partnerId])
  const { rows } = await session.query<{ readonly last: Day | null }>(
    'select max(invoice_date) as last from invoice where partner_id = $1',
    [partnerId],
  )
  return rows[0]?.last ?? undefined
}
