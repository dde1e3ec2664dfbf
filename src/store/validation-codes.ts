import type { Session } from './database.js'

/** A code the provider gave a partner, with which it may qualify customers as governments. */
export interface ValidationCode {
  readonly partnerId: string
  readonly validationId: string
  readonly organizationName: string
  readonly maximumCustomers: number
  readonly remainingCustomers: number
  readonly version: number
}

/** The codes of a partner. */
export async function listValidationCodes(session: Session, partnerId: string): Promise<ValidationCode[]> {
  const { rows } = await session.query<ValidationCode>(
    `select partner_id as "partnerId", validation_id as "validationId", organization_name as "organizationName",
       maximum_customers as "maximumCustomers", remaining_customers as "remainingCustomers", version
     from government_validation_code where partner_id = $1 order by validation_id limit 1000`,
    [partnerId],
  )
  return rows
}

/** Uses a code for one more customer; gives whether it had any left. */
export async function takeValidationCode(session: Session, partnerId: string, validationId: string): Promise<boolean> {
  const { rowCount } = await session.query(
    `update government_validation_code set remaining_customers = remaining_customers - 1, version = version + 1
     where partner_id = $1 and validation_id = $2 and remaining_customers > 0`,
    [partnerId, validationId],
  )
  return rowCount === 1
}

/** Gives a partner a code; gives whether it is new. */
export async function insertValidationCode(session: Session, code: Omit<ValidationCode, 'version'>): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into government_validation_code (partner_id, validation_id, organization_name, maximum_customers,
       remaining_customers)
     values ($1, $2, $3, $4, $5) on conflict (partner_id, validation_id) do nothing`,
    [code.partnerId, code.validationId, code.organizationName, code.maximumCustomers, code.remainingCustomers],
  )
  return rowCount === 1
}
