// The tables of the room consent; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const purposes = table('purposes', {
  key: text('key').primaryKey(),
  legalBasis: text('legal_basis').notNull(),
  title: text('title').notNull(),
  benefit: text('benefit'),
  justification: text('justification'),
  createdAt: integer('created_at').notNull(),
})

export const notices = table('notices', {
  id: text('id').primaryKey(),
  version: integer('version').notNull(),
  controller: text('controller').notNull(),
  createdAt: integer('created_at').notNull(),
  publishedAt: integer('published_at'),
  effectiveAt: integer('effective_at'),
})

export const noticeTexts = table('notice_texts', {
  noticeId: text('notice_id').notNull(),
  locale: text('locale').notNull(),
  title: text('title').notNull(),
  body: text('body').notNull(),
  sha256: text('sha256').notNull(),
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
