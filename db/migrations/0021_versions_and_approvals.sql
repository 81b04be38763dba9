-- What a campaign was at each save, who agreed to what it may cost, and what was put away.

-- put away by its makers: out of the list, and back whenever somebody wants it
alter table campaigns add column archived_at bigint;
-- the name in small letters of every alphabet, which the two engines do not agree on
alter table campaigns add column name_folded text not null default '';
update campaigns set name_folded = lower(name);

create table campaign_versions (
  campaign_id text not null references campaigns (id),
  number bigint not null check (number > 0),
  at bigint not null,
  actor text not null,
  cause text not null check (cause in ('drafted', 'copied', 'changed', 'launched')),
  terms text not null,
  primary key (campaign_id, number)
);
insert into campaign_versions (campaign_id, number, at, actor, cause, terms)
  select id, 1, created_at, 'house', 'drafted', terms from campaigns;

create table campaign_approvals (
  id text primary key,
  campaign_id text not null references campaigns (id),
  -- what is agreed to: this version, up to this limit
  version bigint not null,
  limit_minor bigint not null,
  currency text not null,
  asked_by text not null,
  asked_at bigint not null,
  asked_note text,
  decided_by text,
  decided_at bigint,
  decision text check (decision in ('approved', 'refused')),
  decided_note text,
  check ((decided_at is null) = (decision is null))
);
create index campaign_approvals_campaign on campaign_approvals (campaign_id, id);
create index campaign_approvals_open on campaign_approvals (id) where decided_at is null;
