-- Credit notes, void notes and the invoices that replace voided ones. An issued invoice never changes: these amend it.
--
-- All of them are about charges of one invoice, which they name by its key. Void notes and replacements copy none: theirs are
-- those of that invoice. Amounts of credit and void notes are below zero.

create table amendment (
  partner_id uuid not null references partner,
  number text not null,
  kind text not null check (kind in ('credit-note', 'void-note', 'adjustment-note')),
  amends text not null,
  invoice_date date not null,
  invoice_type smallint not null,
  currency text not null,
  issued_on date not null,
  due_on date,
  reason text not null,
  note text not null,
  charged bigint not null,
  adjusted bigint not null,
  tax bigint not null,
  total bigint not null,
  charge_count bigint not null,
  issued_at timestamptz not null,
  issued_by text not null,
  primary key (partner_id, number),
  foreign key (partner_id, invoice_date, invoice_type, currency) references invoice,
  constraint amendment_adds_up check (total = charged + adjusted + tax),
  check ((due_on is not null) = (kind = 'adjustment-note'))
);
comment on table amendment is 'Documents that amend an issued one; rows are only added.';
comment on column amendment.amends is 'Number of the document it amends: an invoice, or the replacement of one.';
comment on column amendment.invoice_date is 'With type and currency, the key of the invoice whose charges it is about.';
comment on column amendment.charge_count is 'Rows of its file.';
create unique index amendment_once on amendment (partner_id, amends, kind) where kind <> 'credit-note';
create index amendment_of on amendment (partner_id, amends);
create index amendment_by_day on amendment (partner_id, issued_on);
create index amendment_by_number on amendment (number);

create table amendment_line (
  partner_id uuid not null,
  number text not null,
  line_number integer not null check (line_number >= 1),
  kind text not null check (kind in ('charges', 'adjustment')),
  product_id text not null,
  sku_id text not null,
  description text not null,
  tax_class text not null,
  charge_count bigint not null,
  amount bigint not null,
  tax bigint not null,
  primary key (partner_id, number, line_number),
  foreign key (partner_id, number) references amendment
);
comment on column amendment_line.line_number is 'That of the line of the amended document it is about; there may be gaps.';

create table amendment_tax (
  partner_id uuid not null,
  number text not null,
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
  primary key (partner_id, number, source, tax_class, component_number),
  foreign key (partner_id, number) references amendment,
  check ((cut_remainder is null) = (cut_subscription_id is null)),
  check ((cut_remainder is null) = (cut_charge_number is null))
);
comment on table amendment_tax is 'As invoice_tax; a cut have replacements only.';

create table amendment_charge (
  partner_id uuid not null,
  number text not null,
  subscription_id uuid not null,
  charge_number integer not null,
  line_number integer not null,
  amount bigint not null,
  tax bigint not null,
  taxes bigint[] not null,
  primary key (partner_id, number, subscription_id, charge_number),
  foreign key (partner_id, number) references amendment
);
comment on table amendment_charge is 'What a credit note takes back of which charge.';
comment on column amendment_charge.taxes is 'tax by component of its tax class, in order.';

create table rebill_market (
  country text primary key,
  is_offered boolean not null,
  changed_at timestamptz not null,
  changed_by text not null
);
comment on table rebill_market is 'Countries for which somebody decided whether invoices are credited and billed again; without a row they are.';

insert into invoice_counter (series, next_number) values ('C', 1);

-- Privileges ---------------------------------------------------------------------------------------------------------

grant select, insert on amendment, amendment_line, amendment_tax, amendment_charge to prorata_program;
grant select, insert, update on rebill_market to prorata_program;
