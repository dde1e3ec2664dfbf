-- Usage: meters with their rates, events as they were reported, usage by day, what it comes to, and budgets.

-- What can be measured, and what it costs: reference tables ------------------------------------------------------------

create table meter (
  meter_id uuid primary key,
  product_id text not null,
  sku_id text not null,
  name text not null,
  category text not null,
  subcategory text not null,
  region text not null,
  unit text not null,
  unit_type text not null,
  service_name text not null,
  service_type text not null,
  metered_region text not null,
  resource_sku text not null,
  pricing_currency text not null,
  shared boolean not null,
  foreign key (product_id, sku_id) references sku
);
comment on table meter is 'Something that is measured for subscriptions to a SKU; its price is in usage_rate.';
comment on column meter.unit is 'What one unit of quantity is, in words for people: `1 Hour`.';
comment on column meter.pricing_currency is 'Whose rates apply where there are none in the currency that is billed.';
comment on column meter.shared is 'Whether it is on the rate card of shared services instead of the other one.';
create index meter_by_sku on meter (product_id, sku_id);

create table usage_rate (
  meter_id uuid not null references meter,
  currency text not null,
  valid_from date not null,
  included numeric(30, 12) not null check (included >= 0),
  tiers jsonb not null,
  earns_credit boolean not null,
  primary key (meter_id, currency, valid_from)
);
comment on table usage_rate is 'What a meter costs from a day on until the next row; rows of days that have been invoiced never change.';
comment on column usage_rate.included is 'Quantity of a billing period that costs nothing.';
comment on column usage_rate.tiers is
  'Graduated: [{"from": "0", "unitPrice": "0.0808"}, ...], decimals as texts, counted after what is included.';
comment on column usage_rate.earns_credit is 'Whether the partner earns its credit on days on which it manages the resource.';

create table exchange_rate (
  month date not null check (extract(day from month) = 1),
  pricing_currency text not null,
  billing_currency text not null,
  rate numeric(24, 15) not null check (rate > 0),
  rate_date date not null,
  set_at timestamptz not null,
  set_by text not null,
  primary key (month, pricing_currency, billing_currency)
);
comment on table exchange_rate is 'What one unit of the pricing currency is in the billing currency, for the usage of a whole calendar month.';
comment on column exchange_rate.rate_date is 'The day of the published rate, near the end of the month before.';

-- What happened ----------------------------------------------------------------------------------------------------------

create sequence usage_batch_number;

create table usage_account (
  partner_id uuid primary key references partner,
  rolled_up_at timestamptz,
  rated_with text
);
comment on table usage_account is
  'One row for each partner with usage, as a lock: whoever appends events shares it, whoever adds them up or invoices them has it alone.';

comment on column usage_account.rated_with is 'Which rates and exchange rates everything open was last rated with.';

create table usage_batch (
  partner_id uuid not null references partner,
  batch_number bigint not null,
  source text not null,
  position bigint,
  received_at timestamptz not null,
  actor text not null,
  accepted integer not null,
  duplicates integer not null,
  refused integer not null,
  first_at timestamptz,
  last_at timestamptz,
  rolled_up boolean not null default false,
  primary key (partner_id, batch_number)
);
comment on table usage_batch is 'Events that were appended together; numbers grow, so that an index on them stays small.';
comment on column usage_batch.source is '`http`, or the hash of the file it was read from.';
comment on column usage_batch.position is 'Bytes of that file up to and including this batch: where a broken import goes on.';
comment on column usage_batch.first_at is 'When its first and its last event occurred: how events of some hours are found.';
create index usage_batch_waiting on usage_batch (partner_id, batch_number) where not rolled_up;
create index usage_batch_file on usage_batch (partner_id, source, position) where position is not null;

create table usage_resource (
  partner_id uuid not null references partner,
  resource_id uuid not null,
  entitlement_id text not null,
  entitlement_name text not null,
  resource_group text not null,
  resource_uri text not null,
  location text not null,
  tags jsonb not null,
  additional_info jsonb not null,
  primary key (partner_id, resource_id)
);
comment on table usage_resource is 'What was used, as events describe it; its id is made of all the other columns.';

create table usage_event (
  partner_id uuid not null,
  event_id uuid not null,
  subscription_id uuid not null,
  meter_id uuid not null,
  resource_id uuid not null,
  quantity numeric(30, 12) not null,
  occurred_at timestamptz not null,
  batch_number bigint not null,
  amends uuid,
  event_name text,
  -- The other way round every search would compare the partner first, which is nearly always the same.
  primary key (event_id, partner_id)
);
comment on table usage_event is 'Every event ever reported; its key refuses a second one of the same id for ever.';
comment on column usage_event.event_id is 'The id it was reported under; where that is no UUID, one made of it.';
comment on column usage_event.event_name is 'The id it was reported under, where that is no UUID.';
comment on column usage_event.quantity is 'What it adds to the usage of its day. Of an event that amends another one, the difference.';
comment on column usage_event.amends is 'The event whose quantity it changes; its own meter, resource and time are those of that event.';
create index usage_event_batch on usage_event (batch_number);
create index usage_event_amendments on usage_event (partner_id, amends) where amends is not null;

create table usage_day (
  partner_id uuid not null,
  invoice_date date not null,
  subscription_id uuid not null,
  meter_id uuid not null,
  usage_date date not null,
  resource_id uuid not null,
  quantity numeric(38, 12) not null,
  event_count bigint not null,
  earns_credit boolean not null,
  primary key (partner_id, invoice_date, subscription_id, meter_id, usage_date, resource_id),
  foreign key (partner_id) references partner
);
comment on table usage_day is 'Events added up by day and resource. Derived from the events; of an invoice that was issued, it does not change.';
comment on column usage_day.invoice_date is
  'The invoice it goes on: that of its day, or where that was closed already, the first one that was open.';
comment on column usage_day.earns_credit is 'Whether the rate earns credit and the partner managed the resource on that day.';

create table rated_usage (
  partner_id uuid not null,
  invoice_date date not null,
  subscription_id uuid not null,
  meter_id uuid not null,
  line_number integer not null,
  invoice_type smallint not null,
  customer_id uuid not null,
  availability_id uuid not null,
  billing_currency text not null,
  amount bigint not null,
  rated_at timestamptz not null,
  rating jsonb not null,
  primary key (partner_id, invoice_date, subscription_id, meter_id, line_number),
  foreign key (partner_id) references partner
);
comment on table rated_usage is 'What the usage of invoices still to come costs as of the last rating; rating it again replaces it.';
comment on column rated_usage.rating is 'The rated line with all that its amount was made of (core/rating/rated-line.ts).';
create index rated_usage_by_customer on rated_usage (partner_id, customer_id, invoice_date);

create table usage_refusal (
  partner_id uuid not null references partner,
  subscription_id uuid not null,
  meter_id uuid not null,
  code text not null,
  message text not null,
  data jsonb not null,
  since timestamptz not null,
  primary key (partner_id, subscription_id, meter_id)
);
comment on table usage_refusal is 'Usage that cannot be rated, such as for want of a rate, and why; every rating tries it again.';

create table usage_charge (
  partner_id uuid not null references partner,
  invoice_date date not null,
  subscription_id uuid not null,
  charge_number integer not null,
  meter_id uuid not null,
  line_number integer not null,
  amount bigint not null,
  rating jsonb not null,
  primary key (partner_id, subscription_id, charge_number),
  unique (partner_id, invoice_date, subscription_id, meter_id, line_number)
);
comment on table usage_charge is
  'What a charge for usage is made of: the rated line it was invoiced as. The rest of the charge is in table charge.';

create table earned_credit_gap (
  partner_id uuid not null references partner,
  gap_id uuid not null,
  subscription_id uuid not null,
  entitlement_id text,
  starts_on date not null,
  ends_on date,
  reason text not null,
  set_at timestamptz not null,
  set_by text not null,
  primary key (partner_id, gap_id),
  foreign key (partner_id, subscription_id) references subscription,
  check (ends_on is null or ends_on > starts_on)
);
comment on table earned_credit_gap is
  'Days without operational access of the partner, half-open, of one entitlement or of all (null): they earn no credit.';
create index earned_credit_gap_by_subscription on earned_credit_gap (partner_id, subscription_id);

create table usage_close (
  partner_id uuid not null references partner,
  invoice_type smallint not null,
  closed_through date not null,
  closed_at timestamptz not null,
  primary key (partner_id, invoice_type)
);
comment on table usage_close is 'Usage of invoices dated up to this day has been charged; what comes later goes on a later one.';

-- Budgets ----------------------------------------------------------------------------------------------------------------

create table usage_budget (
  partner_id uuid not null,
  customer_id uuid not null,
  amount bigint not null check (amount >= 0),
  currency text not null,
  set_at timestamptz not null,
  set_by text not null,
  primary key (partner_id, customer_id),
  foreign key (partner_id, customer_id) references customer
);
comment on table usage_budget is 'What a customer''s usage of a calendar month should not pass, in minor units. It stops nothing.';

create table usage_budget_notice (
  partner_id uuid not null,
  customer_id uuid not null,
  month date not null,
  threshold smallint not null,
  spent bigint not null,
  budget bigint not null,
  currency text not null,
  told_at timestamptz not null,
  mailed_at timestamptz,
  primary key (partner_id, customer_id, month, threshold)
);
comment on table usage_budget_notice is 'Which thresholds, in percent, have been told of in which month: each once.';
comment on column usage_budget_notice.spent is 'What had been spent when it was told, in minor units; budget is what it was compared with.';
comment on column usage_budget_notice.mailed_at is 'When its mails were written, also where nobody wants one.';
create index usage_budget_notice_unmailed on usage_budget_notice (partner_id) where mailed_at is null;

insert into charge_type (charge_type, name) values
  (40, 'Assess usage fee for current cycle'), (41, 'Assess usage fee when cancel');

-- Files ------------------------------------------------------------------------------------------------------------------

alter table export_part add column kind text;
alter table export_part add column last_usage text;
comment on column export_part.kind is 'Which file of its document it is of; null in exports from before there were several.';
comment on column export_part.last_usage is 'Of a daily file: meter, day and resource of its last row.';

-- Privileges -------------------------------------------------------------------------------------------------------------

grant select, insert, update on meter, usage_rate, exchange_rate, usage_account, usage_budget, usage_close
  to prorata_program;
grant delete on usage_budget to prorata_program;
grant update (mailed_at) on usage_budget_notice to prorata_program;
grant select, insert on usage_resource, usage_event, usage_charge, usage_budget_notice to prorata_program;
grant select, insert, update on usage_batch, earned_credit_gap to prorata_program;
grant select, insert, update, delete on usage_day, rated_usage, usage_refusal to prorata_program;
grant usage on sequence usage_batch_number to prorata_program;
