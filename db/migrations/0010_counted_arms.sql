-- What experiments are counted from: who was assigned when, what she bought since, and exact sums per arm. Kept by one job
-- behind the facts (orders, redemptions, vouchers, holdouts), and counted anew from them at any time.

-- whose orders changed: a queue, whose rows are gone once they were followed; people is a list of customers
create table order_changes (
  id text primary key,
  people text not null
);

-- how a campaign is counted, as it stood when the first of its recipients was assigned
create table trials (
  campaign_id text primary key references campaigns (id),
  currency text not null,
  -- gross margin of what is sold, in basis points; null where the shop does not say
  margin_bps bigint,
  tail_days bigint not null,
  -- periods of constant weights: [{ from, weights }]
  epochs text not null,
  created_at bigint not null
);

-- a recipient of a campaign, assigned once; person is null once she was erased or withdrew what this was counted from,
-- and then the totals stand as they were
create table units (
  id text primary key,
  campaign_id text not null references trials (campaign_id),
  person text,
  arm text not null,
  epoch bigint not null,
  assigned_at bigint not null,
  inside_until bigint not null,
  matures_at bigint not null,
  is_mature bigint not null default 0,
  frozen_at bigint,
  day text not null,
  channel text not null,
  country text not null,
  age_band text not null,
  newcomer text not null,
  issued bigint not null default 0,
  redeemed bigint not null default 0,
  -- days from the assignment to the first use that stands
  redeemed_after bigint,
  by_other bigint not null default 0,
  orders bigint not null default 0,
  late bigint not null default 0,
  refunded bigint not null default 0,
  first_bought_at bigint,
  revenue_minor bigint not null default 0,
  tail_orders bigint not null default 0,
  tail_minor bigint not null default 0,
  discount_minor bigint not null default 0,
  before_minor bigint not null default 0,
  unique (person, campaign_id)
);
create index units_ripening on units (matures_at) where is_mature = 0;
create index units_campaign on units (campaign_id, id);

-- exact sums over recipients as decimal text (never incremented in SQL); value is '' for all of an arm
create table arm_cells (
  campaign_id text not null references trials (campaign_id),
  epoch bigint not null,
  arm text not null,
  -- 'all' or 'mature'
  stage text not null,
  -- 'all', 'day', 'channel', 'country', 'age', 'newcomer', 'curve' (days from assignment to use)
  dimension text not null,
  value text not null,
  sums text not null,
  -- the largest recipients' revenue, for the dominance rule
  tops text not null,
  primary key (campaign_id, dimension, stage, epoch, arm, value)
);
-- per hour: who came in, who bought for the first time, whose window closed without
create table arm_hours (
  campaign_id text not null references trials (campaign_id),
  epoch bigint not null,
  arm text not null,
  hour bigint not null,
  entered bigint not null default 0,
  bought bigint not null default 0,
  closed bigint not null default 0,
  primary key (campaign_id, hour, epoch, arm)
);

-- what analysts see of a campaign: advanced in batches, never by single people
create table report_batches (
  campaign_id text primary key references campaigns (id),
  serial bigint not null,
  at bigint not null,
  body text not null
);
-- reports that were kept: the address is the hash of the text
create table report_snapshots (
  hash text primary key,
  campaign_id text not null,
  -- 'exact' or 'analyst'
  audience text not null,
  asked text not null,
  body text not null,
  at bigint not null
);
create index report_snapshots_campaign on report_snapshots (campaign_id, at);
create table report_views (
  id text primary key,
  name text not null,
  owner text not null,
  audience text not null,
  campaign_id text not null references campaigns (id),
  asked text not null,
  -- null: never by mail; otherwise 'day' or 'week'
  every text,
  to_sealed text,
  next_at bigint,
  created_at bigint not null
);
create index report_views_due on report_views (next_at) where next_at is not null;
