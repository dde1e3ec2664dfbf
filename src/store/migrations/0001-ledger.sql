-- The ledger: who buys, what is sold at what price, what happened, what was charged and what was invoiced.
--
-- Rules of this schema, checked by a test against the migrated catalogue (src/store/distribution.test.ts):
--   * Tables of a partner carry partner_id first in their primary key, in every unique constraint and in every foreign
--     key between them, so that they can be distributed by it; catalogue and prices are reference tables.
--   * No triggers. Ids are made by the program. Money is bigint minor units; prices of licenses are bigint 10^-8 units.
--   * Periods are half-open: *_end is the first day after.
--   * Events, charges and issued documents are never changed: the program's role may only read and insert them.

-- Reference tables ---------------------------------------------------------------------------------------------------

create table commerce_profile (
  profile_id text primary key,
  definition jsonb not null
);
comment on table commerce_profile is 'Commerce profiles an operator added to the built-in ones.';

create table sku (
  product_id text not null,
  sku_id text not null,
  product_title text not null,
  sku_title text not null,
  publisher_id text not null,
  publisher_name text not null,
  unit_type text not null,
  profile_id text not null,
  flat boolean not null,
  trial_term text,
  minimum_quantity integer not null check (minimum_quantity >= 1),
  maximum_quantity integer not null,
  is_add_on boolean not null,
  primary key (product_id, sku_id),
  check (maximum_quantity >= minimum_quantity)
);

create table availability (
  availability_id uuid primary key,
  product_id text not null,
  sku_id text not null,
  term text not null,
  billing_cycle text not null,
  currency text not null,
  price_per text not null,
  unique (product_id, sku_id, term, billing_cycle, currency),
  foreign key (product_id, sku_id) references sku
);

create table price (
  availability_id uuid not null references availability,
  valid_from date not null,
  valid_to date,
  unit_price numeric(20, 8) not null check (unit_price >= 0),
  erp_price numeric(20, 8),
  primary key (availability_id, valid_from),
  check (valid_to is null or valid_to > valid_from)
);

create table charge_type (
  charge_type smallint primary key,
  name text not null unique
);
comment on table charge_type is 'Names of charge.charge_type, for people who read the ledger with SQL.';

-- Partner-owned tables -----------------------------------------------------------------------------------------------

create table partner (
  partner_id uuid primary key,
  name text not null,
  mpn_id text not null,
  country text not null,
  currency text not null,
  billing_day smallint not null check (billing_day between 1 and 28),
  opened_on date not null,
  ledger_start date not null,
  charged_through date not null,
  invoiced_through date not null
);
comment on column partner.ledger_start is 'First day whose charges this ledger holds; earlier ones were charged elsewhere.';
comment on column partner.charged_through is 'Everything that fell due up to and including this day has been charged.';
comment on column partner.invoiced_through is 'Every charge with an invoice date up to this day is on an issued invoice.';

create table customer (
  partner_id uuid not null references partner,
  customer_id uuid not null,
  name text not null,
  domain_name text not null,
  country text not null,
  reseller_mpn_id text,
  primary key (partner_id, customer_id)
);

create table subscription (
  partner_id uuid not null,
  subscription_id uuid not null,
  customer_id uuid not null,
  order_id text not null,
  ordered_on date not null,
  anchor date not null,
  friendly_name text not null,
  parent_subscription_id uuid,
  source_subscription_id uuid,
  primary key (partner_id, subscription_id),
  foreign key (partner_id, customer_id) references customer
);

create table charging_state (
  partner_id uuid not null,
  subscription_id uuid not null,
  due_on date,
  availability_id uuid not null,
  status smallint not null,
  quantity integer not null,
  price bigint not null,
  price_from date,
  trial boolean not null,
  auto_renew boolean not null,
  window_from timestamptz not null,
  anchor date not null,
  term_start date not null,
  term_end date not null,
  cycle_start date not null,
  cycle_end date not null,
  settle_on date,
  deprovision_on date,
  charge_count integer not null,
  event_count integer not null,
  last_occurrence_at timestamptz not null,
  detail jsonb,
  primary key (partner_id, subscription_id)
);
comment on column subscription.anchor is
  'The day its terms were counted from when it was founded: its order, or the anchor of the base or source it is aligned to.';
comment on table charging_state is
  'A snapshot from which the fold goes on: what fell due since is recomputed, not stored. Derived from the events.';
comment on column charging_state.detail is 'Open lines, stretches, additions, scheduled change; null in the plain case of one whole line.';

create table subscription_event (
  partner_id uuid not null,
  subscription_id uuid not null,
  event_number integer not null,
  type smallint not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  actor text not null,
  data jsonb not null,
  primary key (partner_id, subscription_id, event_number)
);

create table charge (
  partner_id uuid not null,
  invoice_date date not null,
  subscription_id uuid not null,
  charge_number integer not null,
  invoice_type smallint not null,
  currency text not null,
  registered_on date not null,
  charge_type smallint not null,
  charge_start date not null,
  charge_end date not null,
  quantity integer not null,
  unit_price bigint not null,
  amount bigint not null,
  direction smallint not null,
  policy smallint not null,
  price bigint not null,
  availability_id uuid not null,
  price_from date,
  billed_quantity integer not null,
  days integer not null,
  cycle_days integer not null,
  limit_amount bigint,
  primary key (partner_id, invoice_date, subscription_id, charge_number)
);
comment on table charge is 'Every line of money with its derivation. invoice_type, currency and invoice_date name the invoice it is on.';

create table invoice (
  partner_id uuid not null references partner,
  invoice_date date not null,
  invoice_type smallint not null,
  currency text not null,
  number text not null,
  period_start date not null,
  period_end date not null,
  due_date date not null,
  total bigint not null,
  charge_count bigint not null,
  issued_at timestamptz not null,
  billing_run_id uuid not null,
  primary key (partner_id, invoice_date, invoice_type, currency)
);

create table invoice_line (
  partner_id uuid not null,
  invoice_date date not null,
  invoice_type smallint not null,
  currency text not null,
  line_number integer not null,
  product_id text not null,
  sku_id text not null,
  description text not null,
  charge_count bigint not null,
  amount bigint not null,
  primary key (partner_id, invoice_date, invoice_type, currency, line_number)
);

create table quarantine (
  partner_id uuid not null,
  subscription_id uuid not null,
  code text not null,
  message text not null,
  data jsonb not null,
  charged_through date not null,
  since timestamptz not null,
  primary key (partner_id, subscription_id)
);
comment on table quarantine is 'Subscriptions the last billing run could not charge, and why; every run tries them again.';
comment on column quarantine.charged_through is 'How far this subscription has been charged, instead of its partner''s day.';

-- Tables of the operator ---------------------------------------------------------------------------------------------

create table invoice_counter (
  series text primary key,
  next_number bigint not null
);
comment on table invoice_counter is 'Gap-free numbers: taken last, in the transaction that issues.';

create table billing_run (
  billing_run_id uuid primary key,
  as_of date not null,
  only_partner uuid,
  status text not null check (status in ('charging', 'issuing', 'completed')),
  started_at timestamptz not null,
  completed_at timestamptz,
  subscriptions bigint not null default 0,
  charges bigint not null default 0,
  quarantined bigint not null default 0,
  invoices bigint not null default 0
);
create unique index billing_run_unfinished on billing_run ((status <> 'completed')) where status <> 'completed';
comment on index billing_run_unfinished is 'One run at a time: a second caller joins it.';

create table billing_run_chunk (
  billing_run_id uuid not null references billing_run,
  phase text not null check (phase in ('charge', 'issue')),
  chunk_number integer not null,
  partner_ids uuid[] not null,
  due bigint not null,
  done boolean not null default false,
  subscriptions bigint not null default 0,
  charges bigint not null default 0,
  quarantined bigint not null default 0,
  invoices bigint not null default 0,
  primary key (billing_run_id, phase, chunk_number)
);
comment on table billing_run_chunk is 'Work of a billing run, one transaction each; never distributed, because chunks are claimed with SKIP LOCKED.';

-- Privileges ---------------------------------------------------------------------------------------------------------

do $$
begin
  if not exists (select from pg_roles where rolname = 'prorata_program') then
    create role prorata_program nologin;
  end if;
end
$$;
grant prorata_program to current_user;
grant usage on schema public to prorata_program;
grant select, insert, update on
  commerce_profile, sku, availability, price, partner, customer, subscription, invoice_counter, billing_run,
  billing_run_chunk to prorata_program;
grant select, insert, update, delete on charging_state, quarantine to prorata_program;
grant select, insert on subscription_event, charge, invoice, invoice_line to prorata_program;
grant select on charge_type, schema_migration to prorata_program;

insert into invoice_counter (series, next_number) values ('D', 1), ('G', 1);
insert into charge_type (charge_type, name) values
  (1, 'Cycle fee'), (2, 'Prorate fees when purchase'), (3, 'Renew fee'), (4, 'Cycle instance prorate'),
  (5, 'Cancel fee'), (6, 'Cancel instance prorate'), (7, 'Prorate fees when convert away from current offering'),
  (8, 'Prorate fees when convert to a new offering'), (9, 'Offset a line item'), (20, 'new'), (21, 'renew'),
  (22, 'cycleCharge'), (23, 'addQuantity'), (24, 'removeQuantity'), (25, 'cancelImmediate'), (26, 'convert'),
  (27, 'changeBillingPlan'), (28, 'customerCredit');
