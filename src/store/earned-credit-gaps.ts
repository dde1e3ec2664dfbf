import type { Day, Instant } from '../core/calendar/day.js'
import { dayParameter, instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** Days on which a partner had no operational access, half-open: what was used then earns no credit. */
export interface EarnedCreditGap {
  readonly partnerId: string
  readonly gapId: string
  readonly subscriptionId: string
  /** The one entitlement it is about; `null` for all of the subscription. */
  readonly entitlementId: string | null
  readonly startsOn: Day
  /** First day with access again; `null` while there is none. */
  readonly endsOn: Day | null
  readonly reason: string
  readonly setAt: Instant
  readonly setBy: string
}

const COLUMNS = `partner_id as "partnerId", gap_id as "gapId", subscription_id as "subscriptionId",
  entitlement_id as "entitlementId", starts_on as "startsOn", ends_on as "endsOn", reason, set_at as "setAt",
  set_by as "setBy"`

export async function insertGap(session: Session, gap: EarnedCreditGap): Promise<void> {
  await session.query(
    `insert into earned_credit_gap (partner_id, gap_id, subscription_id, entitlement_id, starts_on, ends_on, reason,
       set_at, set_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[gap.partnerId, gap.gapId, gap.subscriptionId, gap.entitlementId],
      ...[dayParameter(gap.startsOn), gap.endsOn === null ? null : dayParameter(gap.endsOn)],
      ...[gap.reason, instantParameter(gap.setAt), gap.setBy],
    ],
  )
}

/** The gaps of a partner in order of their first days, after so many. */
export async function listGaps(
  session: Session,
  partnerId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly gaps: EarnedCreditGap[]; readonly total: number }> {
  const { rows } = await session.query<EarnedCreditGap>(
    `select ${COLUMNS} from earned_credit_gap where partner_id = $1 order by starts_on, gap_id offset $2 limit $3`,
    [partnerId, offset, limit],
  )
  const { rows: counted } = await session.query<{ total: bigint }>(
    'select count(*) as total from earned_credit_gap where partner_id = $1',
    [partnerId],
  )
  return { gaps: rows, total: Number(counted[0]!.total) }
}

/** A gap, locked until the transaction ends. */
export async function lockGap(
  session: Session,
  partnerId: string,
  gapId: string,
): Promise<EarnedCreditGap | undefined> {
  const { rows } = await session.query<EarnedCreditGap>(
    `select ${COLUMNS} from earned_credit_gap where partner_id = $1 and gap_id = $2 for update`,
    [partnerId, gapId],
  )
  return rows[0]
}

export async function setGapEnd(session: Session, partnerId: string, gapId: string, endsOn: Day): Promise<void> {
  await session.query('update earned_credit_gap set ends_on = $3 where partner_id = $1 and gap_id = $2', [
    partnerId,
    gapId,
    dayParameter(endsOn),
  ])
}
