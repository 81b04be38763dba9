// The tables of the room redemption; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const redemptions = table('redemptions', {
  id: text('id').primaryKey(),
  voucherId: text('voucher_id').notNull(),
  campaignId: text('campaign_id').notNull(),
  variantKey: text('variant_key').notNull(),
  useNumber: integer('use_number').notNull(),
  orderReference: text('order_reference').notNull(),
  orderAmountMinor: integer('order_amount_minor').notNull(),
  discountMinor: integer('discount_minor').notNull(),
  fromReservedMinor: integer('from_reserved_minor').notNull().default(0),
  currency: text('currency').notNull(),
  lines: text('lines'),
  remainingMinor: integer('remaining_minor'),
  keyScope: text('key_scope').notNull(),
  requestKey: text('request_key').notNull(),
  requestHash: text('request_hash').notNull(),
  byOther: integer('by_other').notNull().default(0),
  reversedMinor: integer('reversed_minor').notNull().default(0),
  reversedAt: integer('reversed_at'),
  redeemedAt: integer('redeemed_at').notNull(),
  day: text('day').notNull(),
})

/** Where the redemptions of an order are found; filled behind from the tail. */
export const redemptionOrders = table('redemption_orders', {
  orderReference: text('order_reference').notNull(),
  redemptionId: text('redemption_id').notNull(),
})

/** SQLite: the last redemption that is sorted in, in one row; what is behind it is looked through. */
export const redemptionFiling = table('redemption_filing', {
  one: integer('one').primaryKey(),
  upTo: text('up_to').notNull(),
})

/** PostgreSQL: redemptions whose orders were not sorted in yet. */
export const redemptionTail = table('redemption_tail', {
  redemptionId: text('redemption_id').primaryKey(),
  orderReference: text('order_reference').notNull(),
})

export const reversals = table('reversals', {
  id: text('id').primaryKey(),
  redemptionId: text('redemption_id').notNull(),
  amountMinor: integer('amount_minor').notNull(),
  reason: text('reason').notNull(),
  cause: text('cause').notNull(),
  remainingMinor: integer('remaining_minor').notNull(),
  voucherRestored: integer('voucher_restored').notNull(),
  reversedAt: integer('reversed_at').notNull(),
})

export const refusedCodes = table('refused_codes', {
  id: text('id').primaryKey(),
  orderReference: text('order_reference').notNull(),
  eventId: text('event_id').notNull(),
  codePrint: text('code_print').notNull(),
  voucherId: text('voucher_id'),
  refusal: text('refusal').notNull(),
  at: integer('at').notNull(),
})

export const stacks = table('stacks', {
  id: text('id').primaryKey(),
  orderReference: text('order_reference').notNull(),
  stackNumber: integer('stack_number').notNull(),
  orderAmountMinor: integer('order_amount_minor').notNull(),
  shippingMinor: integer('shipping_minor'),
  currency: text('currency').notNull(),
  discountMinor: integer('discount_minor').notNull(),
  redeemedAt: integer('redeemed_at').notNull(),
})

export const stackMembers = table('stack_members', {
  redemptionId: text('redemption_id').primaryKey(),
  stackId: text('stack_id').notNull(),
  place: integer('place').notNull(),
})

export const guesses = table('guesses', {
  source: text('source').primaryKey(),
  since: integer('since').notNull(),
  made: integer('made').notNull(),
  strikes: integer('strikes').notNull(),
  blockedUntil: integer('blocked_until').notNull(),
  alarmedAt: integer('alarmed_at').notNull(),
  lastAt: integer('last_at').notNull(),
})
