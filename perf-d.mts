import { openDatabase } from '/work/main/src/store/open-database.js'
import { migrate } from '/work/main/src/store/migrate.js'
import { listCustomers } from '/work/main/src/store/customer-lists.js'
import { isDomainTaken } from '/work/main/src/store/customer-profiles.js'
import pg from 'pg'
const admin = new pg.Client('postgres://postgres@127.0.0.1:5544/postgres')
await admin.connect()
const name = 'd_perf_' + Date.now()
await admin.query(`create database ${name}`)
try {
  const db = await openDatabase({ url: `postgres://postgres@127.0.0.1:5544/${name}`, maxSessions: 2 })
  await migrate(db)
  const P = '018f0001-0000-7000-8000-000000000001'
  await db.execute(`insert into partner (partner_id,name,mpn_id,country,currency,billing_day,opened_on,ledger_start,charged_through,invoiced_through)
   select ('018f0001-0000-7000-8000-'||lpad(n::text,12,'0'))::uuid,'P'||n,(4500000+n)::text,'NL','EUR',1,'2025-01-01','2025-01-01','2025-01-01','2025-01-01' from generate_series(1,3) n;
   insert into customer (partner_id,customer_id,name,domain_name,country,reseller_mpn_id)
   select '${P}', gen_random_uuid(), md5(n::text)||' company', md5('x'||n)||'.example.net','NL', case when n%1000=0 then '4500002' end from generate_series(1,100000) n;
   insert into customer (partner_id,customer_id,name,domain_name,country)
   select '018f0001-0000-7000-8000-000000000003', gen_random_uuid(), md5(n::text)||' company', md5('y'||n)||'.example.net','NL' from generate_series(1,100000) n; insert into reseller_link values ('018f0001-0000-7000-8000-000000000001','018f0001-0000-7000-8000-000000000002','active',now()); analyze`)
  for (const [w,sql] of [['first',`explain (analyze, buffers) select c.* from customer c where c.partner_id = '${P}' and c.status='active' order by lower(c.name) collate "C", c.customer_id, c.partner_id limit 101`]]) { const {rows} = await db.query(sql as string); console.log(w, rows.map((r:any)=>r['QUERY PLAN']).join('\n')) }
  const scope = { partnerIds: [P], resellerMpnId: null }
  const time = async (what: string, f: () => Promise<unknown>) => { await f(); const t = performance.now(); for (let i=0;i<20;i++) await f(); console.log(what, ((performance.now()-t)/20).toFixed(2),'ms') }
  const page = { after: undefined, offset: 0, limit: 101 }
  const first = await listCustomers(db, scope, {}, page)
  const mid = (await listCustomers(db, scope, {}, { ...page, offset: 50000, limit: 1 }))[0]!
  await time('first page 100', () => listCustomers(db, scope, {}, page))
  await time('deep page 100', () => listCustomers(db, scope, {}, { ...page, after: mid }))
  await time('company prefix', () => listCustomers(db, scope, { companyName: 'abc' }, page))
  await time('domain prefix', () => listCustomers(db, scope, { domain: 'abcd' }, page))
  await time('reseller scope', () => listCustomers(db, { partnerIds: [P], resellerMpnId: '4500002' }, {}, page))
  await time('reseller two providers', () => listCustomers(db, { partnerIds: [P, '018f0001-0000-7000-8000-000000000003'], resellerMpnId: '4500002' }, {}, page))
  await time('reseller filter', () => listCustomers(db, scope, { reseller: '4500002' }, page))
  await time('10000', () => listCustomers(db, scope, {}, { ...page, limit: 10001 }))
  await time('domain taken', () => isDomainTaken(db, 'free.example.net'))
  await db.close()
} finally { await admin.query(`drop database ${name} with (force)`); await admin.end() }
