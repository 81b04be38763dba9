-- What people did to vouchers by hand, and what is to be done to many of them at once.

-- what a voucher's own row cannot tell: who did it, and what it was before
create table voucher_changes (
  id text primary key,
  voucher_id text not null,
  kind text not null check (kind in ('revoked', 'extended', 'reissued', 'replaces')),
  -- of the key or the person that did it
  actor text not null,
  at bigint not null,
  -- the action on many vouchers that it was part of
  action_id text,
  detail text not null
);
create index voucher_changes_voucher on voucher_changes (voucher_id, id);

-- An action on many vouchers waits before it begins, and can be dropped until then; once it has begun it goes to its end.
create table voucher_actions (
  id text primary key,
  kind text not null check (kind in ('revoke', 'extend')),
  -- which vouchers: a filter within one campaign, or a list of ids; never codes
  which text not null,
  -- to when, and why
  terms text not null,
  actor text not null,
  state text not null check (state in ('waiting', 'working', 'done', 'dropped')),
  asked_at bigint not null,
  begins_at bigint not null,
  -- the last voucher there was when it was asked for: what is issued later is not meant
  up_to text not null,
  -- how many there were to do when it was asked for
  foreseen bigint not null,
  -- the last voucher that was looked at
  page_cursor text not null default '',
  matched bigint not null default 0,
  changed bigint not null default 0,
  wrong_state bigint not null default 0,
  not_later bigint not null default 0,
  no_budget bigint not null default 0,
  ended bigint not null default 0,
  finished_at bigint
);
create index voucher_actions_open on voucher_actions (begins_at, id) where finished_at is null;

-- what held a voucher before
create index holds_voucher on holds (voucher_id, id);
