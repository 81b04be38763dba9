-- Runs are looked for while they are under way; pools of codes that belong to nobody, for print.
create index runs_open on runs (campaign_id, id) where finished_at is null;

create table pools (
  id text primary key,
  campaign_id text not null references campaigns (id),
  name text not null,
  -- null: spread over the variants by their shares
  variant_key text,
  count bigint not null check (count > 0),
  made bigint not null default 0 check (made >= 0 and made <= count),
  created_at bigint not null,
  lease_until bigint not null,
  finished_at bigint,
  -- why it was finished before all were made
  reason text,
  unique (campaign_id, name)
);
create index pools_open on pools (id) where finished_at is null;
-- a voucher of a pool has its pool in place of a run, and no channel
create index vouchers_pool on vouchers (run_id, id) where channel is null;
