-- Mail: what people are told, who wants to be told what, and what has been told already.

create table mail (
  partner_id uuid not null,
  mail_id uuid not null,
  kind text not null,
  cause text not null,
  address text not null,
  recipient_name text not null,
  reason text not null check (reason in ('role', 'contact', 'submitter', 'test')),
  language text not null check (language in ('en', 'nl')),
  facts jsonb not null,
  state text not null check (state in ('waiting', 'not-configured', 'sent', 'failed', 'given-up', 'sandbox')),
  attempts smallint not null default 0,
  happened_at timestamptz not null,
  created_at timestamptz not null,
  due_at timestamptz not null,
  leased_until timestamptz,
  finished_at timestamptz,
  problem text not null default '',
  primary key (partner_id, mail_id),
  unique (partner_id, cause, address)
);
comment on table mail is 'One mail for one recipient; partner_id is 00000000-... for test mails. The key on the cause lets nobody be told the same twice.';
comment on column mail.cause is 'What happened, such as notice:ID; of a mail that is sent again, the mail it repeats and its own id.';
comment on column mail.reason is 'Why this recipient gets it, which its last lines say.';
comment on column mail.facts is 'What the text is made of, in the form of its kind; amounts as exact text.';
comment on column mail.attempts is 'Attempts begun. Only who began the last one may note how it went.';
comment on column mail.leased_until is 'A worker sends it now; after this instant another may.';
create index mail_due on mail (due_at, mail_id) where state in ('waiting', 'not-configured');
create index mail_by_id on mail (mail_id);
create index mail_newest on mail (created_at, mail_id);

create table mail_preference (
  partner_id uuid not null,
  user_id uuid not null references account_user on delete cascade,
  language text check (language in ('en', 'nl')),
  switched_off text[] not null,
  changed_at timestamptz not null,
  primary key (partner_id, user_id)
);
comment on table mail_preference is 'What a user set; no row: every kind, in the language of the account.';
comment on column mail_preference.language is 'null: the language of the account.';

-- What there is to tell. Whoever writes the mails marks it in the same transaction.

alter table notice add column mailed_at timestamptz;
comment on column notice.mailed_at is 'When its mails were written, also where nobody wants one; only of names that mails tell.';
create index notice_unmailed on notice (partner_id, notice_id) where mailed_at is null and event_name = 'invoice-ready';

alter table withholding add column told_at timestamptz;
alter table tax_exemption add column told_at timestamptz;
comment on column withholding.told_at is 'The decided_at that was told; another decision is told again.';
comment on column tax_exemption.told_at is 'The decided_at that was told; another decision is told again.';
create index withholding_untold on withholding (partner_id, withholding_id)
  where state <> 'submitted' and told_at is distinct from decided_at;
create index tax_exemption_untold on tax_exemption (partner_id, exemption_id)
  where state <> 'submitted' and told_at is distinct from decided_at;

-- What happened before there was mail is not told any more.
update notice set mailed_at = occurred_at where event_name = 'invoice-ready';
update reminder set sent_at = created_at where sent_at is null;
update withholding set told_at = decided_at;
update tax_exemption set told_at = decided_at;

-- Privileges ---------------------------------------------------------------------------------------------------------

grant select, insert, delete on mail to prorata_program;
grant update (state, attempts, due_at, leased_until, finished_at, problem) on mail to prorata_program;
grant select, insert, update on mail_preference to prorata_program;
grant update (told_at) on withholding, tax_exemption to prorata_program;
