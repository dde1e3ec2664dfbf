-- Carts and orders, and what a subscription carries besides its charging state.

create table cart (
  partner_id uuid not null,
  cart_id uuid not null,
  customer_id uuid not null,
  status text not null check (status in ('active', 'ordered', 'expired')),
  lines jsonb not null,
  attested boolean,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  modified_by text not null,
  expires_at timestamptz not null,
  primary key (partner_id, cart_id),
  foreign key (partner_id, customer_id) references customer
);
create index cart_expiry on cart (expires_at) where status = 'active';

create table customer_order (
  partner_id uuid not null,
  order_id text not null,
  customer_id uuid not null,
  billing_cycle text not null,
  currency text not null,
  status text not null check (status in ('completed', 'pending', 'cancelled')),
  transaction_type text not null,
  created_at timestamptz not null,
  cart_id uuid,
  attested boolean,
  version integer not null default 1,
  primary key (partner_id, order_id),
  foreign key (partner_id, customer_id) references customer
);
create index customer_order_history on customer_order (partner_id, customer_id, created_at);

create table order_line (
  partner_id uuid not null,
  order_id text not null,
  line_number integer not null,
  availability_id uuid not null,
  subscription_id uuid not null,
  parent_subscription_id uuid,
  quantity integer not null,
  friendly_name text not null,
  transaction_type text not null,
  partner_on_record text,
  attested boolean,
  provisioning jsonb not null default '{}',
  primary key (partner_id, order_id, line_number),
  foreign key (partner_id, order_id) references customer_order
);

alter table subscription
  add column partner_on_record text,
  add column created_at timestamptz,
  add column version integer not null default 1,
  add column support_contact jsonb,
  add column activation text not null default 'not-needed' check (activation in ('not-needed', 'pending', 'active')),
  add column suspension_reasons text[] not null default '{}';
comment on column subscription.partner_on_record is 'Network id of the reseller it was sold through.';
comment on column subscription.version is 'Counts its changes; the ETag of the API.';
create index subscription_customer on subscription (partner_id, customer_id, subscription_id);
create index subscription_parent on subscription (partner_id, parent_subscription_id) where parent_subscription_id is not null;
create index subscription_order on subscription (partner_id, order_id);

grant select, insert, update on cart, customer_order, order_line to prorata_program;
