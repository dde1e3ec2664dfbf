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
create index audit_record_everybody on audit_record (occurred_at, audit_record_id);

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
grant select, insert, update, delete on notice to prorata_program;

-- Webhooks -----------------------------------------------------------------------------------------------------------

create table webhook_registration (
  partner_id uuid not null references partner,
  registration_id uuid not null,
  application_id text not null,
  webhook_url text not null,
  webhook_events text[] not null,
  signature_in_own_header boolean not null,
  signing_secret text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (partner_id, registration_id),
  unique (partner_id, application_id)
);
comment on table webhook_registration is 'Where an application of a partner wants to be told of what. signing_secret keys the HMAC and is shown once.';

create table webhook_delivery (
  partner_id uuid not null,
  delivery_id uuid not null,
  registration_id uuid not null,
  event_id uuid not null,
  event_name text not null,
  url text not null,
  event jsonb not null,
  status text not null check (status in ('pending', 'delivered', 'parked')),
  attempts integer not null default 0,
  created_at timestamptz not null,
  queued_at timestamptz,
  finished_at timestamptz,
  primary key (partner_id, delivery_id),
  unique (partner_id, registration_id, event_id),
  foreign key (partner_id, registration_id) references webhook_registration on delete cascade
);
comment on table webhook_delivery is
  'One notice for one registration, sent until it is delivered; parked after the last attempt.';
comment on column webhook_delivery.event_id is 'The notice it tells; of a test event, the delivery itself. Receivers know repetitions by it.';
create index webhook_delivery_waiting on webhook_delivery (partner_id, delivery_id) where queued_at is null;
create index webhook_delivery_log on webhook_delivery (partner_id, registration_id, created_at, delivery_id);

create table webhook_attempt (
  partner_id uuid not null,
  delivery_id uuid not null,
  attempt_number integer not null,
  attempted_at timestamptz not null,
  duration_milliseconds integer not null,
  response_status integer,
  failure text,
  response_excerpt text not null,
  primary key (partner_id, delivery_id, attempt_number),
  foreign key (partner_id, delivery_id) references webhook_delivery on delete cascade
);
comment on column webhook_attempt.failure is 'Why there was no answer, or why it does not count; null for success.';

create table webhook_key (
  key_id text primary key,
  private_key text not null,
  certificate bytea not null,
  created_at timestamptz not null
);
comment on table webhook_key is 'The key that signs deliveries (PKCS #8, PEM), with its certificate (X.509, DER); the newest is used.';

grant select, insert, update, delete on webhook_registration, webhook_delivery to prorata_program;
grant select, insert on webhook_attempt, webhook_key to prorata_program;

-- Daily jobs and sandbox clocks --------------------------------------------------------------------------------------

create table daily_run (
  day date primary key,
  started_at timestamptz not null,
  finished_at timestamptz
);
comment on table daily_run is 'Days whose jobs have begun or are done, for all accounts that follow the system clock.';

create table partner_lifecycle (
  partner_id uuid primary key references partner,
  told_through date not null
);
comment on column partner_lifecycle.told_through is
  'What happened by itself to subscriptions up to this day is in the activity log, and subscribers are told.';

create table sandbox_advance (
  partner_id uuid primary key references partner,
  started_from timestamptz not null,
  target_at timestamptz not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  leased_until timestamptz,
  steps_done integer not null default 0,
  steps_total integer not null default 0
);
comment on table sandbox_advance is 'How far the clock of a sandbox account is to go; whoever finds it unfinished and unleased goes on.';

grant select, insert, update on daily_run, partner_lifecycle, sandbox_advance to prorata_program;

-- The job queue ------------------------------------------------------------------------------------------------------
-- What pg-boss 10.4.2 (MIT) prints as its construction plans, made here by the owner because the program may not
-- create tables. src/store/job-schema.test.ts compares the two: a new version of pg-boss brings a migration of its own.

-- pg-boss begin
CREATE SCHEMA IF NOT EXISTS pgboss
  ;

    CREATE TYPE pgboss.job_state AS ENUM (
      'created',
      'retry',
      'active',
      'completed',
      'cancelled',
      'failed'
    )
  ;

    CREATE TABLE pgboss.version (
      version int primary key,
      maintained_on timestamp with time zone,
      cron_on timestamp with time zone,
      monitored_on timestamp with time zone
    )
  ;

    CREATE TABLE pgboss.queue (
      name text,
      policy text,
      retry_limit int,
      retry_delay int,
      retry_backoff bool,
      expire_seconds int,
      retention_minutes int,
      dead_letter text REFERENCES pgboss.queue (name),
      partition_name text,
      created_on timestamp with time zone not null default now(),
      updated_on timestamp with time zone not null default now(),
      PRIMARY KEY (name)
    )
  ;

    CREATE TABLE pgboss.schedule (
      name text REFERENCES pgboss.queue ON DELETE CASCADE,
      cron text not null,
      timezone text,
      data jsonb,
      options jsonb,
      created_on timestamp with time zone not null default now(),
      updated_on timestamp with time zone not null default now(),
      PRIMARY KEY (name)
    )
  ;

    CREATE TABLE pgboss.subscription (
      event text not null,
      name text not null REFERENCES pgboss.queue ON DELETE CASCADE,
      created_on timestamp with time zone not null default now(),
      updated_on timestamp with time zone not null default now(),
      PRIMARY KEY(event, name)
    )
  ;

    CREATE TABLE pgboss.job (
      id uuid not null default gen_random_uuid(),
      name text not null,
      priority integer not null default(0),
      data jsonb,
      state pgboss.job_state not null default('created'),
      retry_limit integer not null default(2),
      retry_count integer not null default(0),
      retry_delay integer not null default(0),
      retry_backoff boolean not null default false,
      start_after timestamp with time zone not null default now(),
      started_on timestamp with time zone,
      singleton_key text,
      singleton_on timestamp without time zone,
      expire_in interval not null default interval '15 minutes',
      created_on timestamp with time zone not null default now(),
      completed_on timestamp with time zone,
      keep_until timestamp with time zone NOT NULL default now() + interval '14 days',
      output jsonb,
      dead_letter text,
      policy text
    ) PARTITION BY LIST (name)
  ;
ALTER TABLE pgboss.job ADD PRIMARY KEY (name, id);
CREATE TABLE pgboss.archive (LIKE pgboss.job);
ALTER TABLE pgboss.archive ADD PRIMARY KEY (name, id);
ALTER TABLE pgboss.archive ADD archived_on timestamptz NOT NULL DEFAULT now();
CREATE INDEX archive_i1 ON pgboss.archive(archived_on);

    CREATE FUNCTION pgboss.create_queue(queue_name text, options json)
    RETURNS VOID AS
    $$
    DECLARE
      table_name varchar := 'j' || encode(sha224(queue_name::bytea), 'hex');
      queue_created_on timestamptz;
    BEGIN

      WITH q as (
      INSERT INTO pgboss.queue (
        name,
        policy,
        retry_limit,
        retry_delay,
        retry_backoff,
        expire_seconds,
        retention_minutes,
        dead_letter,
        partition_name
      )
      VALUES (
        queue_name,
        options->>'policy',
        (options->>'retryLimit')::int,
        (options->>'retryDelay')::int,
        (options->>'retryBackoff')::bool,
        (options->>'expireInSeconds')::int,
        (options->>'retentionMinutes')::int,
        options->>'deadLetter',
        table_name
      )
      ON CONFLICT DO NOTHING
      RETURNING created_on
      )
      SELECT created_on into queue_created_on from q;

      IF queue_created_on IS NULL THEN
        RETURN;
      END IF;

      EXECUTE format('CREATE TABLE pgboss.%I (LIKE pgboss.job INCLUDING DEFAULTS)', table_name);

      EXECUTE format('ALTER TABLE pgboss.%1$I ADD PRIMARY KEY (name, id)', table_name);
      EXECUTE format('ALTER TABLE pgboss.%1$I ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
      EXECUTE format('ALTER TABLE pgboss.%1$I ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES pgboss.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
      EXECUTE format('CREATE UNIQUE INDEX %1$s_i1 ON pgboss.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''created'' AND policy = ''short''', table_name);
      EXECUTE format('CREATE UNIQUE INDEX %1$s_i2 ON pgboss.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''active'' AND policy = ''singleton''', table_name);
      EXECUTE format('CREATE UNIQUE INDEX %1$s_i3 ON pgboss.%1$I (name, state, COALESCE(singleton_key, '''')) WHERE state <= ''active'' AND policy = ''stately''', table_name);
      EXECUTE format('CREATE UNIQUE INDEX %1$s_i4 ON pgboss.%1$I (name, singleton_on, COALESCE(singleton_key, '''')) WHERE state <> ''cancelled'' AND singleton_on IS NOT NULL', table_name);
      EXECUTE format('CREATE INDEX %1$s_i5 ON pgboss.%1$I (name, start_after) INCLUDE (priority, created_on, id) WHERE state < ''active''', table_name);

      EXECUTE format('ALTER TABLE pgboss.%I ADD CONSTRAINT cjc CHECK (name=%L)', table_name, queue_name);
      EXECUTE format('ALTER TABLE pgboss.job ATTACH PARTITION pgboss.%I FOR VALUES IN (%L)', table_name, queue_name);
    END;
    $$
    LANGUAGE plpgsql;
  ;

    CREATE FUNCTION pgboss.delete_queue(queue_name text)
    RETURNS VOID AS
    $$
    DECLARE
      table_name varchar;
    BEGIN
      WITH deleted as (
        DELETE FROM pgboss.queue
        WHERE name = queue_name
        RETURNING partition_name
      )
      SELECT partition_name from deleted INTO table_name;

      EXECUTE format('DROP TABLE IF EXISTS pgboss.%I', table_name);
    END;
    $$
    LANGUAGE plpgsql;
  ;
INSERT INTO pgboss.version(version) VALUES ('24');
-- pg-boss end

select pgboss.create_queue('webhook-delivery', '{"policy": "standard"}');
select pgboss.create_queue('__pgboss__send-it', '{"policy": "standard"}');
grant usage on schema pgboss to prorata_program;
grant select, insert, update, delete on all tables in schema pgboss to prorata_program;
