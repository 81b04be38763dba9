-- What the house tells others by itself (webhooks), and what its triggers wait for besides orders and birthdays.

create table webhooks (
  id text primary key,
  name text not null,
  url text not null,
  events text not null,
  -- what of people is told besides ids: 'customerReference', 'code'
  includes text not null,
  secret_sealed text not null,
  -- signs beside the new one until then
  old_secret_sealed text,
  old_secret_until bigint,
  state text not null check (state in ('live', 'paused')),
  pause_reason text,
  -- pages in a row of which nothing arrived, and until when nothing more is tried
  failures bigint not null default 0,
  retry_at bigint not null default 0,
  created_at bigint not null,
  closed_at bigint
);
-- how far the facts of each kind have been read; no row while nobody has subscribed to them
create table webhook_feeds (
  source text primary key,
  cursor text not null
);
create table webhook_deliveries (
  id text primary key,
  webhook_id text not null references webhooks (id),
  type text not null,
  -- when it happened
  at bigint not null,
  -- ids, amounts and words, never anything personal; that is added while it is sent, or sealed until then
  data text not null,
  sealed text,
  state text not null check (state in ('queued', 'delivered', 'dead')),
  -- 24 hours are counted from here
  since bigint not null,
  due_at bigint not null,
  attempts bigint not null default 0,
  lease_until bigint not null default 0,
  status bigint,
  reason text,
  closed_at bigint
);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, due_at, id) where closed_at is null;
create index webhook_deliveries_webhook on webhook_deliveries (webhook_id, id);
create index webhook_deliveries_closed on webhook_deliveries (closed_at) where closed_at is not null;
-- written by the sweep that expires and by nothing else
create index vouchers_expired on vouchers (expired_at, id) where expired_at is not null;

-- how full a budget was when somebody was told: 1 low, 2 exhausted
create table budget_levels (
  budget_id text primary key,
  level bigint not null,
  at bigint not null
);

-- what lies in a cart, as of the event that made it so
create table cart_items (
  customer_id text not null,
  reference text not null,
  event_id text not null,
  sku text not null,
  category text,
  primary key (customer_id, reference, event_id, sku)
);
create index cart_items_sku on cart_items (sku, customer_id);
-- prices that fell and shelves that were filled again, for as long as a cart is remembered
create table product_changes (
  sku text not null,
  kind text not null check (kind in ('price_drop', 'back_in_stock')),
  at bigint not null,
  currency text not null,
  before_minor bigint not null,
  after_minor bigint not null,
  primary key (sku, kind, at)
);
create index product_changes_at on product_changes (at, kind);
-- the day of the year on which somebody bought, as the shop wrote it
create index orders_month_day on orders (substr(placed_day, 6), customer_id) where customer_id is not null;

-- the other references of people whose profiles were merged, as fingerprints
create table customer_aliases (
  print text primary key,
  customer_id text not null,
  at bigint not null
);
create index customer_aliases_customer on customer_aliases (customer_id);
