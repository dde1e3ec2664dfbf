-- Receivables, mended: books that begin with old documents, entries of banks that look alike, settlements that are to come.

-- What was issued before there was a journal is in it as owed, and nobody has said which of it is paid. -------------------

alter table partner
  add column old_documents_until timestamptz,
  add column books_opened_at timestamptz,
  add constraint partner_books check (books_opened_at is null or old_documents_until is not null);
comment on column partner.old_documents_until is
  'Documents recorded until then are from before there was a journal; null where there are none.';
comment on column partner.books_opened_at is
  'When somebody said which of those are paid (prorata payments open-books); before that nobody is reminded of them.';
-- Whoever has recorded payments already keeps its books here.
update partner p set old_documents_until = e.until
from (select partner_id, max(recorded_at) as until from journal_entry where due_on is not null group by partner_id) e
where e.partner_id = p.partner_id and not exists (select from payment where payment.partner_id = p.partner_id);
create index partner_unopened on partner (partner_id) where old_documents_until is not null and books_opened_at is null;

-- Banks give several entries one reference, or none: what looks like a known entry is taken, marked, and decided by people.

alter table bank_statement
  add column file_sha256 text not null default '',
  drop constraint bank_statement_account_reference_key,
  add constraint bank_statement_once unique (account, reference, file_sha256);
alter table bank_statement alter column file_sha256 drop default;
comment on column bank_statement.file_sha256 is 'Of the whole file, in hexadecimal: the same file is taken once.';

alter table bank_entry
  add column reference_sha256 text,
  add column duplicate_of uuid,
  drop constraint bank_entry_account_reference_key;
update bank_entry set reference_sha256 = encode(sha256(convert_to(reference, 'UTF8')), 'hex');
alter table bank_entry alter column reference_sha256 set not null;
comment on column bank_entry.reference is 'What an entry is known by: what the bank says of it, its day and amount, and a count.';
comment on column bank_entry.reference_sha256 is 'What reference is looked up by: it may be longer than an index takes.';
comment on column bank_entry.duplicate_of is 'An earlier entry of the account, from another file, with the same reference.';
create index bank_entry_reference on bank_entry (account, reference_sha256);

-- Quantity changes that are charged later count against credit limits. Few subscriptions have any at a time.

create index charging_state_settling on charging_state (partner_id, subscription_id) where settle_on is not null;
