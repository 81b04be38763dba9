-- Every touchpoint: reminders beside offers, browsers that take push messages, wishes for a channel, bounces.

alter table outbox add column kind text not null default 'offer';
-- set when a receiver's system said afterwards that a sent message did not arrive, or was not wanted
alter table outbox add column bounced_at bigint;
alter table outbox add column bounce text;
create index outbox_failed on outbox (closed_at, id) where state = 'failed';

create table push_subscriptions (
  id text primary key,
  customer_id text not null references customers (id),
  print text not null,
  sealed text not null,
  made_at bigint not null,
  unique (customer_id, print)
);

create table channel_wishes (
  customer_id text primary key references customers (id),
  channel text not null,
  at bigint not null
);

-- who was promised a reminder of which voucher; counted in caps like a voucher
create table voucher_reminders (
  voucher_id text primary key references vouchers (id),
  customer_id text not null,
  reminded_at bigint not null
);
create index voucher_reminders_customer on voucher_reminders (customer_id, reminded_at);
