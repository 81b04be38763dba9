-- What all processes that send by a channel know together: whose turn is next, and how long it rests.

create table channel_turns (
  channel text primary key,
  -- when the next place of its pace is free, on the clocks of the machines
  next_at bigint not null default 0,
  -- until when nobody tries it, on the clock of the house, and how many rests have followed one another
  rests_until bigint not null default 0,
  rests bigint not null default 0
);
