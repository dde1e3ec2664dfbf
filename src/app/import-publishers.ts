import { listPublishers, type Publisher, savePublishers } from '../store/publishers.js'
import { country, listOf, optional, rowParser, setupUrl, text, truth } from './import-fields.js'
import { differenceBetween, type KeyedKind, type Verdict } from './import-keyed.js'

const row = rowParser({
  publisher_id: text(60),
  name: text(200),
  is_provider: optional(truth, false),
  setup_url: optional(setupUrl, null),
  countries: optional(listOf(country, 300), null),
  channel_excluded: optional(truth, false),
})

export const PUBLISHERS: KeyedKind<Publisher> = {
  kind: 'publishers',
  columns: row.columns,
  parse: (cells) => {
    const read = row.parse(cells)
    if (!read.ok) return read
    const { publisher_id, name, is_provider, setup_url, countries, channel_excluded } = read.value
    return {
      ok: true,
      value: {
        publisherId: publisher_id,
        name,
        isProvider: is_provider,
        setupUrl: setup_url,
        countries,
        channelExcluded: channel_excluded,
      },
    }
  },
  keyOf: (cells) => cells[0]!,
  open: async (session, values) => {
    const ids = values.map((value) => value.publisherId)
    const stored = await listPublishers(session, ids)
    const known = new Map(stored.map((publisher) => [publisher.publisherId, publisher]))
    const judge = (value: Publisher): Verdict => {
      const before = known.get(value.publisherId)
      if (before === undefined) {
        known.set(value.publisherId, value)
        return 'new'
      }
      const difference = differenceBetween(value, before)
      if (difference === undefined) return 'unchanged'
      return { code: 'already-exists', reason: `the publisher exists already and differs in ${difference}` }
    }
    return { judge, insert: savePublishers }
  },
}
