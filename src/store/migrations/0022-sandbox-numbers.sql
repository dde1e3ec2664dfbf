-- Documents of sandboxes are numbered apart: what they try out must leave no holes in the series of real documents, nor be
-- taken for one. What they have been given before keeps its number.

insert into invoice_counter (series, next_number) values ('SD', 1), ('SG', 1), ('SC', 1);
