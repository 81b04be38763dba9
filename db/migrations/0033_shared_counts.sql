-- Requests and wrong keys counted by all processes together: by minute of the machines' clocks, under a print of who asked.
create table shared_counts (
  minute bigint not null,
  source text not null,
  hits bigint not null,
  primary key (minute, source)
);
