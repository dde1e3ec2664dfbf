import type { Session } from './database.js'

/** A partner on the other side of a relationship between an indirect provider and an indirect reseller. */
export interface RelatedPartner {
  readonly partnerId: string
  readonly name: string
  readonly mpnId: string
  readonly country: string
  readonly state: 'active' | 'ended'
}

const SELECT = 'r.partner_id as "partnerId", r.name, r.mpn_id as "mpnId", r.country, l.state'

/** Indirect resellers that work with a provider, by name; those whose name holds a text, in any case. */
export async function listResellers(
  session: Session,
  providerId: string,
  nameHolds: string | undefined,
): Promise<RelatedPartner[]> {
  const { rows } = await session.query<RelatedPartner>(
    `select ${SELECT} from reseller_link l join partner r on r.partner_id = l.reseller_id
     where l.partner_id = $1 and l.state = 'active' and ($2::text is null or strpos(lower(r.name), lower($2)) > 0)
     order by lower(r.name), r.partner_id limit 10000`,
    [providerId, nameHolds ?? null],
  )
  return rows
}

/** Indirect providers a reseller works with, by name; those whose name holds a text, in any case. */
export async function listProviders(
  session: Session,
  resellerId: string,
  nameHolds: string | undefined,
): Promise<RelatedPartner[]> {
  const { rows } = await session.query<RelatedPartner>(
    `select ${SELECT} from reseller_link l join partner r on r.partner_id = l.partner_id
     where l.reseller_id = $1 and l.state = 'active' and ($2::text is null or strpos(lower(r.name), lower($2)) > 0)
     order by lower(r.name), r.partner_id limit 10000`,
    [resellerId, nameHolds ?? null],
  )
  return rows
}

/** The reseller of a provider with an account id or network id, or `undefined`. */
export async function findReseller(
  session: Session,
  providerId: string,
  idOrMpnId: string,
): Promise<RelatedPartner | undefined> {
  const { rows } = await session.query<RelatedPartner>(
    `select ${SELECT} from reseller_link l join partner r on r.partner_id = l.reseller_id
     where l.partner_id = $1 and l.state = 'active' and (r.partner_id::text = lower($2) or r.mpn_id = $2)
     order by r.partner_id limit 1`,
    [providerId, idOrMpnId],
  )
  return rows[0]
}
