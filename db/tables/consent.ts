// The tables of the room consent; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const purposes = table('purposes', {
  key: text('key').primaryKey(),
  legalBasis: text('legal_basis').notNull(),
  title: text('title').notNull(),
  benefit: text('benefit'),
  justification: text('justification'),
  createdAt: integer('created_at').notNull(),
  dpv: text('dpv').notNull().default('dpv:DirectMarketing'),
  fides: text('fides').notNull().default('marketing.communications'),
  incentive: text('incentive'),
  texts: text('texts').notNull().default('{}'),
  isPartner: integer('is_partner').notNull().default(0),
  stoppedAt: integer('stopped_at'),
  stopReason: text('stop_reason'),
})

export const notices = table('notices', {
  id: text('id').primaryKey(),
  version: integer('version').notNull(),
  controller: text('controller').notNull(),
  createdAt: integer('created_at').notNull(),
  publishedAt: integer('published_at'),
  effectiveAt: integer('effective_at'),
  changes: text('changes').notNull().default('[]'),
  labels: text('labels').notNull().default('{}'),
  mailCursor: text('mail_cursor').notNull().default(''),
  mailedAt: integer('mailed_at'),
  settledAt: integer('settled_at'),
})

export const noticeTexts = table('notice_texts', {
  noticeId: text('notice_id').notNull(),
  locale: text('locale').notNull(),
  title: text('title').notNull(),
  body: text('body').notNull(),
  sha256: text('sha256').notNull(),
  labelsSha256: text('labels_sha256'),
})

export const noticeScope = table('notice_scope', {
  noticeId: text('notice_id').notNull(),
  purpose: text('purpose').notNull(),
  channel: text('channel').notNull(),
  category: text('category').notNull(),
  retentionMonths: integer('retention_months').notNull(),
  recipients: text('recipients').notNull(),
  sinceVersion: integer('since_version'),
})

export const consentEvents = table('consent_events', {
  id: text('id').primaryKey(),
  actId: text('act_id').notNull(),
  customerId: text('customer_id').notNull(),
  purpose: text('purpose').notNull(),
  channel: text('channel').notNull(),
  category: text('category').notNull(),
  decision: text('decision').notNull(),
  stateBefore: text('state_before').notNull(),
  stateAfter: text('state_after').notNull(),
  noticeVersion: integer('notice_version').notNull(),
  locale: text('locale').notNull(),
  textSha256: text('text_sha256').notNull(),
  method: text('method').notNull(),
  actor: text('actor').notNull(),
  evidenceSealed: text('evidence_sealed'),
  at: integer('at').notNull(),
  validTo: integer('valid_to'),
  labelsSha256: text('labels_sha256'),
  surface: text('surface'),
  requestedAt: integer('requested_at'),
  claimedAt: integer('claimed_at'),
  endsEventId: text('ends_event_id'),
})

export const consentCells = table('consent_cells', {
  customerId: text('customer_id').notNull(),
  purpose: text('purpose').notNull(),
  channel: text('channel').notNull(),
  category: text('category').notNull(),
  state: text('state').notNull(),
  validTo: integer('valid_to'),
  noticeVersion: integer('notice_version').notNull(),
  decidedAt: integer('decided_at').notNull(),
  eventId: text('event_id').notNull(),
})

/** A number for each purpose and channel, given by a trigger: nobody writes here. */
export const consentWays = table('consent_ways', {
  id: integer('id').primaryKey(),
  purpose: text('purpose').notNull(),
  channel: text('channel').notNull(),
})

/** Kept by triggers: nobody writes here. */
export const consentMasks = table('consent_masks', {
  way: integer('way').notNull(),
  customerId: text('customer_id').notNull(),
  mask: integer('mask').notNull(),
  noticeVersion: integer('notice_version').notNull(),
  validTo: integer('valid_to').notNull(),
})

export const suppressions = table('suppressions', {
  channel: text('channel').notNull(),
  print: text('print').notNull(),
  reason: text('reason').notNull(),
  at: integer('at').notNull(),
})

export const objections = table('objections', {
  customerId: text('customer_id').notNull(),
  purpose: text('purpose').notNull(),
  at: integer('at').notNull(),
})

export const tokens = table('tokens', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  sha256: text('sha256').notNull(),
  customerId: text('customer_id'),
  bound: text('bound').notNull(),
  expiresAt: integer('expires_at'),
  usedAt: integer('used_at'),
  madeAt: integer('made_at').notNull(),
})

export const askCounts = table('ask_counts', {
  kind: text('kind').notNull(),
  print: text('print').notNull(),
  hour: integer('hour').notNull(),
  asks: integer('asks').notNull(),
})

export const consentReminders = table('consent_reminders', {
  customerId: text('customer_id').notNull(),
  validTo: integer('valid_to').notNull(),
  at: integer('at').notNull(),
})

export const guardianLinks = table('guardian_links', {
  id: text('id').primaryKey(),
  customerId: text('customer_id').notNull(),
  addressSealed: text('address_sealed').notNull(),
  print: text('print').notNull(),
  method: text('method').notNull(),
  madeAt: integer('made_at').notNull(),
  verifiedAt: integer('verified_at'),
  endedAt: integer('ended_at'),
})

export const insideParties = table('inside_parties', {
  key: text('key').primaryKey(),
  title: text('title').notNull(),
  texts: text('texts').notNull().default('{}'),
  roles: text('roles').notNull(),
  categories: text('categories').notNull(),
  createdAt: integer('created_at').notNull(),
})

export const partyClosings = table('party_closings', {
  customerId: text('customer_id').notNull(),
  party: text('party').notNull(),
  at: integer('at').notNull(),
})

export const ledgerPending = table('ledger_pending', {
  ref: text('ref').primaryKey(),
  at: integer('at').notNull(),
})

export const ledgerFacts = table('ledger_facts', {
  id: text('id').primaryKey(),
  type: text('type').notNull(),
  body: text('body').notNull(),
  at: integer('at').notNull(),
})

export const ledgerLeaves = table('ledger_leaves', {
  leafIndex: integer('leaf_index').primaryKey(),
  ref: text('ref').notNull(),
  hash: text('hash').notNull(),
})

export const ledgerNodes = table('ledger_nodes', {
  level: integer('level').notNull(),
  position: integer('position').notNull(),
  hash: text('hash').notNull(),
})

export const ledgerTree = table('ledger_tree', {
  id: text('id').primaryKey(),
  size: integer('size').notNull(),
  subtrees: text('subtrees').notNull(),
})

export const ledgerHeads = table('ledger_heads', {
  id: text('id').primaryKey(),
  size: integer('size').notNull(),
  root: text('root').notNull(),
  at: integer('at').notNull(),
  jws: text('jws').notNull(),
})

export const ledgerKeys = table('ledger_keys', {
  kid: text('kid').primaryKey(),
  jwk: text('jwk').notNull(),
  madeAt: integer('made_at').notNull(),
})
