-- The drop-in made whole: codes that look alike are told apart nowhere, and webhooks may speak the other contract.

-- What foreign codes are folded to (decisions.md, 6): a new code whose fold is somebody's is not made.
create table voucher_folds (
  fold_print text primary key,
  voucher_id text not null
);
create index voucher_folds_voucher on voucher_folds (voucher_id);

-- in whose words a subscription is told
alter table webhooks add column envelope text not null default 'house' check (envelope in ('house', 'voucherify'));
