import { jsonParameter } from './codecs.js'
import type { Session } from './database.js'

/** Who makes what is sold. */
export interface Publisher {
  readonly publisherId: string
  readonly name: string
  /** Whether it is the provider itself, not an independent publisher. */
  readonly isProvider: boolean
  /** Where a customer configures what it bought; `{subscription}` stands for the id of the subscription. */
  readonly setupUrl: string | null
  /** Countries (ISO 3166-1 alpha-2) it supports; `null` for all. */
  readonly countries: readonly string[] | null
  /** Whether it keeps everything it makes out of the partner channel. */
  readonly channelExcluded: boolean
}

/** Every publisher, or those with these ids, in order of id. */
export async function listPublishers(session: Session, ids: readonly string[] | null = null): Promise<Publisher[]> {
  const { rows } = await session.query<Publisher>(
    `select publisher_id as "publisherId", name, is_provider as "isProvider", setup_url as "setupUrl", countries,
       channel_excluded as "channelExcluded"
     from publisher where $1::text[] is null or publisher_id = any($1::text[]) order by publisher_id collate "C"`,
    [ids],
  )
  return rows
}

/** Writes publishers; those that exist are replaced. */
export async function savePublishers(session: Session, publishers: readonly Publisher[]): Promise<void> {
  await session.query(
    `insert into publisher (publisher_id, name, is_provider, setup_url, countries, channel_excluded)
     select "publisherId", name, "isProvider", "setupUrl", countries, "channelExcluded"
     from jsonb_to_recordset($1::jsonb) as p ("publisherId" text, name text, "isProvider" boolean, "setupUrl" text,
       countries text[], "channelExcluded" boolean)
     on conflict (publisher_id) do update set name = excluded.name, is_provider = excluded.is_provider,
       setup_url = excluded.setup_url, countries = excluded.countries, channel_excluded = excluded.channel_excluded`,
    [jsonParameter(publishers)],
  )
}
