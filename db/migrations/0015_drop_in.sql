-- The drop-in: vouchers that the house did not know how to make, and what only the other contract knows of things.

-- how often it can be used: null is once (gift cards: while something is left), 0 without end
alter table vouchers add column use_limit bigint check (use_limit >= 0);
-- before its campaign's own start it is no good either
alter table vouchers add column starts_at bigint;
alter table vouchers add column disabled_at bigint;

-- What the drop-in tells of a thing and the house has no use for: metadata, a vendor's names for it, the order as it was sent.
-- Nothing here decides about a voucher or its money. body is sealed: under the customer's key where there is one.
create table compat_notes (
  id text primary key,
  kind text not null,
  -- microseconds that no two of a kind share, so that pages by time lose nobody
  made_micros bigint not null,
  -- the other key by which it is asked for, as a fingerprint
  name_print text,
  parent text,
  customer_id text references customers (id) on delete cascade,
  state text,
  updated_at bigint,
  revision bigint not null default 1,
  body text not null,
  unique (kind, made_micros)
);
create unique index compat_notes_name on compat_notes (kind, name_print) where name_print is not null;
create index compat_notes_parent on compat_notes (parent, kind, made_micros) where parent is not null;
create index compat_notes_customer on compat_notes (customer_id, kind) where customer_id is not null;
create index compat_notes_state on compat_notes (kind, state, made_micros) where state is not null;
