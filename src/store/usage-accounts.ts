import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { Session } from './database.js'

/** Stands for all rates and exchange rates there are: it differs once any of them is added or changed. */
export async function loadRatesDigest(session: Session): Promise<string> {
  const { rows } = await session.query<{ digest: string }>(
    `select coalesce((select sum(hashtextextended(r::text, 0)) from usage_rate r), 0) || '|' || coalesce((
       select sum(hashtextextended(concat_ws('|', month, pricing_currency, billing_currency, rate, rate_date), 0))
       from exchange_rate), 0) as digest`,
  )
  return rows[0]!.digest
}

/** What everything open of a partner was last rated with; `undefined` where it never was. */
export async function findRatedWith(session: Session, partnerId: string): Promise<string | undefined> {
  const { rows } = await session.query<{ rated_with: string | null }>(
    'select rated_with from usage_account where partner_id = $1',
    [partnerId],
  )
  return rows[0]?.rated_with ?? undefined
}

export async function noteRated(session: Session, partnerId: string, digest: string, at: Instant): Promise<void> {
  await session.query('update usage_account set rolled_up_at = $3, rated_with = $2 where partner_id = $1', [
    partnerId,
    digest,
    instantParameter(at),
  ])
}
