-- Connectors grow: shop systems report orders, people, products and stock, take our codes as their own, and files come in
-- piece by piece.

alter table connectors add column currency text;
alter table connectors add column reference_prefix text not null default '';
-- after a rotation both secrets are good for a while
alter table connectors add column old_secret_sealed text;
alter table connectors add column old_secret_until bigint;
-- deliveries whose signature did not fit: nothing else is kept of them
alter table connectors add column refused bigint not null default 0;
alter table connectors add column refused_at bigint;
alter table connectors add column mappings text not null default '[]';
-- where our codes go and with which credentials, sealed; null where they go nowhere
alter table connectors add column outlet_sealed text;
alter table connectors add column outlet_campaigns text not null default '[]';
alter table connectors add column outlet_cursor text not null default '';

-- what came of a delivery, never what was in it
create table connector_deliveries (
  id text primary key,
  connector_id text not null,
  at bigint not null,
  topic text not null,
  outcome text not null,
  code text,
  accepted bigint not null,
  duplicates bigint not null
);
create index connector_deliveries_of on connector_deliveries (connector_id, id);

-- the newest word on a person or product, so that an older one that comes later changes nothing; people by their fingerprint
create table connector_versions (
  connector_id text not null,
  thing text not null,
  version bigint not null,
  primary key (connector_id, thing)
);

-- what a shop's stock-keeping calls an article, and how much of it lies where
create table connector_articles (
  connector_id text not null,
  article text not null,
  sku text not null,
  primary key (connector_id, article)
);
create index connector_articles_sku on connector_articles (connector_id, sku);
create table connector_shelves (
  connector_id text not null,
  article text not null,
  place text not null,
  available bigint not null,
  version bigint not null,
  primary key (connector_id, article, place)
);

-- our vouchers as a shop's own discount codes
create table shop_codes (
  connector_id text not null,
  voucher_id text not null,
  campaign_id text not null,
  state text not null check (state in ('wanted', 'there', 'unwanted', 'gone', 'failed')),
  rule_id text,
  shop_id text,
  tries bigint not null default 0,
  next_at bigint not null,
  checked_at bigint not null default 0,
  leased_by text,
  lease_until bigint not null default 0,
  problem text,
  primary key (connector_id, voucher_id)
);
create index shop_codes_due on shop_codes (next_at) where state in ('wanted', 'unwanted');
create index shop_codes_there on shop_codes (checked_at) where state = 'there';

-- imports outlive their connections: what is done stands here in the transaction that did it
create table imports (
  id text primary key,
  kind text not null,
  settings text not null,
  state text not null check (state in ('open', 'finished')),
  holder text,
  line bigint not null default 0,
  read bigint not null default 0,
  created bigint not null default 0,
  updated bigint not null default 0,
  rejected bigint not null default 0,
  kept_errors bigint not null default 0,
  made_by text not null,
  created_at bigint not null,
  updated_at bigint not null,
  finished_at bigint
);
create table import_errors (
  import_id text not null,
  line bigint not null,
  code text not null,
  path text not null,
  message text not null,
  primary key (import_id, line)
);
