-- The people of the shop who sign in to the console, and how they prove who they are.

create table team_members (
  id text primary key,
  email_sealed text not null,
  -- the blind index of the address; one living member for each
  email_print text not null,
  name_sealed text not null,
  roles text not null,
  -- null for whoever signs in by the shop's own identity provider only
  password_hash text,
  -- issuer and subject of the identity provider
  oidc_print text,
  language text not null,
  joined_at bigint not null,
  seen_at bigint,
  removed_at bigint
);
create unique index team_members_email on team_members (email_print) where removed_at is null;
create unique index team_members_oidc on team_members (oidc_print) where removed_at is null and oidc_print is not null;

-- single-use links: the first admin's, invitations, new passwords; only a hash of the token is kept
create table team_links (
  id text primary key,
  kind text not null check (kind in ('setup', 'invitation', 'reset')),
  token_hash text not null,
  member_id text references team_members (id),
  email_sealed text,
  email_print text,
  name_sealed text,
  roles text not null,
  language text not null,
  made_by text not null,
  made_at bigint not null,
  expires_at bigint not null,
  closed_at bigint
);
create unique index team_links_token on team_links (token_hash);
create unique index team_links_invited on team_links (email_print) where kind = 'invitation' and closed_at is null;
create index team_links_member on team_links (member_id) where closed_at is null;

create table team_passkeys (
  id text primary key,
  member_id text not null references team_members (id),
  credential_id text not null,
  public_key text not null,
  counter bigint not null,
  transports text not null,
  name text not null,
  made_at bigint not null,
  used_at bigint
);
create unique index team_passkeys_credential on team_passkeys (credential_id);
create index team_passkeys_member on team_passkeys (member_id);

create table team_sessions (
  id text primary key,
  member_id text not null references team_members (id),
  token_hash text not null,
  way text not null check (way in ('password', 'passkey', 'oidc', 'link')),
  device text not null,
  made_at bigint not null,
  seen_at bigint not null,
  ends_at bigint not null,
  closed_at bigint
);
create unique index team_sessions_token on team_sessions (token_hash);
create index team_sessions_member on team_sessions (member_id) where closed_at is null;

-- what a browser is asked to answer next; taken once
create table team_steps (
  id text primary key,
  kind text not null,
  detail_sealed text not null,
  expires_at bigint not null
);
create index team_steps_over on team_steps (expires_at);

-- how often somebody has tried to sign in, by address of mail and of network
create table team_tries (
  source text primary key,
  since bigint not null,
  count bigint not null
);
create index team_tries_since on team_tries (since);

create index audit_log_actor on audit_log (actor, id);
create index audit_log_subject on audit_log (subject, id);
