-- Requests: what was answered to which request, what was changed by whom, and what others have to be told.

create table api_request (
  partner_id uuid not null,
  request_id text not null,
  fingerprint text not null,
  status smallint not null,
  headers jsonb not null,
  body text not null,
  answered_at timestamptz not null,
  primary key (partner_id, request_id, fingerprint)
);
comment on table api_request is 'Answers to requests that changed something, written with the change: a request sent again gets the same answer.';
create index api_request_age on api_request (answered_at);

create table audit_record (
  partner_id uuid not null,
  audit_record_id uuid not null,
  customer_id uuid,
  customer_name text,
  user_principal_name text,
  application_id text,
  resource_type text not null,
  operation_type text not null,
  operation_status text not null,
  occurred_at timestamptz not null,
  correlation_id text not null,
  old_value jsonb,
  new_value jsonb,
  data jsonb not null default '{}',
  primary key (partner_id, audit_record_id)
);
comment on table audit_record is 'Who changed what. Append-only, written in the transaction of the change.';
create index audit_record_time on audit_record (partner_id, occurred_at, audit_record_id);

create table notice (
  partner_id uuid not null,
  notice_id uuid not null,
  event_name text not null,
  resource_uri text not null,
  resource_name text not null,
  audit_record_id uuid,
  occurred_at timestamptz not null,
  dispatched_at timestamptz,
  primary key (partner_id, notice_id)
);
comment on table notice is 'What subscribers of webhooks are to be told, written in the transaction of the change and sent afterwards.';
create index notice_waiting on notice (partner_id, notice_id) where dispatched_at is null;

grant select, insert, update, delete on api_request to prorata_program;
grant select, insert on audit_record to prorata_program;
grant select, insert, update on notice to prorata_program;
