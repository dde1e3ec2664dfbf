import { dayOf } from '../core/calendar/day.js'
import { findPartners, insertPartners, type Partner } from '../store/partners.js'
import { country, currency, day, dayAfterFirst, optional, rowParser, text, uuid, whole } from './import-fields.js'
import { differenceBetween, type KeyedKind, type Verdict } from './import-keyed.js'

/** The first day a ledger can begin on: one that holds everything. */
const WHOLE_LEDGER = dayOf(1900, 1, 2)

const row = rowParser({
  partner_id: uuid,
  name: text(200),
  mpn_id: text(60),
  country,
  currency,
  billing_day: whole(1, 28),
  opened_on: day,
  ledger_start: optional(dayAfterFirst, WHOLE_LEDGER),
})

export const PARTNERS: KeyedKind<Partner> = {
  kind: 'partners',
  columns: row.columns,
  parse: (cells) => {
    const read = row.parse(cells)
    if (!read.ok) return read
    const { partner_id, name, mpn_id, country, currency, billing_day, opened_on, ledger_start } = read.value
    return {
      ok: true,
      value: {
        partnerId: partner_id,
        name,
        mpnId: mpn_id,
        country,
        currency,
        billingDay: billing_day,
        openedOn: opened_on,
        ledgerStart: ledger_start,
      },
    }
  },
  keyOf: (cells) => cells[0]!,
  open: async (session, values) => {
    const ids = values.map((value) => value.partnerId)
    const known = new Map(await findPartners(session, ids))
    const judge = (value: Partner): Verdict => {
      const stored = known.get(value.partnerId)
      if (stored === undefined) {
        known.set(value.partnerId, value)
        return 'new'
      }
      const difference = differenceBetween(value, stored)
      if (difference === undefined) return 'unchanged'
      return { code: 'already-exists', reason: `the partner exists already and differs in ${difference}` }
    }
    return { judge, insert: insertPartners }
  },
}
