-- Who an invoice is from and to, and how it is to be paid: as it was when the invoice was issued.

create table invoice_parties (
  partner_id uuid not null references partner,
  number text not null,
  said jsonb not null,
  recorded_at timestamptz not null,
  primary key (partner_id, number)
);
comment on table invoice_parties is 'Written when an invoice is issued; for those from before the provider had a profile, when a document is first asked for.';

grant select, insert on invoice_parties to prorata_program;
