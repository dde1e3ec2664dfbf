-- Taxes: at which rates, registered where, on which data of a partner, and what was charged on each invoice.
--
-- What an invoice was taxed by never changes: rates, registrations and profiles are dated, and invoice_tax keeps the result.

-- Reference tables and tables of the provider ------------------------------------------------------------------------

create table tax_class (
  tax_class text primary key,
  what text not null
);
comment on table tax_class is 'Classes of what is sold, for people who read the database with SQL; the same as in the program.';

create table tax_rate (
  country text not null,
  region text not null,
  tax_class text not null references tax_class,
  component text not null,
  valid_from date not null,
  valid_to date,
  position smallint not null check (position >= 1),
  rate numeric(7, 4) not null check (rate between 0 and 100),
  sample boolean not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  primary key (country, region, tax_class, component, valid_from),
  check (valid_to > valid_from)
);
comment on table tax_rate is 'A rate in percent from a day on, until a later row of the same component or its own end.';
comment on column tax_rate.region is 'State or province; empty for the whole country.';
comment on column tax_rate.sample is 'An example, to be replaced by rates somebody answers for.';

create table tax_registration (
  registration_id uuid primary key,
  kind text not null check (kind in ('home', 'local', 'one-stop-shop')),
  country text not null,
  region text not null,
  number text not null,
  since date not null,
  until date,
  recorded_at timestamptz not null,
  recorded_by text not null,
  check (until >= since)
);
comment on table tax_registration is 'Where the provider is registered for taxes. Without a row no invoice is taxed.';
comment on column tax_registration.until is 'First day on which it no longer holds.';

create table provider_profile (
  only_one boolean primary key default true check (only_one),
  profile jsonb not null,
  version integer not null,
  changed_at timestamptz not null
);
comment on table provider_profile is 'Who sells: what documents say of the provider. Issued ones keep what they said.';

-- Tables of a partner ------------------------------------------------------------------------------------------------

create table tax_profile (
  partner_id uuid not null references partner,
  version integer not null check (version >= 1),
  valid_from date not null,
  country text not null,
  region text not null,
  tax_id text,
  recorded_at timestamptz not null,
  recorded_by text not null,
  primary key (partner_id, version)
);
comment on table tax_profile is 'On a day the highest version holds whose valid_from has come. Versions are only added.';

create table tax_id_validation (
  partner_id uuid not null references partner,
  validation_id uuid not null,
  tax_id text not null,
  state text not null check (state in ('unchecked', 'valid', 'invalid')),
  checked_on date not null,
  evidence text not null,
  validator text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  primary key (partner_id, validation_id)
);
comment on table tax_id_validation is 'On a day the last check of an id up to that day holds. Checks are only added.';

create table tax_certificate (
  partner_id uuid not null references partner,
  certificate_id uuid not null,
  name text not null,
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png', 'image/gif')),
  content bytea not null check (octet_length(content) between 1 and 1048576),
  sha256 text not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  primary key (partner_id, certificate_id)
);
comment on table tax_certificate is 'Files partners submitted, of exemptions and of tax withheld.';

create table tax_exemption (
  partner_id uuid not null references partner,
  exemption_id uuid not null,
  country text not null,
  region text not null,
  tax_classes text[] not null,
  components text[] not null,
  certificate_number text not null,
  reason text not null,
  valid_from date not null,
  valid_to date,
  certificate_id uuid not null,
  state text not null check (state in ('submitted', 'approved', 'rejected')),
  submitted_at timestamptz not null,
  submitted_by text not null,
  decided_at timestamptz,
  decided_by text,
  note text not null,
  primary key (partner_id, exemption_id),
  foreign key (partner_id, certificate_id) references tax_certificate,
  check (valid_to > valid_from),
  check ((state = 'submitted') = (decided_at is null))
);
comment on column tax_exemption.tax_classes is 'Empty for all of them; so are components.';

create table withholding (
  partner_id uuid not null references partner,
  withholding_id uuid not null,
  invoice_number text not null,
  currency text not null,
  total bigint not null check (total > 0),
  certificate_id uuid not null,
  state text not null check (state in ('submitted', 'sent-back', 'approved', 'completed')),
  submitted_at timestamptz not null,
  submitted_by text not null,
  decided_at timestamptz,
  decided_by text,
  note text not null,
  primary key (partner_id, withholding_id),
  foreign key (partner_id, certificate_id) references tax_certificate
);
comment on table withholding is 'Tax a partner withheld from a payment, claimed with the certificate of its tax office.';
create unique index withholding_under_way on withholding (partner_id, invoice_number) where state <> 'completed';

create table invoice_tax (
  partner_id uuid not null,
  invoice_date date not null,
  invoice_type smallint not null,
  currency text not null,
  source text not null check (source in ('charges', 'adjustments')),
  tax_class text not null,
  component_number smallint not null check (component_number >= 1),
  category text not null check (category in ('S', 'Z', 'E', 'AE', 'G', 'O')),
  name text not null,
  rate numeric(7, 4) not null,
  taxable bigint not null,
  tax bigint not null,
  exemption_reason text not null,
  exemption_code text not null,
  treatment text not null,
  why text not null,
  cut_remainder bigint,
  cut_subscription_id uuid,
  cut_charge_number integer,
  primary key (partner_id, invoice_date, invoice_type, currency, source, tax_class, component_number),
  foreign key (partner_id, invoice_date, invoice_type, currency) references invoice,
  check ((cut_remainder is null) = (cut_subscription_id is null)),
  check ((cut_remainder is null) = (cut_charge_number is null))
);
comment on table invoice_tax is 'What an invoice was taxed by. An invoice without rows is not taxed at all.';
comment on column invoice_tax.cut_remainder is
  'With the key beside it: the last charge that got a unit left over, from which the tax of every charge follows. Null where none was left over.';

-- Privileges ---------------------------------------------------------------------------------------------------------

grant select on tax_class to prorata_program;
grant select, insert on
  tax_rate, tax_registration, tax_profile, tax_id_validation, tax_certificate, tax_exemption, withholding, invoice_tax
  to prorata_program;
-- A rate that does not hold yet may be corrected.
grant delete on tax_rate to prorata_program;
grant update (until) on tax_registration to prorata_program;
grant select, insert, update on provider_profile to prorata_program;
grant update (state, decided_at, decided_by, note) on tax_exemption to prorata_program;
grant update (total, certificate_id, state, submitted_at, submitted_by, decided_at, decided_by, note) on withholding
  to prorata_program;

-- What there is to begin with ----------------------------------------------------------------------------------------

insert into tax_class (tax_class, what) values
  ('standard', 'taxed at the standard rate'),
  ('reduced', 'taxed at the reduced rate where there is one'),
  ('voice', 'calls and numbers, taxed as such where a country does so'),
  ('zero', 'taxed at the rate zero'),
  ('exempt', 'exempt by its nature');

-- The rates of examples/tax-rates.csv, which docs/tax.md explains; a test compares them.
insert into tax_rate (country, region, tax_class, component, valid_from, valid_to, position, rate, sample, recorded_at, recorded_by)
select v.*, now(), 'installation' from (values
  ('AT', '', 'standard', 'VAT', date '1984-01-01', null::date, 1::smallint, 20::numeric, false),
  ('AT', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 10, false),
  ('BE', '', 'standard', 'VAT', date '1996-01-01', null, 1, 21, false),
  ('BE', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 6, false),
  ('BG', '', 'standard', 'VAT', date '2020-01-01', null, 1, 20, false),
  ('BG', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 9, false),
  ('CH', '', 'standard', 'VAT', date '2018-01-01', null, 1, 7.7, false),
  ('CH', '', 'standard', 'VAT', date '2024-01-01', null, 1, 8.1, false),
  ('CH', '', 'reduced', 'VAT', date '2011-01-01', null, 1, 2.5, false),
  ('CH', '', 'reduced', 'VAT', date '2024-01-01', null, 1, 2.6, false),
  ('CY', '', 'standard', 'VAT', date '2014-01-13', null, 1, 19, false),
  ('CY', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 9, false),
  ('CZ', '', 'standard', 'VAT', date '2013-01-01', null, 1, 21, false),
  ('CZ', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 15, false),
  ('CZ', '', 'reduced', 'VAT', date '2024-01-01', null, 1, 12, false),
  ('DE', '', 'standard', 'VAT', date '2007-01-01', null, 1, 19, false),
  ('DE', '', 'standard', 'VAT', date '2020-07-01', null, 1, 16, false),
  ('DE', '', 'standard', 'VAT', date '2021-01-01', null, 1, 19, false),
  ('DE', '', 'reduced', 'VAT', date '2007-01-01', null, 1, 7, false),
  ('DE', '', 'reduced', 'VAT', date '2020-07-01', null, 1, 5, false),
  ('DE', '', 'reduced', 'VAT', date '2021-01-01', null, 1, 7, false),
  ('DK', '', 'standard', 'VAT', date '1992-01-01', null, 1, 25, false),
  ('EE', '', 'standard', 'VAT', date '2009-07-01', null, 1, 20, false),
  ('EE', '', 'standard', 'VAT', date '2024-01-01', null, 1, 22, false),
  ('EE', '', 'standard', 'VAT', date '2025-07-01', null, 1, 24, false),
  ('EE', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 9, false),
  ('ES', '', 'standard', 'VAT', date '2012-09-01', null, 1, 21, false),
  ('ES', '', 'reduced', 'VAT', date '2012-09-01', null, 1, 10, false),
  ('FI', '', 'standard', 'VAT', date '2013-01-01', null, 1, 24, false),
  ('FI', '', 'standard', 'VAT', date '2024-09-01', null, 1, 25.5, false),
  ('FI', '', 'reduced', 'VAT', date '2013-01-01', null, 1, 14, false),
  ('FI', '', 'reduced', 'VAT', date '2026-01-01', null, 1, 13.5, false),
  ('FR', '', 'standard', 'VAT', date '2014-01-01', null, 1, 20, false),
  ('FR', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 5.5, false),
  ('GB', '', 'standard', 'VAT', date '2011-01-04', null, 1, 20, false),
  ('GB', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 5, false),
  ('GR', '', 'standard', 'VAT', date '2016-06-01', null, 1, 24, false),
  ('GR', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 13, false),
  ('HR', '', 'standard', 'VAT', date '2012-03-01', null, 1, 25, false),
  ('HR', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 13, false),
  ('HU', '', 'standard', 'VAT', date '2012-01-01', null, 1, 27, false),
  ('HU', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 5, false),
  ('IE', '', 'standard', 'VAT', date '2012-01-01', null, 1, 23, false),
  ('IE', '', 'standard', 'VAT', date '2020-09-01', null, 1, 21, false),
  ('IE', '', 'standard', 'VAT', date '2021-03-01', null, 1, 23, false),
  ('IE', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 13.5, false),
  ('IT', '', 'standard', 'VAT', date '2013-10-01', null, 1, 22, false),
  ('IT', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 10, false),
  ('LT', '', 'standard', 'VAT', date '2009-09-01', null, 1, 21, false),
  ('LT', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 9, false),
  ('LT', '', 'reduced', 'VAT', date '2026-01-01', null, 1, 12, false),
  ('LU', '', 'standard', 'VAT', date '2015-01-01', null, 1, 17, false),
  ('LU', '', 'standard', 'VAT', date '2023-01-01', null, 1, 16, false),
  ('LU', '', 'standard', 'VAT', date '2024-01-01', null, 1, 17, false),
  ('LU', '', 'reduced', 'VAT', date '2015-01-01', null, 1, 8, false),
  ('LU', '', 'reduced', 'VAT', date '2023-01-01', null, 1, 7, false),
  ('LU', '', 'reduced', 'VAT', date '2024-01-01', null, 1, 8, false),
  ('LV', '', 'standard', 'VAT', date '2012-07-01', null, 1, 21, false),
  ('LV', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 12, false),
  ('MT', '', 'standard', 'VAT', date '2004-01-01', null, 1, 18, false),
  ('MT', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 5, false),
  ('NL', '', 'standard', 'VAT', date '2012-10-01', null, 1, 21, false),
  ('NL', '', 'reduced', 'VAT', date '2019-01-01', null, 1, 9, false),
  ('NO', '', 'standard', 'VAT', date '2005-01-01', null, 1, 25, false),
  ('NO', '', 'reduced', 'VAT', date '2012-01-01', null, 1, 15, false),
  ('PL', '', 'standard', 'VAT', date '2011-01-01', null, 1, 23, false),
  ('PL', '', 'reduced', 'VAT', date '2011-01-01', null, 1, 8, false),
  ('PT', '', 'standard', 'VAT', date '2011-01-01', null, 1, 23, false),
  ('PT', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 6, false),
  ('RO', '', 'standard', 'VAT', date '2017-01-01', null, 1, 19, false),
  ('RO', '', 'standard', 'VAT', date '2025-08-01', null, 1, 21, false),
  ('RO', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 9, false),
  ('RO', '', 'reduced', 'VAT', date '2025-08-01', null, 1, 11, false),
  ('SE', '', 'standard', 'VAT', date '1990-07-01', null, 1, 25, false),
  ('SE', '', 'reduced', 'VAT', date '2020-01-01', null, 1, 12, false),
  ('SI', '', 'standard', 'VAT', date '2013-07-01', null, 1, 22, false),
  ('SI', '', 'reduced', 'VAT', date '2013-07-01', null, 1, 9.5, false),
  ('SK', '', 'standard', 'VAT', date '2011-01-01', null, 1, 20, false),
  ('SK', '', 'standard', 'VAT', date '2025-01-01', null, 1, 23, false),
  ('SK', '', 'reduced', 'VAT', date '2011-01-01', null, 1, 10, false),
  ('SK', '', 'reduced', 'VAT', date '2025-01-01', null, 1, 19, false),
  ('CA', 'AB', 'standard', 'GST/HST', date '2020-01-01', null, 1, 5, true),
  ('CA', 'BC', 'standard', 'GST/HST', date '2020-01-01', null, 1, 5, true),
  ('CA', 'BC', 'standard', 'PST/QST', date '2020-01-01', null, 2, 7, true),
  ('CA', 'MB', 'standard', 'GST/HST', date '2020-01-01', null, 1, 5, true),
  ('CA', 'MB', 'standard', 'PST/QST', date '2020-01-01', null, 2, 7, true),
  ('CA', 'NB', 'standard', 'GST/HST', date '2020-01-01', null, 1, 15, true),
  ('CA', 'NL', 'standard', 'GST/HST', date '2020-01-01', null, 1, 15, true),
  ('CA', 'NS', 'standard', 'GST/HST', date '2020-01-01', null, 1, 15, true),
  ('CA', 'NS', 'standard', 'GST/HST', date '2025-04-01', null, 1, 14, true),
  ('CA', 'NT', 'standard', 'GST/HST', date '2020-01-01', null, 1, 5, true),
  ('CA', 'NU', 'standard', 'GST/HST', date '2020-01-01', null, 1, 5, true),
  ('CA', 'ON', 'standard', 'GST/HST', date '2020-01-01', null, 1, 13, true),
  ('CA', 'PE', 'standard', 'GST/HST', date '2020-01-01', null, 1, 15, true),
  ('CA', 'QC', 'standard', 'GST/HST', date '2020-01-01', null, 1, 5, true),
  ('CA', 'QC', 'standard', 'PST/QST', date '2020-01-01', null, 2, 9.975, true),
  ('CA', 'SK', 'standard', 'GST/HST', date '2020-01-01', null, 1, 5, true),
  ('CA', 'SK', 'standard', 'PST/QST', date '2020-01-01', null, 2, 6, true),
  ('CA', 'YT', 'standard', 'GST/HST', date '2020-01-01', null, 1, 5, true),
  ('PR', '', 'standard', 'State sales tax', date '2020-01-01', null, 1, 10.5, true),
  ('PR', '', 'standard', 'Municipal sales tax', date '2020-01-01', null, 2, 1, true),
  ('TR', '', 'standard', 'VAT', date '2020-01-01', null, 1, 18, true),
  ('TR', '', 'standard', 'VAT', date '2023-07-10', null, 1, 20, true),
  ('US', 'CA', 'standard', 'Sales tax', date '2020-01-01', null, 1, 7.25, true),
  ('US', 'DE', 'standard', 'Sales tax', date '2020-01-01', null, 1, 0, true),
  ('US', 'FL', 'standard', 'Sales tax', date '2020-01-01', null, 1, 6, true),
  ('US', 'MT', 'standard', 'Sales tax', date '2020-01-01', null, 1, 0, true),
  ('US', 'NH', 'standard', 'Sales tax', date '2020-01-01', null, 1, 0, true),
  ('US', 'NY', 'standard', 'Sales tax', date '2020-01-01', null, 1, 4, true),
  ('US', 'OR', 'standard', 'Sales tax', date '2020-01-01', null, 1, 0, true),
  ('US', 'TX', 'standard', 'Sales tax', date '2020-01-01', null, 1, 6.25, true),
  ('US', 'WA', 'standard', 'Sales tax', date '2020-01-01', null, 1, 6.5, true),
  ('ZA', '', 'standard', 'VAT', date '2018-04-01', null, 1, 15, true)
) as v;

-- What partners said of themselves before there were tax profiles.
insert into tax_profile (partner_id, version, valid_from, country, region, tax_id, recorded_at, recorded_by)
select p.partner_id, 1, p.opened_on, p.country, coalesce(f.profile -> 'address' ->> 'state', ''), f.profile ->> 'taxId',
  f.changed_at, 'installation'
from partner_profile f join partner p on p.partner_id = f.partner_id
where f.kind = 'billing' and (f.profile ->> 'taxId' is not null or f.profile -> 'address' ->> 'state' is not null);

alter table sku add column tax_class text not null default 'standard' references tax_class;
comment on column sku.tax_class is 'How it is taxed; invoices issued before a change keep what they said.';

alter table invoice_line
  add column if not exists tax bigint not null default 0,
  add column if not exists tax_class text not null default 'standard';
comment on column invoice_line.tax is 'The sum of the taxes of its charges, in minor units.';
comment on column invoice_line.tax_class is 'That of its SKU when the invoice was issued.';
