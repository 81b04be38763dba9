// The tables of the room access; keys, checks and indexes stand in db/migrations.
import { integer, table, text } from '../kit.ts'

export const apiKeys = table('api_keys', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  hash: text('hash').notNull(),
  roles: text('roles').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at'),
  lastUsedAt: integer('last_used_at'),
  revokedAt: integer('revoked_at'),
})

export const auditLog = table('audit_log', {
  id: text('id').primaryKey(),
  at: integer('at').notNull(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  detail: text('detail').notNull(),
})

export const idempotencyKeys = table('idempotency_keys', {
  scope: text('scope').notNull(),
  key: text('key').notNull(),
  bodyHash: text('body_hash').notNull(),
  answer: text('answer').notNull(),
  at: integer('at').notNull(),
})
