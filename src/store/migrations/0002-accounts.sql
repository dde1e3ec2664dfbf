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
