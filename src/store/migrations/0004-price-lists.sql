-- Price lists: what each monthly version changes. The prices themselves are in price, where charging looks them up by day;
-- which version holds on a day, and how it differs from the one before, follows from there.

create table price_list (
  price_list_id uuid primary key,
  month date not null check (extract(day from month) = 1),
  market text not null,
  currency text not null,
  segment text not null check (segment in ('commercial', 'education', 'government', 'nonprofit')),
  status text not null check (status in ('draft', 'published', 'superseded', 'discarded')),
  fingerprint text not null,
  line_count integer not null,
  imported_at timestamptz not null,
  imported_by uuid not null,
  importer_name text not null,
  decided_at timestamptz,
  decided_by uuid,
  decider_name text,
  check ((status = 'draft') = (decided_at is null))
);
comment on table price_list is 'A version of a price list: one month, market, currency and segment.';
comment on column price_list.month is 'First day on which its prices hold.';
comment on column price_list.market is 'Country, or empty for every country of the currency.';
comment on column price_list.fingerprint is 'Of its lines, so that the same file twice is the same version.';
comment on column price_list.decided_at is 'When it was published or discarded, by whom is beside it.';
create unique index price_list_draft on price_list (month, market, currency, segment) where status = 'draft';
create unique index price_list_published on price_list (month, market, currency, segment) where status = 'published';

create table price_list_line (
  price_list_id uuid not null references price_list,
  product_id text not null,
  sku_id text not null,
  term text not null,
  billing_cycle text not null,
  price_per text not null,
  unit_price numeric(20, 8) check (unit_price >= 0),
  erp_price numeric(20, 8) check (erp_price >= 0),
  valid_to date,
  primary key (price_list_id, product_id, sku_id, term, billing_cycle)
);
comment on table price_list_line is 'What a version says: a price from its month on, or that something is sold no longer. The rest stays as it was.';
comment on column price_list_line.unit_price is 'Null for what is sold no longer.';
comment on column price_list_line.valid_to is 'First day on which the price no longer holds; null for an open end.';

grant select, insert, update on price_list to prorata_program;
grant select, insert on price_list_line to prorata_program;
-- A version of a month that has not begun may be replaced by a corrected one.
grant delete on price to prorata_program;
