-- Vouchers, and all vouchers of campaigns, that have validation rules of the drop-in: no other door knows what they say.
alter table vouchers add column ruled_at bigint;
alter table campaigns add column ruled_at bigint;
update vouchers set ruled_at = issued_at where id in (select parent from compat_notes where kind = 'assignment');
update campaigns set ruled_at = created_at where id in (select parent from compat_notes where kind = 'assignment');
