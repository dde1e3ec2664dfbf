-- Files that are kept as bytes: documents of invoices, for good, and the parts of exports, for some days.
--
-- Bytes are in pieces of at most 1 MiB, so that no row is large. The two kinds have tables of their own because the program
-- may delete one and never the other.

create table stored_file (
  partner_id uuid not null references partner,
  owner text not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  stored_at timestamptz not null,
  primary key (partner_id, owner, name)
);
comment on table stored_file is
  'A document as it was written the first time it was asked for; it is served from here ever after, whatever the program writes later.';
comment on column stored_file.owner is 'Number of the invoice or amendment.';

create table stored_file_part (
  partner_id uuid not null,
  owner text not null,
  name text not null,
  part_number integer not null check (part_number >= 1),
  bytes bytea not null,
  primary key (partner_id, owner, name, part_number),
  foreign key (partner_id, owner, name) references stored_file
);
alter table stored_file_part alter column bytes set storage external;

create table export_job (
  partner_id uuid not null references partner,
  export_id uuid not null,
  state text not null check (state in ('queued', 'running', 'succeeded', 'failed')),
  format text not null check (format in ('csv', 'xlsx')),
  dates text not null check (dates in ('published', 'iso')),
  locale text not null check (locale in ('en', 'nl')),
  documents text[] not null,
  rows_total bigint not null,
  rows_done bigint not null default 0,
  failure text,
  attempts smallint not null default 0,
  requested_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz not null,
  leased_until timestamptz,
  primary key (partner_id, export_id),
  check ((state = 'failed') = (failure is not null)),
  check ((state in ('succeeded', 'failed')) = (finished_at is not null))
);
comment on table export_job is
  'Files of many or long invoices, made part by part. Whoever finds one unfinished and unleased goes on after its last part.';
comment on column export_job.documents is 'Numbers of the invoices, in order.';
comment on column export_job.attempts is 'How often it was begun since its last part was stored; too often, and it has failed.';
create index export_job_waiting on export_job (created_at) where state in ('queued', 'running');
create index export_job_expiry on export_job (expires_at);
create index export_job_list on export_job (partner_id, created_at desc, export_id);

create table export_part (
  partner_id uuid not null,
  export_id uuid not null,
  part_number integer not null check (part_number >= 1),
  document text not null,
  name text not null,
  currency text not null,
  row_count bigint not null,
  amount bigint not null,
  discount bigint not null,
  tax bigint not null,
  last_subscription_id uuid,
  last_charge_number integer,
  is_last boolean not null,
  primary key (partner_id, export_id, part_number),
  foreign key (partner_id, export_id) references export_job on delete cascade
);
comment on table export_part is 'A part that is stored, what it adds up to in minor units, and where the next one goes on.';
comment on column export_part.is_last is 'Whether the document ends with it.';

create table export_file (
  partner_id uuid not null references partner,
  owner text not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null check (size_bytes >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  stored_at timestamptz not null,
  primary key (partner_id, owner, name)
);
comment on table export_file is 'The bytes of a part of an export, until it expires.';
comment on column export_file.owner is 'Id of the export.';

create table export_file_part (
  partner_id uuid not null,
  owner text not null,
  name text not null,
  part_number integer not null check (part_number >= 1),
  bytes bytea not null,
  primary key (partner_id, owner, name, part_number),
  foreign key (partner_id, owner, name) references export_file on delete cascade
);
alter table export_file_part alter column bytes set storage external;

-- Documents are written in the background for what was issued lately.
create index invoice_issued on invoice (issued_at);
create index amendment_issued on amendment (issued_at);

grant select, insert on stored_file, stored_file_part to prorata_program;
grant select, insert, delete on export_part, export_file, export_file_part to prorata_program;
grant select, insert, update, delete on export_job to prorata_program;
