-- The whole river in one schema for both engines. Column kinds: text and bigint. Instants are epoch milliseconds,
-- days are ISO text in the zone of the fact, money is whole minor units. Invariants are UNIQUE and CHECK, not hope.

-- core: settings of the house (the test clock, the fingerprint of the secret)
create table settings (
  key text primary key,
  value text not null
);

-- jobs: a tick belongs to the process that could insert it
create table job_ticks (
  job text not null,
  due_at bigint not null,
  taken_at bigint not null,
  done_at bigint,
  primary key (job, due_at)
);
create index job_ticks_open on job_ticks (job, taken_at) where done_at is null;

-- access
create table api_keys (
  id text primary key,
  name text not null,
  hash text not null unique,
  roles text not null,
  created_at bigint not null,
  expires_at bigint,
  last_used_at bigint,
  revoked_at bigint
);
create table audit_log (
  id text primary key,
  at bigint not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail text not null
);
create table idempotency_keys (
  scope text not null,
  key text not null,
  body_hash text not null,
  answer text not null,
  at bigint not null,
  primary key (scope, key)
);
create index idempotency_keys_at on idempotency_keys (at);

-- customers
create table customers (
  id text primary key,
  status text not null default 'active' check (status in ('active', 'restricted', 'erasing')),
  reference_print text not null unique,
  reference_sealed text not null,
  given_name_sealed text,
  family_name_sealed text,
  birth_month_day text,
  birth_year bigint,
  country text,
  locale text,
  time_zone text,
  withheld text not null default '[]',
  created_at bigint not null,
  updated_at bigint not null
);
create index customers_birth on customers (birth_month_day, id);
create table customer_zones (
  time_zone text primary key
);
create table contact_points (
  customer_id text not null references customers (id),
  channel text not null check (channel in ('email', 'sms')),
  sealed text not null,
  print text not null,
  verified_at bigint,
  primary key (customer_id, channel)
);
create index contact_points_print on contact_points (print);
create table attributes (
  id text primary key,
  key text not null unique,
  type text not null check (type in ('text', 'number', 'boolean', 'day')),
  category text not null,
  created_at bigint not null
);
-- numbers are kept as text beside a value in millionths, so that a rule compares integers on both engines
create table attribute_values (
  customer_id text not null references customers (id),
  key text not null references attributes (key),
  value text not null,
  value_micros bigint,
  set_at bigint not null,
  primary key (customer_id, key)
);
create index attribute_values_key on attribute_values (key, value, customer_id);
create table erased_references (
  print text primary key,
  erased_at bigint not null
);

-- consent
create table purposes (
  key text primary key,
  legal_basis text not null check (legal_basis in ('consent', 'legitimate_interest', 'contract')),
  title text not null,
  benefit text,
  justification text,
  created_at bigint not null
);
create table notices (
  id text primary key,
  version bigint not null unique,
  controller text not null,
  created_at bigint not null,
  published_at bigint,
  effective_at bigint
);
create table notice_texts (
  notice_id text not null references notices (id),
  locale text not null,
  title text not null,
  body text not null,
  sha256 text not null,
  primary key (notice_id, locale)
);
create table notice_scope (
  notice_id text not null references notices (id),
  purpose text not null references purposes (key),
  channel text not null,
  category text not null,
  retention_months bigint not null,
  recipients text not null,
  -- the oldest version that means the same for this cell; null until published
  since_version bigint,
  primary key (notice_id, purpose, channel, category)
);
-- append-only; no foreign key to customers, because the event outlives the person's row
create table consent_events (
  id text primary key,
  act_id text not null,
  customer_id text not null,
  purpose text not null,
  channel text not null,
  category text not null,
  decision text not null,
  state_before text not null,
  state_after text not null,
  notice_version bigint not null,
  locale text not null,
  text_sha256 text not null,
  method text not null,
  actor text not null,
  evidence_sealed text,
  at bigint not null,
  valid_to bigint
);
create index consent_events_customer on consent_events (customer_id, id);
create table consent_cells (
  customer_id text not null references customers (id),
  purpose text not null,
  channel text not null,
  category text not null,
  state text not null,
  valid_to bigint,
  notice_version bigint not null,
  decided_at bigint not null,
  event_id text not null,
  primary key (customer_id, purpose, channel, category)
);
create index consent_cells_gate on consent_cells (purpose, channel, category, state, customer_id, valid_to, notice_version);
create index consent_cells_due on consent_cells (valid_to) where state = 'granted';
create index consent_cells_pending on consent_cells (valid_to) where state = 'pending_doi';
create table suppressions (
  channel text not null,
  print text not null,
  reason text not null,
  at bigint not null,
  primary key (channel, print)
);
create table objections (
  customer_id text not null references customers (id),
  purpose text not null,
  at bigint not null,
  primary key (customer_id, purpose)
);

-- catalog
create table products (
  sku text primary key,
  name text not null,
  category text not null,
  price_minor bigint not null check (price_minor >= 0),
  currency text not null,
  stock bigint check (stock >= 0),
  updated_at bigint not null
);

-- occasions: the facts that shops report
create table events (
  id text primary key,
  type text not null,
  customer_id text,
  at bigint not null,
  received_at bigint not null,
  due_base bigint not null,
  data text
);
-- only custom events name their customer here; what other events say of somebody stands in the tables below
create index events_type on events (type, received_at, customer_id) where customer_id is not null;
create index events_customer on events (customer_id) where customer_id is not null;
create table carts (
  customer_id text not null,
  reference text not null,
  at bigint not null,
  due_base bigint not null,
  received_at bigint not null,
  total_minor bigint not null,
  currency text not null,
  items bigint not null,
  url text,
  event_id text not null,
  primary key (customer_id, reference)
);
create index carts_due on carts (due_base, customer_id);
-- an order stands from its first event on, whichever that is; of several reports of its placing the latest stands
create table orders (
  reference text primary key,
  customer_id text,
  placed_at bigint,
  placed_event text,
  placed_day text,
  received_at bigint not null,
  total_minor bigint not null default 0 check (total_minor >= 0),
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  currency text,
  items text,
  refunds text,
  cancelled_at bigint
);
create index orders_customer on orders (customer_id, placed_at) where customer_id is not null;
-- what a customer has bought, kept with every order fact (refunds subtract, cancelled orders do not count)
create table customer_orders (
  customer_id text not null,
  currency text not null,
  orders bigint not null check (orders >= 0),
  total_minor bigint not null check (total_minor >= 0),
  last_at bigint,
  last_reference text,
  updated_at bigint not null,
  primary key (customer_id, currency)
);
create index customer_orders_updated on customer_orders (updated_at, customer_id);
create index customer_orders_last on customer_orders (last_at, customer_id);
create table customer_categories (
  customer_id text not null,
  currency text not null,
  category text not null,
  quantity bigint not null,
  spent_minor bigint not null,
  primary key (customer_id, currency, category)
);
-- every change of total_minor above, so that a campaign can tell what somebody had spent before it was launched
create table spend_changes (
  customer_id text not null,
  currency text not null,
  event_id text not null,
  received_at bigint not null,
  at bigint not null,
  delta_minor bigint not null,
  primary key (customer_id, currency, event_id)
);
create table signups (
  customer_id text primary key,
  at bigint not null,
  due_base bigint not null,
  received_at bigint not null
);
create index signups_due on signups (due_base, customer_id);

-- segments
create table segments (
  id text primary key,
  name text not null,
  rule text not null,
  created_at bigint not null
);

-- campaigns
create table campaigns (
  id text primary key,
  name text not null,
  state text not null check (state in ('draft', 'live', 'paused', 'ended')),
  revision bigint not null,
  purpose text not null references purposes (key),
  legal_basis text not null,
  terms text not null,
  needs text not null default '[]',
  salt text not null,
  time_zone text not null,
  starts_at bigint,
  ends_at bigint,
  created_at bigint not null,
  launched_at bigint,
  ended_at bigint,
  redemptions_stopped_at bigint,
  checked_at bigint
);
create index campaigns_state on campaigns (state, id);
-- counts per campaign, day, variant and channel, kept in the transaction of each fact, so that reports never scan facts
create table tallies (
  campaign_id text not null references campaigns (id),
  day text not null,
  variant_key text not null,
  channel text not null,
  assigned bigint not null default 0,
  issued bigint not null default 0,
  sent bigint not null default 0,
  held bigint not null default 0,
  redeemed bigint not null default 0,
  reversed bigint not null default 0,
  expired bigint not null default 0,
  revoked bigint not null default 0,
  by_others bigint not null default 0,
  discount_minor bigint not null default 0,
  primary key (campaign_id, day, variant_key, channel)
);

-- budget: guarded totals and the journal they always equal
create table budgets (
  id text primary key,
  campaign_id text not null unique references campaigns (id),
  currency text not null,
  mode text not null check (mode in ('at_redemption', 'guaranteed')),
  when_short text not null check (when_short in ('refuse', 'cap')),
  limit_minor bigint,
  count_limit bigint,
  reserved_minor bigint not null default 0 check (reserved_minor >= 0),
  held_minor bigint not null default 0 check (held_minor >= 0),
  spent_minor bigint not null default 0 check (spent_minor >= 0),
  count_used bigint not null default 0 check (count_used >= 0),
  check (limit_minor is null or reserved_minor + held_minor + spent_minor <= limit_minor),
  check (count_limit is null or count_used <= count_limit)
);
create table budget_entries (
  id text primary key,
  budget_id text not null references budgets (id),
  kind text not null,
  cause text not null,
  reserved_delta bigint not null,
  held_delta bigint not null,
  spent_delta bigint not null,
  count_delta bigint not null,
  at bigint not null
);
create index budget_entries_budget on budget_entries (budget_id, id);

-- experiments: who was left without an offer, once per occasion like everybody else
create table holdouts (
  id text primary key,
  campaign_id text not null references campaigns (id),
  customer_id text not null,
  occasion text not null,
  at bigint not null,
  day text not null,
  unique (customer_id, campaign_id, occasion)
);

-- vouchers; customer_id becomes a random unit id when its person is erased, hence no foreign key
create table vouchers (
  id text primary key,
  campaign_id text not null references campaigns (id),
  customer_id text not null,
  occasion text not null,
  run_id text,
  variant_key text not null,
  channel text,
  code_print text not null unique,
  code_sealed text,
  state text not null check (state in ('issued', 'held', 'redeemed', 'revoked', 'expired')),
  issued_at bigint not null,
  issued_day text not null,
  expires_at bigint not null,
  favourite_category text,
  balance_minor bigint check (balance_minor >= 0),
  reserved_minor bigint not null default 0 check (reserved_minor >= 0),
  uses bigint not null default 0,
  active_uses bigint not null default 0 check (active_uses >= 0 and active_uses <= uses),
  hold_id text,
  held_until bigint,
  redemption_id text,
  redeemed_at bigint,
  revoked_at bigint,
  revoke_reason text,
  expired_at bigint,
  erased_at bigint,
  unique (customer_id, campaign_id, occasion),
  check ((state = 'held') = (hold_id is not null)),
  check (state <> 'redeemed' or redemption_id is not null)
);
create index vouchers_campaign on vouchers (campaign_id, id);
create index vouchers_expiry on vouchers (expires_at, id);
create table holds (
  id text primary key,
  voucher_id text not null references vouchers (id),
  campaign_id text not null,
  order_reference text not null,
  discount_minor bigint not null check (discount_minor >= 0),
  currency text not null,
  from_reserved_minor bigint not null default 0 check (from_reserved_minor >= 0),
  state text not null check (state in ('live', 'released', 'expired', 'redeemed')),
  made_at bigint not null,
  expires_at bigint not null
);
create index holds_live on holds (campaign_id, expires_at) where state = 'live';
create unique index holds_one_live on holds (voucher_id) where state = 'live';
create table runs (
  id text primary key,
  campaign_id text not null references campaigns (id),
  cause text not null,
  as_of bigint not null,
  since bigint not null,
  page_cursor text,
  matched bigint not null default 0,
  issued bigint not null default 0,
  holdout bigint not null default 0,
  already_had bigint not null default 0,
  no_consent bigint not null default 0,
  capped bigint not null default 0,
  no_budget bigint not null default 0,
  out_of_stock bigint not null default 0,
  started_at bigint not null,
  lease_until bigint not null,
  finished_at bigint
);
create index runs_campaign on runs (campaign_id, id);

-- delivery
create table outbox (
  id text primary key,
  voucher_id text not null references vouchers (id),
  campaign_id text not null,
  customer_id text not null,
  purpose text not null,
  channel text not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'cancelled')),
  due_at bigint not null,
  attempts bigint not null default 0,
  redeliveries bigint not null default 0,
  sending_at bigint,
  lease_until bigint,
  sent_at bigint,
  closed_at bigint,
  reason text
);
create index outbox_due on outbox (channel, due_at, id) where state = 'queued';
create index outbox_leased on outbox (lease_until) where state = 'sending';
create index outbox_customer on outbox (customer_id, state);
create index outbox_voucher on outbox (voucher_id);

-- redemption
create table redemptions (
  id text primary key,
  voucher_id text not null references vouchers (id),
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
  unique (voucher_id, use_number),
  check (reversed_minor >= 0 and reversed_minor <= discount_minor),
  check (reversed_at is null or reversed_minor = discount_minor)
);
create index redemptions_order on redemptions (order_reference, voucher_id);
create table reversals (
  id text primary key,
  redemption_id text not null references redemptions (id),
  amount_minor bigint not null check (amount_minor >= 0),
  reason text not null,
  cause text not null,
  remaining_minor bigint not null check (remaining_minor >= 0),
  voucher_restored bigint not null,
  reversed_at bigint not null
);
create index reversals_redemption on reversals (redemption_id);
-- codes on reported orders that could not be redeemed: a fact to look at, never an error; the code as its fingerprint
create table refused_codes (
  id text primary key,
  order_reference text not null,
  event_id text not null,
  code_print text not null,
  voucher_id text,
  refusal text not null,
  at bigint not null
);
create index refused_codes_order on refused_codes (order_reference, id);
