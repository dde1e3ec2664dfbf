-- What an invoice comes to: its charges, and the tax on them. What was issued before there were taxes bears none.

alter table invoice
  add column charged bigint,
  add column tax bigint not null default 0;
update invoice set charged = total;
alter table invoice
  alter column charged set not null,
  alter column tax drop default,
  add constraint invoice_adds_up check (total = charged + tax);
comment on column invoice.charged is 'The sum of its charges before tax, in minor units.';
comment on column invoice.tax is 'The sum of its taxes (invoice_tax), in minor units.';
comment on column invoice.total is 'What is to be paid, in minor units.';
