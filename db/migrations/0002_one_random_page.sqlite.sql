-- A redemption touches one page that nobody can foresee: its voucher's. Everything else it writes is appended.
--  * The first use of a voucher is guarded by the voucher's own row, whose pointer also answers repeats; only vouchers that
--    can be used again have an index of their uses: gift cards, and those that live again after a reversal in full.
--  * Orders are looked up where their references were sorted in behind (redemption_orders), and in what was not yet
--    (redemption_tail); each redemption is in exactly one of the two, in every snapshot.
--  * The voucher is read and locked in the transaction that inserts, so no foreign key reads it once more.
create table redemptions_lean (
  id text primary key,
  voucher_id text not null,
  campaign_id text not null,
  variant_key text not null,
  use_number bigint not null,
  order_reference text not null,
  order_amount_minor bigint not null,
  discount_minor bigint not null check (discount_minor >= 0),
  from_reserved_minor bigint not null default 0,
  currency text not null,
  lines text,
  remaining_minor bigint,
  key_scope text not null,
  request_key text not null,
  request_hash text not null,
  by_other bigint not null default 0,
  reversed_minor bigint not null default 0,
  reversed_at bigint,
  redeemed_at bigint not null,
  day text not null,
  check (reversed_minor >= 0 and reversed_minor <= discount_minor),
  check (reversed_at is null or reversed_minor = discount_minor)
) without rowid;
create table reversals_lean (
  id text primary key,
  redemption_id text not null references redemptions_lean (id),
  amount_minor bigint not null check (amount_minor >= 0),
  reason text not null,
  cause text not null,
  remaining_minor bigint not null check (remaining_minor >= 0),
  voucher_restored bigint not null,
  reversed_at bigint not null
);
insert into redemptions_lean
  select id, voucher_id, campaign_id, variant_key, use_number, order_reference, order_amount_minor, discount_minor,
    from_reserved_minor, currency, lines, remaining_minor, key_scope, request_key, request_hash, by_other, reversed_minor,
    reversed_at, redeemed_at, day
  from redemptions order by id;
insert into reversals_lean
  select id, redemption_id, amount_minor, reason, cause, remaining_minor, voucher_restored, reversed_at
  from reversals order by id;
drop table reversals;
drop table redemptions;
alter table redemptions_lean rename to redemptions;
alter table reversals_lean rename to reversals;
create unique index redemptions_uses on redemptions (voucher_id, use_number)
  where reversed_at is not null or use_number > 1 or remaining_minor is not null;
create index reversals_redemption on reversals (redemption_id);

create table redemption_orders (
  order_reference text not null,
  redemption_id text not null,
  primary key (order_reference, redemption_id)
) without rowid;
create table redemption_tail (
  redemption_id text primary key,
  order_reference text not null
) without rowid;
insert into redemption_orders select order_reference, id from redemptions order by order_reference, id;

-- The journal is read by budget only: one tree instead of three.
create table budget_entries_lean (
  id text not null,
  budget_id text not null references budgets (id),
  kind text not null,
  cause text not null,
  reserved_delta bigint not null,
  held_delta bigint not null,
  spent_delta bigint not null,
  count_delta bigint not null,
  at bigint not null,
  primary key (budget_id, id)
) without rowid;
insert into budget_entries_lean
  select id, budget_id, kind, cause, reserved_delta, held_delta, spent_delta, count_delta, at
  from budget_entries order by budget_id, id;
drop table budget_entries;
alter table budget_entries_lean rename to budget_entries;
