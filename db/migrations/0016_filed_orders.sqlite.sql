-- Up to where redemptions have been sorted in under their orders: those behind it are read from the redemptions
-- themselves, whose ids grow, so that a redemption writes no second row for it. Whoever redeems is alone here; an id that
-- a clock set back makes smaller than this is sorted in by whoever inserts it. `redemption_tail` stays empty on SQLite.
create table redemption_filing (
  one bigint primary key check (one = 1),
  up_to text not null
);
insert into redemption_orders select order_reference, redemption_id from redemption_tail order by order_reference, redemption_id;
delete from redemption_tail;
insert into redemption_filing select 1, coalesce(max(id), '') from redemptions;
