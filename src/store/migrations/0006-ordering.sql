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
comment on column cart.lines is 'What is to be bought, as it was checked when the cart was last written; checked again at the checkout.';
comment on column cart.attested is 'Whether the provider attests that the reseller on the lines brought this sale.';
create index cart_expiry on cart (expires_at) where status = 'active';

create table customer_order (
  partner_id uuid not null,
  customer_id uuid not null,
  order_id text not null,
  billing_cycle text not null,
  currency text not null,
  transaction_type text not null check (transaction_type in ('UserPurchase', 'SystemPurchase', 'SystemBilling')),
  created_at timestamptz not null,
  cart_id uuid,
  attested boolean,
  version integer not null default 1,
  primary key (partner_id, customer_id, order_id),
  foreign key (partner_id, customer_id) references customer
);
comment on table customer_order is
  'Orders placed here. Those of imported subscriptions are read from the subscriptions until something is done to them.';

create table order_line (
  partner_id uuid not null,
  customer_id uuid not null,
  order_id text not null,
  line_number integer not null check (line_number >= 0),
  availability_id uuid not null,
  subscription_id uuid not null,
  parent_subscription_id uuid,
  quantity integer not null,
  friendly_name text not null,
  transaction_type text not null,
  partner_on_record text,
  attested boolean,
  provisioning jsonb not null default '{}',
  list_price bigint,
  unit_price bigint,
  amount bigint,
  cancelled_at timestamptz,
  primary key (partner_id, customer_id, order_id, line_number),
  foreign key (partner_id, customer_id, order_id) references customer_order
);
comment on column order_line.list_price is 'Of a whole charge cycle, in 10^-8 major units; likewise unit_price, the part of it that was charged first.';
comment on column order_line.amount is 'What was charged with the order, in minor units.';

alter table subscription
  add column partner_on_record text,
  add column created_at timestamptz,
  add column version integer not null default 1,
  add column support_contact jsonb,
  add column activation text not null default 'not-needed' check (activation in ('not-needed', 'pending', 'active')),
  add column suspension_reasons text[] not null default '{}',
  add column registered_at timestamptz;
comment on column subscription.partner_on_record is 'Network id of the reseller it was sold through.';
comment on column subscription.version is 'Counts its changes; the ETag of the API.';
create index subscription_customer on subscription (partner_id, customer_id, subscription_id);
create index subscription_parent on subscription (partner_id, parent_subscription_id) where parent_subscription_id is not null;
create index subscription_order on subscription (partner_id, order_id);

grant select, insert, update on cart to prorata_program;
grant select, insert, update (version, billing_cycle) on customer_order to prorata_program;
grant select, insert, update (cancelled_at) on order_line to prorata_program;

-- Life of a subscription ---------------------------------------------------------------------------------------------

create table pending_activation (
  partner_id uuid not null,
  subscription_id uuid not null,
  customer_id uuid not null,
  order_id text not null,
  availability_id uuid not null,
  quantity integer not null,
  friendly_name text not null,
  parent_subscription_id uuid,
  partner_on_record text,
  created_at timestamptz not null,
  expires_on date not null,
  status text not null check (status in ('pending', 'activated', 'expired', 'cancelled')),
  version integer not null default 1,
  primary key (partner_id, subscription_id),
  foreign key (partner_id, customer_id) references customer
);
comment on table pending_activation is
  'Ordered from independent publishers: nothing is charged, and no subscription exists, until the publisher confirms.';
create index pending_activation_customer on pending_activation (partner_id, customer_id, subscription_id);
create index pending_activation_expiry on pending_activation (partner_id, expires_on) where status = 'pending';

create table transition (
  partner_id uuid not null,
  operation_id uuid not null,
  customer_id uuid not null,
  from_subscription_id uuid not null,
  to_subscription_id uuid not null,
  from_item text not null,
  to_item text not null,
  quantity integer not null,
  term text not null,
  billing_cycle text not null,
  transition_type text not null,
  happened_at timestamptz not null,
  primary key (partner_id, operation_id),
  foreign key (partner_id, customer_id) references customer
);
comment on table transition is 'Licenses that moved to another offer, and to which subscription. Append-only.';
create index transition_history on transition (partner_id, from_subscription_id, happened_at);

grant select, insert, update on pending_activation to prorata_program;
grant select, insert on transition to prorata_program;
