-- Adjustments: one-off credits, discounts, refunds and fees on the next invoice; and the requests for credit behind some.

create table adjustment (
  partner_id uuid not null references partner,
  adjustment_id uuid not null,
  currency text not null,
  amount bigint not null check (amount <> 0),
  invoice_type smallint,
  tax_class text not null references tax_class,
  reason_code text not null,
  description text not null,
  internal_note text not null,
  customer_id uuid,
  subscription_id uuid,
  related_document text,
  not_before date not null,
  state text not null check (state in ('proposed', 'approved', 'rejected', 'withdrawn', 'invoiced')),
  proposed_at timestamptz not null,
  proposed_by text not null,
  proposer_id uuid not null,
  decided_at timestamptz,
  decided_by text,
  decision_note text not null default '',
  primary key (partner_id, adjustment_id),
  foreign key (partner_id, customer_id) references customer,
  check ((state = 'proposed') = (decided_at is null)),
  check ((decided_at is null) = (decided_by is null))
);
comment on table adjustment is 'A one-off amount on the first invoice that takes it; once it is invoiced, nothing of it changes.';
comment on column adjustment.amount is 'Minor units before tax: negative credits the partner.';
comment on column adjustment.invoice_type is 'The type of invoice it waits for; null for whichever comes first.';
comment on column adjustment.not_before is 'It goes on no invoice dated before this day.';
comment on column adjustment.decided_by is 'Who approved, rejected or withdrew it; whoever proposed it where it needs no approval.';
create index adjustment_waiting on adjustment (partner_id, currency) where state = 'approved';
create index adjustment_list on adjustment (partner_id, proposed_at, adjustment_id);
create index adjustment_recent on adjustment (proposed_at, adjustment_id);

create table invoice_adjustment (
  partner_id uuid not null,
  invoice_date date not null,
  invoice_type smallint not null,
  currency text not null,
  line_number integer not null check (line_number >= 1),
  adjustment_id uuid not null,
  reason_code text not null,
  description text not null,
  tax_class text not null references tax_class,
  amount bigint not null,
  tax bigint not null,
  primary key (partner_id, invoice_date, invoice_type, currency, line_number),
  unique (partner_id, adjustment_id),
  foreign key (partner_id, invoice_date, invoice_type, currency) references invoice,
  foreign key (partner_id, adjustment_id) references adjustment
);
comment on table invoice_adjustment is
  'The lines of invoices that are adjustments; they follow those of charges. The key refuses to invoice one twice.';

alter table invoice
  add column adjusted bigint not null default 0,
  drop constraint invoice_adds_up,
  add constraint invoice_adds_up check (total = charged + adjusted + tax);
alter table invoice alter column adjusted drop default;
comment on column invoice.adjusted is 'The sum of its adjustments before tax (invoice_adjustment), in minor units.';

create table adjustment_limit (
  currency text primary key,
  amount bigint not null check (amount >= 0),
  set_at timestamptz not null,
  set_by text not null
);
comment on table adjustment_limit is
  'The largest adjustment, credit or fee, that needs no approval; without a row every one does. The activity log has its history.';

create table credit_request (
  partner_id uuid not null references partner,
  credit_request_id uuid not null,
  request_type text not null check (request_type in ('accidental-purchase', 'duplicate-order', 'sla-outage')),
  service_request_id text not null,
  customer_id uuid not null,
  subscription_id uuid not null,
  duplicate_subscription_id uuid,
  incident_id text not null default '',
  evidence jsonb not null,
  claim_until date not null,
  state text not null check (state in ('submitted', 'in-review', 'more-information', 'approved', 'declined', 'completed')),
  submitted_at timestamptz not null,
  submitted_by text not null,
  decided_at timestamptz,
  decided_by text,
  note text not null default '',
  adjustment_id uuid,
  credit_note text,
  primary key (partner_id, credit_request_id),
  foreign key (partner_id, service_request_id) references service_request,
  foreign key (partner_id, customer_id) references customer,
  foreign key (partner_id, adjustment_id) references adjustment,
  check ((request_type = 'duplicate-order') = (duplicate_subscription_id is not null)),
  check ((request_type = 'sla-outage') = (incident_id <> '')),
  check ((state in ('approved', 'completed')) = (adjustment_id is not null or credit_note is not null))
);
comment on table credit_request is 'What a partner wants to be credited and why; service_request is the same, as everybody else sees it.';
comment on column credit_request.evidence is 'What the partner says and shows; its fields depend on the type.';
comment on column credit_request.claim_until is 'The last day on which it could be filed.';
comment on column credit_request.adjustment_id is 'The adjustment that credits it; else credit_note does.';
create unique index credit_request_once on credit_request (partner_id, subscription_id, request_type, incident_id)
  where state <> 'declined';
create index credit_request_list on credit_request (partner_id, submitted_at, credit_request_id);
create index credit_request_recent on credit_request (submitted_at, credit_request_id);
create index credit_request_adjustment on credit_request (partner_id, adjustment_id) where adjustment_id is not null;

-- Privileges ---------------------------------------------------------------------------------------------------------

grant select, insert on adjustment, invoice_adjustment, credit_request to prorata_program;
grant update (state, decided_at, decided_by, decision_note) on adjustment to prorata_program;
grant update (evidence, state, decided_at, decided_by, note, adjustment_id, credit_note) on credit_request
  to prorata_program;
grant select, insert, update on adjustment_limit to prorata_program;
