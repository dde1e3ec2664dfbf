-- The catalogue as it is sold: publishers, products, who may buy what, and what goes with what.

create table publisher (
  publisher_id text primary key,
  name text not null,
  is_provider boolean not null default false,
  setup_url text,
  countries text[],
  channel_excluded boolean not null default false
);
comment on table publisher is 'Who makes what is sold. A SKU of a publisher that is not listed is sold as one of an ordinary publisher.';
comment on column publisher.is_provider is 'Whether it is the provider itself, not an independent publisher.';
comment on column publisher.setup_url is 'Where a customer configures what it bought of an independent publisher; {subscription} stands for its id.';
comment on column publisher.countries is 'Countries (ISO 3166-1 alpha-2) it supports; null for all.';
comment on column publisher.channel_excluded is 'Whether it keeps everything it makes out of the partner channel.';

alter table sku
  add column product_type text not null default 'OnlineServices',
  add column description text not null default '',
  add column category text not null default 'Enterprise' check (category in ('Enterprise', 'Small business', 'Trial')),
  add column offer_id uuid unique,
  add column limit_kind text not null default 'none' check (limit_kind in ('none', 'lifetime', 'concurrent')),
  add column limit_count integer check ((limit_kind = 'none') = (limit_count is null) and limit_count > 0),
  add column transactable boolean not null default true,
  add column channel_excluded boolean not null default false,
  add column attestation_required boolean not null default false,
  add column is_trial boolean not null default false,
  add column countries text[],
  add column exclusive_partners uuid[],
  add column add_on_bases text[] not null default '{}',
  add column prerequisites text[] not null default '{}',
  add column conversion_targets text[] not null default '{}',
  add column upgrade_targets text[] not null default '{}',
  add column withdrawn_on date,
  add column needs_activation boolean not null default false;
comment on column sku.offer_id is 'The legacy offer of this SKU: its other view in the offers API; null for products that have none.';
comment on column sku.channel_excluded is 'Whether its publisher keeps it out of the partner channel.';
comment on column sku.is_trial is 'A trial of its own, converted to one of conversion_targets; trial_term is the free first stretch of a paid offer.';
comment on column sku.add_on_bases is 'SKUs, as product:sku, of which this one is an add-on; likewise the other lists.';
comment on column sku.countries is 'Countries (ISO 3166-1 alpha-2) where it is sold; null for all.';
comment on column sku.exclusive_partners is 'The only partners that may sell it; null for all.';
comment on column sku.withdrawn_on is 'First day on which it cannot be bought any more; what was bought goes on.';
comment on column sku.needs_activation is 'Whether billing waits until the publisher has confirmed the activation.';

alter table availability
  add column market text not null default '',
  add column segment text not null default 'commercial'
    check (segment in ('commercial', 'education', 'government', 'nonprofit')),
  add column code text not null default '';
comment on column availability.market is 'Country of the customers it is sold to, or empty for every country.';
comment on column availability.code is 'What the API calls the availability: one for all terms and billing cycles of a SKU, market, currency and segment. Empty for rows older than this column; the program computes it.';
alter table availability drop constraint availability_product_id_sku_id_term_billing_cycle_currency_key;
alter table availability
  add constraint availability_key unique (product_id, sku_id, term, billing_cycle, currency, market, segment);

create table catalog_version (
  only_row boolean primary key default true check (only_row),
  version uuid not null
);
comment on table catalog_version is
  'A new id with every change of catalogue and prices, so that programs know when what they hold in memory is old.';
insert into catalog_version (version) values (gen_random_uuid());

grant select, insert, update on publisher to prorata_program;
grant update on sku to prorata_program;
grant select, update on catalog_version to prorata_program;
