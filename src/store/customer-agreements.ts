import type { Instant } from '../core/calendar/day.js'
import { instantParameter } from './codecs.js'
import type { CustomerKey } from './customers.js'
import type { Session } from './database.js'

/** The agreements there are, in the words existing clients know. */
export type AgreementType = 'MicrosoftCloudAgreement' | 'MicrosoftCustomerAgreement'

/** The one without which nothing can be bought. */
export const AGREEMENT_TO_BUY: AgreementType = 'MicrosoftCustomerAgreement'

/** That somebody of a customer accepted an agreement. */
export interface CustomerAgreement extends CustomerKey {
  readonly agreementId: string
  readonly templateId: string
  readonly type: AgreementType
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  /** Empty where none was given. */
  readonly phoneNumber: string
  readonly agreedAt: Instant
  readonly confirmedAt: Instant
  /** Id of the user who attested it. */
  readonly confirmedBy: string
}

/** Confirmations of a customer, the newest first; of one type or of all. */
export async function listCustomerAgreements(
  session: Session,
  { partnerId, customerId }: CustomerKey,
  type: AgreementType | undefined,
): Promise<CustomerAgreement[]> {
  const { rows } = await session.query<CustomerAgreement>(
    `select partner_id as "partnerId", customer_id as "customerId", agreement_id as "agreementId",
       template_id as "templateId", type, first_name as "firstName", last_name as "lastName", email,
       phone_number as "phoneNumber", agreed_at as "agreedAt", confirmed_at as "confirmedAt",
       confirmed_by as "confirmedBy"
     from customer_agreement
     where partner_id = $1 and customer_id = $2 and ($3::text is null or type = $3)
     order by confirmed_at desc, agreement_id limit 1000`,
    [partnerId, customerId, type ?? null],
  )
  return rows
}

/** Stores a confirmation; gives whether it is new: the same details twice are one. */
export async function insertCustomerAgreement(session: Session, agreement: CustomerAgreement): Promise<boolean> {
  const { rowCount } = await session.query(
    `insert into customer_agreement (partner_id, customer_id, agreement_id, template_id, type, first_name, last_name,
       email, phone_number, agreed_at, confirmed_at, confirmed_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (partner_id, customer_id, template_id, agreed_at, email, first_name, last_name, phone_number) do nothing`,
    [
      agreement.partnerId,
      agreement.customerId,
      agreement.agreementId,
      agreement.templateId,
      agreement.type,
      agreement.firstName,
      agreement.lastName,
      agreement.email,
      agreement.phoneNumber,
      instantParameter(agreement.agreedAt),
      instantParameter(agreement.confirmedAt),
      agreement.confirmedBy,
    ],
  )
  return rowCount === 1
}

/** Whether the agreement without which nothing can be bought was confirmed for a customer or signed by it. */
export async function findStandingAgreement(
  session: Session,
  { partnerId, customerId }: CustomerKey,
): Promise<boolean> {
  const { rows } = await session.query<{ stands: boolean }>(
    `select c.direct_signed_at is not null or exists (
       select from customer_agreement a
       where a.partner_id = c.partner_id and a.customer_id = c.customer_id and a.type = $3) as stands
     from customer c where c.partner_id = $1 and c.customer_id = $2`,
    [partnerId, customerId, AGREEMENT_TO_BUY],
  )
  return rows[0]?.stands ?? false
}

/** When a customer itself signed the customer agreement; `null` where it did not. */
export async function findDirectSignature(
  session: Session,
  { partnerId, customerId }: CustomerKey,
): Promise<Instant | null> {
  const { rows } = await session.query<{ directSignedAt: Instant | null }>(
    `select direct_signed_at as "directSignedAt" from customer where partner_id = $1 and customer_id = $2`,
    [partnerId, customerId],
  )
  return rows[0]?.directSignedAt ?? null
}

/** Notes that a customer itself signed; the first signature stays. */
export async function setDirectSignature(
  session: Session,
  { partnerId, customerId }: CustomerKey,
  at: Instant,
): Promise<void> {
  await session.query(
    `update customer set direct_signed_at = coalesce(direct_signed_at, $3) where partner_id = $1 and customer_id = $2`,
    [partnerId, customerId, instantParameter(at)],
  )
}
