-- A redemption touches one page that nobody can foresee: its voucher's. Everything else it writes is appended.
--  * The first use of a voucher is guarded by the voucher's own row, whose pointer also answers repeats; only vouchers that
--    can be used again have an index of their uses: gift cards, and those that live again after a reversal in full.
--  * Orders are looked up where their references were sorted in behind (redemption_orders), and in what was not yet
--    (redemption_tail); each redemption is in exactly one of the two, in every snapshot.
--  * The voucher is read and locked in the transaction that inserts, so no foreign key reads it once more.
alter table redemptions drop constraint redemptions_voucher_id_use_number_key;
alter table redemptions drop constraint redemptions_voucher_id_fkey;
drop index redemptions_order;
create unique index redemptions_uses on redemptions (voucher_id, use_number)
  where reversed_at is not null or use_number > 1 or remaining_minor is not null;

create table redemption_orders (
  order_reference text not null,
  redemption_id text not null,
  primary key (order_reference, redemption_id)
);
create table redemption_tail (
  redemption_id text primary key,
  order_reference text not null
);
insert into redemption_orders select order_reference, id from redemptions order by order_reference, id;

-- Room in each page for the next version of a row: a voucher that is redeemed stays in its page, and none of its five
-- indexes is written. Rows of the budget and of the tallies change with every batch.
alter table vouchers set (fillfactor = 85);
alter table budgets set (fillfactor = 20);
alter table tallies set (fillfactor = 50);

-- The journal is read by budget only.
alter table budget_entries drop constraint budget_entries_pkey;
drop index budget_entries_budget;
alter table budget_entries add primary key (budget_id, id);
