-- The mark of a demo: only a database that held nothing when it was marked can be given sign-ins that are printed.

create table demo (
  only_one boolean primary key default true check (only_one),
  marked_at timestamptz not null,
  access jsonb
);
comment on table demo is 'Empty, but in the database of a demo, which is marked before anything is put into it.';
comment on column demo.access is
  'The sign-ins of the demo as they are printed at each start, secrets and all; null until there are any.';

grant select, insert on demo to prorata_program;
grant update (access) on demo to prorata_program;
