import { BinaryRowWriter } from './binary-copy.js'
import type { Session } from './database.js'

export interface Customer {
  readonly partnerId: string
  readonly customerId: string
  readonly name: string
  readonly domainName: string
  readonly country: string
  readonly resellerMpnId: string | null
}

/** What names a customer. */
export type CustomerKey = Pick<Customer, 'partnerId' | 'customerId'>

/** A customer's key as one text. */
export function customerKeyOf({ partnerId, customerId }: CustomerKey): string {
  return `${partnerId}/${customerId}`
}

/** Those of these customers that exist, by key. */
export async function findCustomers(
  session: Session,
  keys: readonly CustomerKey[],
): Promise<ReadonlyMap<string, Customer>> {
  const { rows } = await session.query<Customer>(
    `select c.partner_id as "partnerId", c.customer_id as "customerId", c.name, c.domain_name as "domainName", c.country,
       c.reseller_mpn_id as "resellerMpnId"
     from unnest($1::uuid[], $2::uuid[]) as k (partner_id, customer_id)
     join customer c on c.partner_id = k.partner_id and c.customer_id = k.customer_id`,
    [keys.map((key) => key.partnerId), keys.map((key) => key.customerId)],
  )
  return new Map(rows.map((row) => [customerKeyOf(row), row]))
}

/** The keys of those of these customers that exist. */
export async function findCustomerKeys(session: Session, keys: readonly CustomerKey[]): Promise<ReadonlySet<string>> {
  const { rows } = await session.query<CustomerKey>(
    `select c.partner_id as "partnerId", c.customer_id as "customerId"
     from unnest($1::uuid[], $2::uuid[]) as k (partner_id, customer_id)
     join customer c on c.partner_id = k.partner_id and c.customer_id = k.customer_id`,
    [keys.map((key) => key.partnerId), keys.map((key) => key.customerId)],
  )
  return new Set(rows.map(customerKeyOf))
}

export async function insertCustomers(session: Session, customers: readonly Customer[]): Promise<void> {
  const writer = new BinaryRowWriter()
  for (const customer of customers) {
    writer.row(6)
    writer.uuid(customer.partnerId)
    writer.uuid(customer.customerId)
    writer.text(customer.name)
    writer.text(customer.domainName)
    writer.text(customer.country)
    if (customer.resellerMpnId === null) writer.null()
    else writer.text(customer.resellerMpnId)
  }
  await session.copyIn(
    `copy customer (partner_id, customer_id, name, domain_name, country, reseller_mpn_id) from stdin (format binary)`,
    writer.finish(),
  )
}
