-- Customers as partners know them: profiles, segments, agreements and relationships.

alter table customer
  add column commerce_id uuid,
  add column status text not null default 'active' check (status in ('active', 'removed', 'deleted')),
  add column created_at timestamptz not null default '1970-01-01T00:00:00Z',
  add column billing_profile jsonb not null default '{}',
  add column company_profile jsonb not null default '{}',
  add column segments text[] not null default '{commercial}',
  add column custom_domains text[] not null default '{}',
  add column allow_delegated_access boolean not null default true,
  add column version integer not null default 1;
comment on column customer.segments is 'Catalogue segments its qualifications open: commercial, education, government, nonprofit.';
comment on column customer.version is 'Counts the changes of its billing profile; the ETag of it.';
create index customer_name on customer (partner_id, lower(name) collate "C", customer_id);
create index customer_domain on customer (lower(domain_name));

create table customer_agreement (
  partner_id uuid not null,
  customer_id uuid not null,
  agreement_id uuid not null,
  template_id uuid not null,
  type text not null,
  first_name text not null,
  last_name text not null,
  email text not null,
  phone_number text,
  agreed_on date not null,
  confirmed_at timestamptz not null,
  confirmed_by text not null,
  primary key (partner_id, customer_id, agreement_id),
  foreign key (partner_id, customer_id) references customer
);
comment on table customer_agreement is 'Who of a customer accepted which agreement, as the partner attested. Without one nothing can be bought.';

grant select, insert on customer_agreement to prorata_program;
