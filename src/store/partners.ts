import type { Day } from '../core/calendar/day.js'
import type { Currency } from '../core/money/currency.js'
import { dayParameter } from './codecs.js'
import type { Session } from './database.js'

/** A partner as it was onboarded. */
export interface Partner {
  readonly partnerId: string
  readonly name: string
  readonly mpnId: string
  readonly country: string
  readonly currency: Currency
  /** Day of month of the recurring invoice, 1 to 28. */
  readonly billingDay: number
  readonly openedOn: Day
  /** First day whose charges this ledger holds. */
  readonly ledgerStart: Day
}

/** A partner with how far it has been billed. */
export interface BilledPartner extends Partner {
  readonly chargedThrough: Day
  readonly invoicedThrough: Day
}

const COLUMNS = `partner_id as "partnerId", name, mpn_id as "mpnId", country, currency, billing_day as "billingDay",
  opened_on as "openedOn", ledger_start as "ledgerStart"`

/** Those of these partners that exist, by id. */
export async function findPartners(
  session: Session,
  partnerIds: readonly string[],
): Promise<ReadonlyMap<string, Partner>> {
  const { rows } = await session.query<Partner>(`select ${COLUMNS} from partner where partner_id = any($1::uuid[])`, [
    partnerIds,
  ])
  return new Map(rows.map((row) => [row.partnerId, row]))
}

/** Every partner, by id. */
export async function loadAllPartners(session: Session): Promise<Map<string, BilledPartner>> {
  const { rows } = await session.query<BilledPartner>(
    `select ${COLUMNS}, charged_through as "chargedThrough", invoiced_through as "invoicedThrough" from partner`,
  )
  return new Map(rows.map((row) => [row.partnerId, row]))
}

/** Inserts partners of which nothing has been charged or invoiced: their ledger begins on `ledgerStart`. */
export async function insertPartners(session: Session, partners: readonly Partner[]): Promise<void> {
  await session.query(
    `insert into partner (partner_id, name, mpn_id, country, currency, billing_day, opened_on, ledger_start,
       charged_through, invoiced_through)
     select v.*, v.ledger_start - 1, v.ledger_start - 1
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::date[], $8::date[])
       as v (partner_id, name, mpn_id, country, currency, billing_day, opened_on, ledger_start)`,
    [
      partners.map((partner) => partner.partnerId),
      partners.map((partner) => partner.name),
      partners.map((partner) => partner.mpnId),
      partners.map((partner) => partner.country),
      partners.map((partner) => partner.currency),
      partners.map((partner) => partner.billingDay),
      partners.map((partner) => dayParameter(partner.openedOn)),
      partners.map((partner) => dayParameter(partner.ledgerStart)),
    ],
  )
}
