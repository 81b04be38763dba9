-- Many processes: who tries codes, counted for all of them; what the house has to tell, in the order of its commits; and
-- whose a running job is.

-- unknown codes by source ('address …' as a fingerprint, 'key …', 'prefix …', 'house'), in real time; gone after a day
create table guesses (
  source text primary key,
  -- so many since then, which is no longer than a minute before the last
  since bigint not null,
  made bigint not null,
  strikes bigint not null,
  blocked_until bigint not null,
  alarmed_at bigint not null,
  last_at bigint not null
);
create index guesses_last on guesses (last_at);

-- what the house tells outsiders: the event stream now, webhooks later
create table announcements (
  id text primary key,
  -- where its commit stands in the order of all commits (server/core/turns.ts)
  turn bigint not null,
  type text not null,
  at bigint not null,
  data text not null
);
create index announcements_turn on announcements (turn, id);

alter table job_ticks add column holder text;
