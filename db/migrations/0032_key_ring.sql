-- Keys that were changed: of the index of codes, of the vault, of signatures. The first of each comes from the root secret and has
-- a row only once it is retired.

create table house_keys (
  use text not null check (use in ('code-index', 'vault', 'signing')),
  version bigint not null check (version > 0),
  -- under the root secret; null for a key that comes from the root, and when it is retired
  wrapped text,
  made_at bigint not null,
  -- on the clocks of the machines: until then it is only known, from then on it is written under
  used_from bigint not null,
  -- how far what stood under the keys before it has been brought under it, and when that was done
  moved_to text not null default '',
  moved bigint not null default 0,
  moved_at bigint,
  retired_at bigint,
  primary key (use, version)
);
