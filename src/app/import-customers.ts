import { type Customer, customerKeyOf, findCustomers, insertCustomers } from '../store/customers.js'
import { findPartners } from '../store/partners.js'
import { country, nullable, optional, rowParser, text, uuid } from './import-fields.js'
import { differenceBetween, type KeyedKind, type Verdict } from './import-keyed.js'

const row = rowParser({
  partner_id: uuid,
  customer_id: uuid,
  name: text(200),
  domain_name: text(253),
  country,
  reseller_mpn_id: optional(nullable(text(60)), null),
})

export const CUSTOMERS: KeyedKind<Customer> = {
  kind: 'customers',
  columns: row.columns,
  parse: (cells) => {
    const read = row.parse(cells)
    if (!read.ok) return read
    const { partner_id, customer_id, name, domain_name, country, reseller_mpn_id } = read.value
    return {
      ok: true,
      value: {
        partnerId: partner_id,
        customerId: customer_id,
        name,
        domainName: domain_name,
        country,
        resellerMpnId: reseller_mpn_id,
      },
    }
  },
  keyOf: (cells) => `${cells[0]}/${cells[1]}`,
  open: async (session, values) => {
    const partners = await findPartners(session, [...new Set(values.map((value) => value.partnerId))])
    const known = new Map(await findCustomers(session, values))
    const judge = (value: Customer): Verdict => {
      if (!partners.has(value.partnerId)) {
        return { code: 'unknown-partner', reason: `there is no partner ${value.partnerId}` }
      }
      const key = customerKeyOf(value)
      const stored = known.get(key)
      if (stored === undefined) {
        known.set(key, value)
        return 'new'
      }
      const difference = differenceBetween(value, stored)
      if (difference === undefined) return 'unchanged'
      return { code: 'already-exists', reason: `the customer exists already and differs in ${difference}` }
    }
    return { judge, insert: insertCustomers }
  },
}
