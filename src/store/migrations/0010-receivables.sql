-- Money: the journal, payments, reminders, credit limits, and the bank statements payments come from.
--
-- The journal is the truth about what is owed and paid: what a partner owes, what is left of a payment, how much of an invoice
-- is paid and the running statement are sums of it. Entries are only ever added; a correction is another transaction.

alter table partner
  add column payment_days smallint not null default 60 check (payment_days between 0 and 365),
  add column told_past_due text;
comment on column partner.payment_days is 'Days from the date of an invoice to the day it must be paid by.';
comment on column partner.told_past_due is
  'Currency in which the partner was last told to be past due; null once it was told that it is cured. What it may do follows from the journal.';

-- Tables of a partner ------------------------------------------------------------------------------------------------

create table payment (
  partner_id uuid not null references partner,
  payment_id uuid not null,
  method text not null check (method in ('bank-transfer', 'check', 'card', 'other', 'withholding-tax', 'credit')),
  currency text not null,
  amount bigint not null check (amount > 0),
  received_on date not null,
  payer text not null,
  reference text not null,
  document text,
  recorded_at timestamptz not null,
  recorded_by text not null,
  primary key (partner_id, payment_id),
  check ((method = 'credit') = (document is not null))
);
comment on table payment is 'What a partner can pay invoices with: money received, tax it withheld, or the credit balance of a document.';
comment on column payment.document is 'For a credit: the document whose credit balance it was.';

create table journal_entry (
  partner_id uuid not null references partner,
  source_kind text not null check (source_kind in ('invoice', 'credit-note', 'payment', 'allocation', 'refund', 'write-off')),
  source_id text not null,
  entry_number smallint not null check (entry_number >= 1),
  account text not null check (account in (
    'receivable', 'revenue', 'tax-payable', 'credits', 'cash', 'unallocated', 'withholding', 'write-offs')),
  currency text not null,
  amount bigint not null,
  booked_on date not null,
  document text,
  payment_id uuid,
  invoice_type smallint,
  due_on date,
  note text not null,
  recorded_at timestamptz not null,
  primary key (partner_id, source_kind, source_id, entry_number),
  check ((account = 'receivable') = (document is not null)),
  check ((account = 'unallocated') = (payment_id is not null)),
  check ((due_on is null) = (invoice_type is null)),
  check (due_on is null or (source_kind = 'invoice' and account = 'receivable'))
);
comment on table journal_entry is
  'Double entry. A transaction is one source (kind, id); its entries add up to zero. The key refuses to post a source twice.';
comment on column journal_entry.amount is 'Minor units: positive debits the account, negative credits it.';
comment on column journal_entry.document is 'The document whose receivable changes.';
comment on column journal_entry.payment_id is 'The payment whose unallocated rest changes.';
comment on column journal_entry.due_on is 'On the entry that founds a receivable, as is invoice_type.';
create index journal_entry_by_day on journal_entry (partner_id, booked_on, source_kind, source_id, entry_number);
create index journal_entry_document on journal_entry (partner_id, document) where document is not null;
create index journal_entry_payment on journal_entry (partner_id, payment_id) where payment_id is not null;
-- What an entry of a bank statement is looked up by: its payer is not known yet.
create index journal_entry_invoice on journal_entry (source_id) where due_on is not null;
create index journal_entry_amount on journal_entry (currency, amount, booked_on) where due_on is not null;

create table credit_limit (
  partner_id uuid primary key references partner,
  currency text not null,
  amount bigint not null check (amount >= 0),
  notified_level smallint not null default 0 check (notified_level in (0, 70, 85, 100)),
  set_at timestamptz not null,
  set_by text not null
);
comment on table credit_limit is 'Most a partner may owe, billed or not; no row, no limit. The activity log has its history.';
comment on column credit_limit.notified_level is 'Percent last told of; taken back once less is used, so that each crossing is told once.';

create table reminder (
  partner_id uuid not null references partner,
  reminder_id uuid not null,
  kind text not null check (kind in ('due-soon', 'overdue', 'past-due', 'cured', 'credit-limit')),
  level smallint not null,
  document text,
  currency text not null,
  amount bigint not null,
  due_on date,
  happened_on date not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (partner_id, reminder_id)
);
comment on table reminder is 'What a partner is to be told about what it owes; whoever sends mail reads it and sets sent_at.';
comment on column reminder.level is
  'due-soon: 0; overdue: which one, from 1; credit-limit: percent used (70, 85, 100); past-due and cured: 0.';
comment on column reminder.amount is 'Minor units: open on the document, overdue altogether, or used of the credit limit.';
create unique index reminder_once on reminder (partner_id, document, kind, level) where document is not null;
create index reminder_waiting on reminder (partner_id, reminder_id) where sent_at is null;

-- Tables of the operator ---------------------------------------------------------------------------------------------

create table bank_statement (
  statement_id uuid primary key,
  format text not null check (format in ('camt.053', 'csv')),
  account text not null,
  reference text not null,
  currency text not null,
  imported_at timestamptz not null,
  imported_by text not null,
  unique (account, reference)
);
comment on table bank_statement is 'Statements of the accounts of the provider; account is an IBAN or what the file calls it.';

create table bank_entry (
  bank_entry_id uuid primary key,
  statement_id uuid not null references bank_statement,
  entry_number integer not null,
  account text not null,
  reference text not null,
  booked_on date not null,
  currency text not null,
  amount bigint not null check (amount > 0),
  payer text not null,
  payer_account text not null,
  remittance text not null,
  structured_reference text not null,
  state text not null check (state in ('open', 'confirmed', 'ignored')),
  owner_id uuid,
  payment_id uuid,
  decided_at timestamptz,
  decided_by text,
  reason text not null default '',
  unique (account, reference),
  check ((state = 'confirmed') = (payment_id is not null and owner_id is not null))
);
comment on column bank_entry.reference is 'What tells entries of an account apart, also where two statements have the same one.';
comment on table bank_entry is 'Money that came in. A confirmed entry has become the payment payment_id of the partner owner_id.';
create index bank_entry_open on bank_entry (booked_on, bank_entry_id) where state = 'open';
create index bank_entry_payer on bank_entry (payer_account) where state = 'confirmed' and payer_account <> '';

-- Privileges ---------------------------------------------------------------------------------------------------------

grant select, insert on payment, journal_entry, bank_statement, reminder, bank_entry to prorata_program;
grant update (sent_at) on reminder to prorata_program;
grant update (state, owner_id, payment_id, decided_at, decided_by, reason) on bank_entry to prorata_program;
grant select, insert, update, delete on credit_limit to prorata_program;

-- Invoices issued before there was a journal: their charges are their net, without tax. ------------------------------

insert into journal_entry (partner_id, source_kind, source_id, entry_number, account, currency, amount, booked_on,
  document, payment_id, invoice_type, due_on, note, recorded_at)
select partner_id, 'invoice', number, 1, 'receivable', currency, total, invoice_date, number, null, invoice_type, due_date,
  '', issued_at
from invoice;
insert into journal_entry (partner_id, source_kind, source_id, entry_number, account, currency, amount, booked_on,
  document, payment_id, invoice_type, due_on, note, recorded_at)
select partner_id, 'invoice', number, 2, 'revenue', currency, -total, invoice_date, null, null, null, null, '', issued_at
from invoice where total <> 0;
