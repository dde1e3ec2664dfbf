-- What a partner does for the people of a customer: their users, roles and licenses, and requests for service.

-- Users, roles and licenses ------------------------------------------------------------------------------------------

create table customer_user (
  partner_id uuid not null,
  user_id uuid not null,
  customer_id uuid not null,
  user_principal_name text not null,
  first_name text not null,
  last_name text not null,
  display_name text not null,
  usage_location text,
  phone_number text,
  immutable_id text,
  password_hash text not null,
  force_change_password boolean not null,
  created_at timestamptz not null,
  deleted_at timestamptz,
  primary key (partner_id, user_id),
  foreign key (partner_id, customer_id) references customer
);
comment on column customer_user.usage_location is 'Country (ISO 3166-1 alpha-2) of work; licenses need one. Null while nobody has said it.';
comment on column customer_user.deleted_at is 'When it was deleted; it can be restored for 30 days. Null while it is active.';
create unique index customer_user_name on customer_user (partner_id, lower(user_principal_name)) where deleted_at is null;
create index customer_user_by_display_name
  on customer_user (partner_id, customer_id, lower(display_name) collate "C", user_id);
create index customer_user_by_principal_name
  on customer_user (partner_id, customer_id, lower(user_principal_name) collate "C", user_id);
create index customer_user_deleted on customer_user (partner_id, deleted_at) where deleted_at is not null;

create table customer_role_member (
  partner_id uuid not null,
  customer_id uuid not null,
  role_id uuid not null,
  user_id uuid not null,
  primary key (partner_id, customer_id, role_id, user_id),
  foreign key (partner_id, user_id) references customer_user on delete cascade
);
comment on table customer_role_member is 'Which users of a customer have which of the built-in directory roles.';
create index customer_role_member_user on customer_role_member (partner_id, user_id);

create table license_assignment (
  partner_id uuid not null,
  customer_id uuid not null,
  user_id uuid not null,
  product_id text not null,
  sku_id text not null,
  excluded_plans uuid[] not null default '{}',
  assigned_at timestamptz not null,
  primary key (partner_id, user_id, product_id, sku_id),
  foreign key (partner_id, user_id) references customer_user on delete cascade
);
comment on table license_assignment is 'Which users hold a license of which SKU; the pool is the seats of the subscriptions.';
create index license_assignment_pool on license_assignment (partner_id, customer_id, product_id, sku_id);

-- Requests for service -----------------------------------------------------------------------------------------------

create table service_request (
  partner_id uuid not null references partner,
  service_request_id text not null,
  account_id uuid not null,
  customer_id uuid,
  title text not null,
  description text not null,
  severity text not null check (severity in ('critical', 'moderate', 'minimal')),
  status text not null check (status in ('open', 'closed', 'attention_needed')),
  support_topic_id text not null,
  product_id text,
  product_name text,
  agent_locale text not null,
  country text not null,
  organization jsonb not null,
  primary_contact jsonb not null,
  last_updated_by jsonb not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  closed_at timestamptz,
  primary key (partner_id, service_request_id),
  foreign key (partner_id, customer_id) references customer
);
comment on column service_request.account_id is 'The account that filed it: the partner, or a reseller for a customer of the partner.';
comment on column service_request.closed_at is 'When it was closed last; kept when it is opened again.';
create index service_request_list on service_request (partner_id, created_at, service_request_id);
create index service_request_customer on service_request (partner_id, customer_id, created_at) where customer_id is not null;

create table service_request_note (
  partner_id uuid not null,
  service_request_id text not null,
  note_number integer not null,
  text text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (partner_id, service_request_id, note_number),
  foreign key (partner_id, service_request_id) references service_request
);
comment on table service_request_note is 'What was said about a request, in order; never changed.';

grant select, insert, update, delete on customer_user, license_assignment to prorata_program;
grant select, insert, delete on customer_role_member to prorata_program;
grant select, insert, update on service_request to prorata_program;
grant select, insert on service_request_note to prorata_program;
