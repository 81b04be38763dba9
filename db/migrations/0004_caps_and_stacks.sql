-- Orders that are over: few enough that a redemption can ask for its order without reading those that are not.
create index orders_closed on orders (reference)
  where cancelled_at is not null or (placed_at is not null and total_minor > 0 and refunded_minor >= total_minor);

-- 1 once a campaign has been launched in the house that allows no other code on its orders: from then on a redemption
-- has to look at what else its order has redeemed
alter table campaigns add column minds_orders bigint not null default 0;

-- budget: what of it may go in a day, and to one customer; null for no such limit
alter table budgets add column day_limit_minor bigint;
alter table budgets add column day_count_limit bigint;
alter table budgets add column customer_limit_minor bigint;
alter table budgets add column customer_count_limit bigint;
-- one row for each day and each customer of a budget with such a limit; only whoever has locked the budget writes it
create table caps (
  id text primary key,
  budget_id text not null references budgets (id),
  kind text not null check (kind in ('day', 'customer')),
  subject text not null,
  limit_minor bigint,
  count_limit bigint,
  used_minor bigint not null default 0 check (used_minor >= 0),
  count_used bigint not null default 0 check (count_used >= 0),
  unique (budget_id, kind, subject),
  check (limit_minor is null or used_minor <= limit_minor),
  check (count_limit is null or count_used <= count_limit)
);
create index caps_customer on caps (subject) where kind = 'customer';
-- the journal that the rows above always equal; charge is the redemption or the hold that something was charged for
create table cap_entries (
  id text primary key,
  cap_id text not null references caps (id),
  charge text not null,
  cause text not null,
  minor_delta bigint not null,
  count_delta bigint not null,
  at bigint not null
);
create index cap_entries_charge on cap_entries (charge);

-- redemption: codes that were redeemed together, all or none, once per order while any of it stands
create table stacks (
  id text primary key,
  order_reference text not null,
  stack_number bigint not null,
  order_amount_minor bigint not null,
  shipping_minor bigint,
  currency text not null,
  discount_minor bigint not null check (discount_minor >= 0),
  redeemed_at bigint not null,
  unique (order_reference, stack_number),
  check (discount_minor <= order_amount_minor + coalesce(shipping_minor, 0))
);
create table stack_members (
  redemption_id text primary key,
  stack_id text not null references stacks (id),
  place bigint not null,
  unique (stack_id, place)
);
