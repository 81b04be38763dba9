-- Consent that survives an audit: what is asked and by whom, tokens, service mails, minors and guardians, inside parties.

-- purposes in the terms of DPV and fideslang; texts: locale → { title, benefit, incentive }
alter table purposes add column dpv text not null default 'dpv:DirectMarketing';
alter table purposes add column fides text not null default 'marketing.communications';
alter table purposes add column incentive text;
alter table purposes add column texts text not null default '{}';
-- 1: data goes to partners or advertisers, which Global Privacy Control is about
alter table purposes add column is_partner bigint not null default 0;
alter table purposes add column stopped_at bigint;
alter table purposes add column stop_reason text;

-- changes: what publishing worked out, for ever; labels: locale → { control → label }
alter table notices add column changes text not null default '[]';
alter table notices add column labels text not null default '{}';
-- how far the change notices have come, and when the last was queued
alter table notices add column mail_cursor text not null default '';
alter table notices add column mailed_at bigint;
-- when every cell that the notice ends was noted as such
alter table notices add column settled_at bigint;
alter table notice_texts add column labels_sha256 text;

-- the elements of proof (consent.md, S5); at: server time, claimed_at: what an import says
alter table consent_events add column labels_sha256 text;
alter table consent_events add column surface text;
alter table consent_events add column requested_at bigint;
alter table consent_events add column claimed_at bigint;
alter table consent_events add column ends_event_id text;
-- a person's cells of one use lie side by side: the gate finds all of them by one look into one index
drop index consent_cells_gate;
create index consent_cells_gate on consent_cells (customer_id, purpose, channel, category, state, valid_to, notice_version);
create index consent_cells_guardian on consent_cells (valid_to) where state = 'pending_guardian';
create index consent_events_at on consent_events (at, id);

-- only the SHA-256 of a token is kept; bound: what it may be used for
create table tokens (
  id text primary key,
  kind text not null check (kind in ('doi', 'login', 'session', 'step', 'export', 'guardian', 'unsubscribe')),
  sha256 text not null unique,
  customer_id text,
  bound text not null,
  expires_at bigint,
  used_at bigint,
  made_at bigint not null
);
create index tokens_customer on tokens (customer_id, kind);
create index tokens_expiry on tokens (expires_at);

-- how often an address or a network (as fingerprints) asked for a mail within an hour
create table ask_counts (
  kind text not null,
  print text not null,
  hour bigint not null,
  asks bigint not null,
  primary key (kind, print, hour)
);
create index ask_counts_hour on ask_counts (hour);

-- mails without an offer: addresses and values are sealed, and blanked when the mail has gone
create table service_messages (
  id text primary key,
  customer_id text,
  channel text not null check (channel in ('email', 'sms')),
  kind text not null,
  locale text not null,
  to_sealed text,
  values_sealed text,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'cancelled')),
  queued_at bigint not null,
  due_at bigint not null,
  attempts bigint not null default 0,
  lease_until bigint,
  sent_at bigint,
  reason text
);
create index service_messages_due on service_messages (due_at, id) where state = 'queued';
create index service_messages_leased on service_messages (lease_until) where state = 'sending';
create index service_messages_customer on service_messages (customer_id, kind);

-- who was reminded of which expiry
create table consent_reminders (
  customer_id text not null references customers (id),
  valid_to bigint not null,
  at bigint not null,
  primary key (customer_id, valid_to)
);

-- people: who came by the public form, and who is too young to agree alone; adult_on (a day) is kept for minors only
alter table customers add column from_form bigint not null default 0;
alter table customers add column age_band text not null default 'unknown' check (age_band in ('unknown', 'adult', 'minor'));
alter table customers add column adult_on text;
create index customers_form on customers (created_at) where from_form = 1;
create index customers_minor on customers (adult_on) where age_band = 'minor';
create table guardian_links (
  id text primary key,
  customer_id text not null references customers (id),
  address_sealed text not null,
  print text not null,
  method text not null,
  made_at bigint not null,
  verified_at bigint,
  ended_at bigint
);
create index guardian_links_customer on guardian_links (customer_id);

-- from which age people agree alone, editable, with where the figure comes from
create table consent_ages (
  country text primary key,
  age bigint not null check (age between 0 and 30),
  source text not null,
  updated_at bigint not null
);
insert into consent_ages (country, age, source, updated_at) values
  ('AT', 14, 'GDPR art. 8, national law; trackers agree', 0),
  ('BE', 13, 'GDPR art. 8, national law; trackers agree', 0),
  ('BG', 14, 'GDPR art. 8, national law; trackers agree', 0),
  ('CY', 14, 'GDPR art. 8, national law; trackers agree', 0),
  ('CZ', 15, 'GDPR art. 8, national law; trackers agree', 0),
  ('DE', 16, 'GDPR art. 8; trackers agree', 0),
  ('DK', 15, 'sources differ: 13, or 15 by the amendment announced in 2024; the higher one', 0),
  ('EE', 13, 'GDPR art. 8, national law; trackers agree', 0),
  ('ES', 14, 'GDPR art. 8, national law; trackers agree', 0),
  ('FI', 13, 'GDPR art. 8, national law; trackers agree', 0),
  ('FR', 15, 'GDPR art. 8, national law; trackers agree; joint consent below', 0),
  ('GB', 13, 'UK GDPR art. 8; trackers agree', 0),
  ('GR', 15, 'GDPR art. 8, national law; trackers agree', 0),
  ('HR', 16, 'GDPR art. 8; trackers agree', 0),
  ('HU', 16, 'GDPR art. 8; trackers agree', 0),
  ('IE', 16, 'GDPR art. 8; trackers agree', 0),
  ('IT', 14, 'GDPR art. 8, national law; trackers agree', 0),
  ('LT', 16, 'sources differ: 14 or 16; the higher one', 0),
  ('LU', 16, 'GDPR art. 8; trackers agree', 0),
  ('LV', 13, 'GDPR art. 8, national law; trackers agree', 0),
  ('NL', 16, 'GDPR art. 8; trackers agree', 0),
  ('PL', 16, 'GDPR art. 8; trackers agree', 0),
  ('PT', 16, 'sources differ: 13 or 16; the higher one', 0),
  ('RO', 16, 'GDPR art. 8; trackers agree', 0),
  ('SE', 13, 'GDPR art. 8, national law; trackers agree', 0),
  ('SI', 16, 'sources differ: 15 or 16; the higher one', 0),
  ('SK', 16, 'GDPR art. 8; trackers agree', 0),
  ('US', 16, 'CCPA opt-in below 16; COPPA asks a parent below 13; the higher one', 0);

-- which attributes an attribute is worked out from, and the categories that it therefore carries
alter table attributes add column derived_from text not null default '[]';
alter table attributes add column categories text not null default '[]';

-- departments that may see people's data, and who closed her data to which
create table inside_parties (
  key text primary key,
  title text not null,
  texts text not null default '{}',
  roles text not null,
  categories text not null,
  created_at bigint not null
);
create table party_closings (
  customer_id text not null references customers (id),
  party text not null references inside_parties (key),
  at bigint not null,
  primary key (customer_id, party)
);
