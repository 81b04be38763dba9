-- The ledger over consent, and what people may ask for: proofs, requests, sign-in, who saw what, erasures, shops' own webhooks.

-- what is to become a leaf; written in the transaction of what it names, taken by the one sequencer
create table ledger_pending (
  ref text primary key,
  at bigint not null
);
-- facts that have no row of their own elsewhere, e.g. that somebody was erased; never anything personal
create table ledger_facts (
  id text primary key,
  type text not null,
  body text not null,
  at bigint not null
);
-- leaves are numbered without gaps; the entry itself is made from the row it names, so that a changed row shows
create table ledger_leaves (
  leaf_index bigint primary key,
  ref text not null unique,
  hash text not null
);
-- roots of whole subtrees of 256, 65,536, … leaves: enough to make any proof from a few short reads
create table ledger_nodes (
  level bigint not null,
  position bigint not null,
  hash text not null,
  primary key (level, position)
);
create table ledger_tree (
  id text primary key,
  size bigint not null,
  subtrees text not null
);
insert into ledger_tree (id, size, subtrees) values ('consent', 0, '[]');
create table ledger_heads (
  id text primary key,
  size bigint not null,
  root text not null,
  at bigint not null,
  jws text not null
);
create index ledger_heads_size on ledger_heads (size, id);
-- public halves of the keys that heads were signed with, so that a copy can be checked offline
create table ledger_keys (
  kid text primary key,
  jwk text not null,
  made_at bigint not null
);
insert into ledger_pending (ref, at) select id, at from consent_events;
insert into ledger_pending (ref, at) select id, published_at from notices where published_at is not null;

-- sign-in: an ask is the same for known and unknown addresses and says only the fingerprint
create table sign_in_asks (
  id text primary key,
  print text not null,
  locale text not null,
  at bigint not null
);
create table step_codes (
  id text primary key,
  customer_id text not null,
  action text not null,
  code_print text not null,
  tries bigint not null default 0,
  made_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);
create index step_codes_customer on step_codes (customer_id, action);

-- requests of data subjects; the row outlives the person under her random id, as proof that she was answered
create table requests (
  id text primary key,
  customer_id text,
  kind text not null check (kind in ('access', 'export', 'rectify', 'erase', 'restrict', 'object')),
  via text not null,
  source text unique,
  received_at bigint not null,
  due_at bigint not null,
  extended_at bigint,
  extension_reason text,
  closed_at bigint,
  outcome text check (outcome in ('done', 'refused')),
  outcome_reason text
);
create index requests_open on requests (due_at, id) where closed_at is null;
create index requests_customer on requests (customer_id, id);

-- who saw what, and who was handed what
create table staff_access (
  id text primary key,
  at bigint not null,
  actor text not null,
  roles text not null,
  customer_id text not null,
  categories text not null,
  reason text
);
create index staff_access_customer on staff_access (customer_id, id);
create table disclosures (
  id text primary key,
  at bigint not null,
  customer_id text,
  campaign_id text,
  recipient text not null,
  categories text not null,
  basis text not null
);
create index disclosures_customer on disclosures (customer_id, id);
create table erasures (
  id text primary key,
  customer_id text not null unique,
  at bigint not null,
  certificate text not null
);

-- shops' own webhooks; the secret is sealed under the house key
create table connectors (
  id text primary key,
  kind text not null,
  name text not null,
  secret_sealed text not null,
  created_at bigint not null,
  closed_at bigint
);
