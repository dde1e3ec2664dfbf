-- Accounts: what kind of partner an account is, and the clock of a sandbox; users, service principals and how they sign in.

-- Partner accounts ---------------------------------------------------------------------------------------------------

alter table partner
  add column account_type text not null default 'direct-bill'
    check (account_type in ('direct-bill', 'indirect-provider', 'indirect-reseller')),
  add column program_status text not null default 'active'
    check (program_status in ('active', 'restricted', 'suspended')),
  add column national_cloud text not null default 'global',
  add column region text not null default '',
  add column domain_name text not null default '',
  add column is_sandbox boolean not null default false,
  add column clock_at timestamptz check (clock_at is null or is_sandbox);
comment on column partner.clock_at is 'What a sandbox account takes for now; null for accounts that follow the system clock.';
create index partner_mpn_id on partner (mpn_id);

create table reseller_link (
  partner_id uuid not null references partner,
  reseller_id uuid not null,
  state text not null check (state in ('active', 'ended')),
  linked_at timestamptz not null,
  ended_at timestamptz,
  primary key (partner_id, reseller_id)
);
comment on table reseller_link is 'Which indirect resellers work with an indirect provider (partner_id); reseller_id is an account of its own.';

grant select, insert, update on reseller_link to prorata_program;

-- Tokens -------------------------------------------------------------------------------------------------------------

create table signing_key (
  key_id text primary key,
  private_jwk jsonb not null,
  public_jwk jsonb not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
comment on table signing_key is 'Keys that sign access tokens. A retired key still verifies what it signed until those tokens have expired.';
grant select, insert, update on signing_key to prorata_program;

-- Users and service principals ---------------------------------------------------------------------------------------
--
-- The directory of who may sign in. These are reference tables, not tables of a partner: they are asked before it is known
-- whose they are, and a name may exist only once among all accounts. `account_id` is a partner, or 00000000-... for the
-- provider itself. Secrets are kept as hashes: argon2id where people choose them, SHA-256 where they are 128 random bits
-- and more; what has to be read again (keys of one-time codes) is sealed with the key of the installation.

create table account_user (
  user_id uuid primary key,
  account_id uuid not null,
  sign_in_name text not null unique check (sign_in_name = lower(sign_in_name)),
  full_name text not null,
  roles text[] not null check (cardinality(roles) > 0),
  state text not null check (state in ('invited', 'active', 'disabled')),
  password_hash text,
  password_is_temporary boolean not null default false,
  code_key text,
  code_key_confirmed boolean not null default false,
  last_code_step bigint not null default 0,
  created_at timestamptz not null,
  last_sign_in_at timestamptz
);
comment on column account_user.code_key is 'Sealed key of the one-time codes (the second factor).';
comment on column account_user.last_code_step is 'Time step of the last code taken, so that none is taken twice.';
create index account_user_account on account_user (account_id, sign_in_name);

create table external_identity (
  issuer text not null,
  subject text not null,
  user_id uuid not null references account_user on delete cascade,
  linked_at timestamptz not null,
  primary key (issuer, subject)
);
comment on table external_identity is 'Which user an identity of another authority is.';
create index external_identity_user on external_identity (user_id);

create table recovery_code (
  user_id uuid not null references account_user on delete cascade,
  code_hash text not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

create table service_principal (
  application_id uuid primary key,
  account_id uuid not null,
  name text not null,
  roles text[] not null,
  state text not null check (state in ('active', 'disabled')),
  is_public boolean not null default false,
  redirect_uris text[] not null default '{}',
  created_at timestamptz not null
);
comment on column service_principal.is_public is 'Keeps no secret (a page, a desktop program): needs a code challenge instead.';
create index service_principal_account on service_principal (account_id, name);

create table application_secret (
  application_id uuid not null references service_principal on delete cascade,
  secret_id uuid not null,
  hint text not null,
  description text not null,
  secret_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (application_id, secret_id)
);
comment on column application_secret.hint is 'First characters of the secret, by which people tell secrets apart.';

-- Signing in ---------------------------------------------------------------------------------------------------------

create table one_time_link (
  token_hash text primary key,
  purpose text not null check (purpose in ('invitation', 'password-reset')),
  user_id uuid not null references account_user on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table one_time_link is 'Links by which a user sets a password. Using one, or a newer one, ends it.';
create index one_time_link_user on one_time_link (user_id);

create table sign_in_attempt (
  subject text primary key,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz
);
comment on table sign_in_attempt is
  'Attempts without success, by digest of a name or by address; counted before the password is looked at.';

create table sign_in_flow (
  flow_id uuid primary key,
  browser_hash text not null,
  step text not null,
  user_id uuid references account_user on delete cascade,
  multi_factor boolean not null default false,
  request jsonb not null,
  external jsonb,
  started_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table sign_in_flow is 'A sign-in under way: what was asked for, and how far the user has proved who it is.';

-- Grants -------------------------------------------------------------------------------------------------------------

create table token_family (
  family_id uuid primary key,
  application_id uuid not null references service_principal on delete cascade,
  user_id uuid not null references account_user on delete cascade,
  multi_factor boolean not null,
  granted_at timestamptz not null,
  revoked_at timestamptz
);
comment on table token_family is 'One sign-in of a user with an application, and all refresh tokens that came of it.';
create index token_family_user on token_family (user_id);

create table authorization_code (
  code_hash text primary key,
  family_id uuid not null references token_family on delete cascade,
  redirect_uri text not null,
  nonce text,
  code_challenge text,
  openid boolean not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table refresh_token (
  token_hash text primary key,
  family_id uuid not null references token_family on delete cascade,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index refresh_token_family on refresh_token (family_id);

create table token_cutoff (
  subject_id uuid primary key,
  issued_before timestamptz not null
);
comment on table token_cutoff is 'Access tokens of a user or an application issued before this instant are refused.';
create index token_cutoff_instant on token_cutoff (issued_before);

grant select, insert, update, delete on account_user, external_identity, recovery_code, service_principal,
  application_secret, one_time_link, sign_in_attempt, sign_in_flow, token_family, authorization_code, refresh_token,
  token_cutoff to prorata_program;
grant delete on signing_key to prorata_program;
