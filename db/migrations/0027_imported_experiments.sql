-- Experiments that were filled elsewhere, as they were compared when their file was sent: the same numbers for ever. Nothing in them
-- is of a person: the lines of the file were counted and forgotten.
create table imported_experiments (
  id text primary key,
  -- SHA-256 of the body
  hash text not null unique,
  name text not null,
  body text not null,
  at bigint not null
);
