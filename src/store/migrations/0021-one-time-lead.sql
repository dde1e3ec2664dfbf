-- One-time invoices are issued two days ahead of their date. Where the last run before this was so counted as of one of
-- those two days, their charges would be taken for invoiced: such a partner counts as invoiced up to the day before them.

do $$
declare
  stuck record;
begin
  create temporary table waiting on commit drop as
    select p.partner_id, p.invoiced_through, min(c.invoice_date) - 3 as back_to
    from partner p
    join charge c on c.partner_id = p.partner_id and c.invoice_type = 2
      and c.invoice_date > p.invoiced_through and c.invoice_date <= p.invoiced_through + 2
    where not exists (
      select from invoice i where i.partner_id = c.partner_id and i.invoice_date = c.invoice_date
        and i.invoice_type = c.invoice_type and i.currency = c.currency)
    group by p.partner_id, p.invoiced_through;
  select w.partner_id, w.invoiced_through into stuck
    from waiting w join invoice i on i.partner_id = w.partner_id
      and i.invoice_date > w.back_to and i.invoice_date <= w.invoiced_through
    limit 1;
  if found then
    raise exception 'partner % has one-time charges that were to be invoiced after %', stuck.partner_id, stuck.invoiced_through
      using hint = 'With the version before, bill as of the 8th; then upgrade.';
  end if;
  update partner p set invoiced_through = w.back_to from waiting w where p.partner_id = w.partner_id;
end
$$;
