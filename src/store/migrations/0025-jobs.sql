-- How the background work goes: what its loops note of themselves, and indexes by which it is seen what waits and what failed.

create table job_loop (
  kind text primary key,
  looked_at timestamptz,
  worked_at timestamptz,
  failed_at timestamptz,
  problem text not null default ''
);
comment on table job_loop is
  'How each kind of background work last went, noted about once a minute by whatever process works on it, and at once where it fails.';
comment on column job_loop.looked_at is 'When somebody last went through what is due, without failing.';
comment on column job_loop.worked_at is 'When there last was something to do, and it went well.';
comment on column job_loop.failed_at is 'When it last failed; problem says why, also after it went well again.';
grant select, insert, update on job_loop to prorata_program;

alter table mail add column attempted_at timestamptz;
comment on column mail.attempted_at is 'When the last attempt began; null before the first, and where that was before there was this column.';
grant update (attempted_at) on mail to prorata_program;
create index mail_finished on mail (state, finished_at) where finished_at is not null;
create index mail_troubled on mail (attempted_at) where problem <> '';

create index webhook_delivery_pending on webhook_delivery (created_at) where status = 'pending';
create index webhook_delivery_finished on webhook_delivery (status, finished_at) where finished_at is not null;
create index webhook_attempt_failed on webhook_attempt (attempted_at) where failure is not null;
create index export_job_finished on export_job (state, finished_at) where finished_at is not null;
create index billing_run_completed on billing_run (completed_at) where completed_at is not null;
create index billing_run_of_everybody on billing_run (as_of) where only_partner is null;
