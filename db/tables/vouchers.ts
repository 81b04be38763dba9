// The tables of the room vouchers; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const vouchers = table('vouchers', {
  id: text('id').primaryKey(),
  campaignId: text('campaign_id').notNull(),
  customerId: text('customer_id').notNull(),
  occasion: text('occasion').notNull(),
  runId: text('run_id'),
  variantKey: text('variant_key').notNull(),
  channel: text('channel'),
  codePrint: text('code_print').notNull(),
  codeSealed: text('code_sealed'),
  state: text('state').notNull(),
  issuedAt: integer('issued_at').notNull(),
  issuedDay: text('issued_day').notNull(),
  expiresAt: integer('expires_at').notNull(),
  favouriteCategory: text('favourite_category'),
  balanceMinor: integer('balance_minor'),
  reservedMinor: integer('reserved_minor').notNull().default(0),
  uses: integer('uses').notNull().default(0),
  activeUses: integer('active_uses').notNull().default(0),
  holdId: text('hold_id'),
  heldUntil: integer('held_until'),
  redemptionId: text('redemption_id'),
  redeemedAt: integer('redeemed_at'),
  revokedAt: integer('revoked_at'),
  revokeReason: text('revoke_reason'),
  expiredAt: integer('expired_at'),
  erasedAt: integer('erased_at'),
  useLimit: integer('use_limit'),
  startsAt: integer('starts_at'),
  disabledAt: integer('disabled_at'),
  ruledAt: integer('ruled_at'),
})

export const holds = table('holds', {
  id: text('id').primaryKey(),
  voucherId: text('voucher_id').notNull(),
  campaignId: text('campaign_id').notNull(),
  orderReference: text('order_reference').notNull(),
  discountMinor: integer('discount_minor').notNull(),
  currency: text('currency').notNull(),
  fromReservedMinor: integer('from_reserved_minor').notNull().default(0),
  state: text('state').notNull(),
  madeAt: integer('made_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
})

export const runs = table('runs', {
  id: text('id').primaryKey(),
  campaignId: text('campaign_id').notNull(),
  cause: text('cause').notNull(),
  asOf: integer('as_of').notNull(),
  since: integer('since').notNull(),
  pageCursor: text('page_cursor'),
  matched: integer('matched').notNull().default(0),
  issued: integer('issued').notNull().default(0),
  holdout: integer('holdout').notNull().default(0),
  alreadyHad: integer('already_had').notNull().default(0),
  noConsent: integer('no_consent').notNull().default(0),
  capped: integer('capped').notNull().default(0),
  noBudget: integer('no_budget').notNull().default(0),
  outOfStock: integer('out_of_stock').notNull().default(0),
  startedAt: integer('started_at').notNull(),
  leaseUntil: integer('lease_until').notNull(),
  finishedAt: integer('finished_at'),
})

export const pools = table('pools', {
  id: text('id').primaryKey(),
  campaignId: text('campaign_id').notNull(),
  name: text('name').notNull(),
  variantKey: text('variant_key'),
  count: integer('count').notNull(),
  made: integer('made').notNull().default(0),
  createdAt: integer('created_at').notNull(),
  leaseUntil: integer('lease_until').notNull(),
  finishedAt: integer('finished_at'),
  reason: text('reason'),
})

export const voucherReminders = table('voucher_reminders', {
  voucherId: text('voucher_id').primaryKey(),
  customerId: text('customer_id').notNull(),
  remindedAt: integer('reminded_at').notNull(),
})

export const voucherFolds = table('voucher_folds', {
  foldPrint: text('fold_print').primaryKey(),
  voucherId: text('voucher_id').notNull(),
})

export const voucherChanges = table('voucher_changes', {
  id: text('id').primaryKey(),
  voucherId: text('voucher_id').notNull(),
  kind: text('kind').notNull(),
  actor: text('actor').notNull(),
  at: integer('at').notNull(),
  actionId: text('action_id'),
  detail: text('detail').notNull(),
})

export const voucherActions = table('voucher_actions', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  which: text('which').notNull(),
  terms: text('terms').notNull(),
  actor: text('actor').notNull(),
  state: text('state').notNull(),
  askedAt: integer('asked_at').notNull(),
  beginsAt: integer('begins_at').notNull(),
  upTo: text('up_to').notNull(),
  foreseen: integer('foreseen').notNull(),
  pageCursor: text('page_cursor').notNull().default(''),
  matched: integer('matched').notNull().default(0),
  changed: integer('changed').notNull().default(0),
  wrongState: integer('wrong_state').notNull().default(0),
  notLater: integer('not_later').notNull().default(0),
  noBudget: integer('no_budget').notNull().default(0),
  ended: integer('ended').notNull().default(0),
  finishedAt: integer('finished_at'),
})
