-- Discounts, promotions and partner prices: what a term costs less than the list price, for whom and why.

create table discount (
  discount_id uuid primary key,
  for_partner_id uuid,
  product_id text,
  sku_id text,
  availability_id uuid references availability,
  currency text,
  kind text not null check (kind in ('percentage', 'amount', 'price')),
  value numeric not null,
  promotion_id text not null check (promotion_id <> ''),
  description text not null check (description <> ''),
  valid_from date not null,
  valid_until date,
  renewals boolean not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  foreign key (product_id, sku_id) references sku,
  check (for_partner_id is not null or product_id is not null),
  check (sku_id is null or product_id is not null),
  check (availability_id is null or sku_id is not null),
  check ((currency is null) = (kind = 'percentage')),
  check (kind <> 'price' or availability_id is not null),
  check (case kind when 'percentage' then value > 0 and value <= 100 when 'amount' then value > 0 else value >= 0 end),
  check (valid_until >= valid_from)
);
comment on table discount is
  'A dated reduction of list prices. A row never changes, except that an end may be set to a day that has not come.';
comment on column discount.for_partner_id is
  'The only partner it is for; null for all. Kept with the catalogue, so it is no table of a partner.';
comment on column discount.product_id is 'What it is for: a product, one of its SKUs or one availability; null for all.';
comment on column discount.value is 'Percent off, an amount off the list unit price, or the unit price in its place.';
comment on column discount.valid_from is 'First day on which a term may start with it.';
comment on column discount.valid_until is 'First day on which no term may start with it any more; null for no end.';
comment on column discount.renewals is 'Whether a term that renews another takes it, too; else only first terms do.';

alter table charge add column discount_id uuid;
comment on column charge.discount_id is 'The discount in its price; null for the list price. The discount itself is derived.';
alter table charging_state add column discount_id uuid;

alter table order_line add column discounted_price bigint;
comment on column order_line.discounted_price is 'What became of list_price by a discount; null where there was none.';

-- Privileges ---------------------------------------------------------------------------------------------------------

grant select, insert on discount to prorata_program;
grant update (valid_until) on discount to prorata_program;
