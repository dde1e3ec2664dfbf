import { beforeAll, expect, it } from 'vitest'
import { describeEachLedger } from '../../test/support/databases.js'
import { CHARGE_TYPES } from '../core/catalog/charge-type.js'
import type { Database } from './database.js'

/** What keeps the schema distributable by partner; each query names what breaks a rule, and so must come back empty. */
const RULES: Readonly<Record<string, string>> = {
  'every table has a primary key that holds partner_id': `
    select c.relname as wrong from owned c where not exists (
      select from pg_constraint k
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'partner_id' and a.attnum = any(k.conkey)
      where k.conrelid = c.oid and k.contype = 'p')`,
  'every unique constraint and unique index holds partner_id': `
    select i.indexrelid::regclass::text as wrong from pg_index i join owned c on c.oid = i.indrelid
    where i.indisunique and not exists (
      select from pg_attribute a
      where a.attrelid = c.oid and a.attname = 'partner_id' and a.attnum = any(i.indkey))`,
  'foreign keys between tables of a partner hold partner_id on both sides': `
    select k.conname as wrong from pg_constraint k
    join owned c on c.oid = k.conrelid join owned t on t.oid = k.confrelid
    where k.contype = 'f' and not exists (
      select from unnest(k.conkey, k.confkey) as x (own, theirs)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = x.own and a.attname = 'partner_id'
      join pg_attribute b on b.attrelid = t.oid and b.attnum = x.theirs and b.attname = 'partner_id')`,
  'no foreign key points from a reference table to a table of a partner': `
    select k.conname as wrong from pg_constraint k join owned t on t.oid = k.confrelid
    where k.contype = 'f' and k.conrelid not in (select oid from owned)`,
  'tables of a partner have no triggers of ours': `
    select t.tgname as wrong from pg_trigger t join owned c on c.oid = t.tgrelid where not t.tgisinternal`,
}

const WITH_OWNED = `with owned as (
  select c.oid, c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname = 'partner_id' and not a.attisdropped
)`

/** Made to break one rule each, so that a rule that finds nothing is known to look. */
const KNOWN_BAD: Readonly<Record<keyof typeof RULES, string>> = {
  'every table has a primary key that holds partner_id':
    'create table bad (partner_id uuid, id uuid, unique (partner_id, id))',
  'every unique constraint and unique index holds partner_id':
    'create table bad (partner_id uuid, id uuid unique, primary key (partner_id, id))',
  'foreign keys between tables of a partner hold partner_id on both sides': `
    create table bad_target (partner_id uuid, id uuid unique, primary key (partner_id, id));
    create table bad (partner_id uuid, id uuid, target uuid references bad_target (id), primary key (partner_id, id))`,
  'no foreign key points from a reference table to a table of a partner':
    'create table bad (id uuid primary key, owner uuid references partner)',
  'tables of a partner have no triggers of ours': `
    create function bad() returns trigger language plpgsql as 'begin return new; end';
    create trigger bad before insert on customer for each row execute function bad()`,
}

describeEachLedger('the migrated schema', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })

  it('knows the tables of a partner', async () => {
    const { rows } = await database.query<{ relname: string }>(`${WITH_OWNED} select relname from owned order by 1`)
    expect(rows.map((row) => row.relname)).toEqual([
      'adjustment',
      'amendment',
      'amendment_charge',
      'amendment_line',
      'amendment_tax',
      'api_request',
      'audit_record',
      'cart',
      'charge',
      'charging_state',
      'credit_limit',
      'credit_request',
      'customer',
      'customer_agreement',
      'customer_order',
      'customer_role_member',
      'customer_user',
      'earned_credit_gap',
      'export_file',
      'export_file_part',
      'export_job',
      'export_part',
      'government_validation_code',
      'invoice',
      'invoice_adjustment',
      'invoice_line',
      'invoice_parties',
      'invoice_tax',
      'journal_entry',
      'license_assignment',
      'mail',
      'mail_preference',
      'notice',
      'order_line',
      'partner',
      'partner_lifecycle',
      'partner_profile',
      'payment',
      'pending_activation',
      'quarantine',
      'rated_usage',
      'reminder',
      'reseller_link',
      'sandbox_advance',
      'service_request',
      'service_request_note',
      'stored_file',
      'stored_file_part',
      'subscription',
      'subscription_event',
      'tax_certificate',
      'tax_exemption',
      'tax_id_validation',
      'tax_profile',
      'transition',
      'usage_account',
      'usage_batch',
      'usage_budget',
      'usage_budget_notice',
      'usage_charge',
      'usage_close',
      'usage_day',
      'usage_event',
      'usage_refusal',
      'usage_resource',
      'webhook_attempt',
      'webhook_delivery',
      'webhook_registration',
      'withholding',
    ])
  })

  for (const [rule, sql] of Object.entries(RULES)) {
    it(rule, async () => {
      expect((await database.query(WITH_OWNED + sql)).rows).toEqual([])
      const undone = new Error('undone')
      const found = database.transaction(async (session) => {
        await session.execute(KNOWN_BAD[rule]!)
        expect((await session.query(WITH_OWNED + sql)).rows.length).toBeGreaterThan(0)
        throw undone
      })
      await expect(found).rejects.toBe(undone)
    })
  }

  it('lets the program read and add to what must not change, and no more', async () => {
    const { rows } = await database.query<{ table: string; privileges: string }>(
      `select table_name as table, string_agg(privilege_type, ' ' order by privilege_type) as privileges
       from information_schema.role_table_grants where grantee = 'prorata_program' group by table_name`,
    )
    const granted = new Map(rows.map((row) => [row.table, row.privileges]))
    for (const table of [
      'charge',
      'subscription_event',
      'invoice',
      'invoice_line',
      'invoice_adjustment',
      'amendment',
      'amendment_line',
      'amendment_tax',
      'amendment_charge',
      'audit_record',
      'transition',
      'payment',
      'journal_entry',
    ]) {
      expect([table, granted.get(table)]).toEqual([table, 'INSERT SELECT'])
    }
    const insert = `insert into charge select '018f0001-0000-7000-8000-000000000001', '2026-01-01',
      '018f0001-0000-7000-8000-000000000002', 1, 1, 'USD', '2026-01-01', 1, '2026-01-01', '2026-02-01', 1, 1, 1, 1, 1, 1,
      '018f0001-0000-7000-8000-000000000003', null, 1, 31, 31, null`
    for (const statement of ['update charge set amount = 0', 'delete from charge', 'truncate charge']) {
      const refused = database.transaction(async (session) => {
        await session.execute('set local role prorata_program')
        await session.query(insert)
        await session.query(statement)
      })
      await expect(refused).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('names every charge type as the core does', async () => {
    const { rows } = await database.query<{ name: string; charge_type: number }>('select * from charge_type')
    expect(Object.fromEntries(rows.map((row) => [row.name, row.charge_type]))).toEqual(CHARGE_TYPES)
  })
})
