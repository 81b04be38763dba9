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

export const teamMembers = table('team_members', {
  id: text('id').primaryKey(),
  emailSealed: text('email_sealed').notNull(),
  emailPrint: text('email_print').notNull(),
  nameSealed: text('name_sealed').notNull(),
  roles: text('roles').notNull(),
  passwordHash: text('password_hash'),
  oidcPrint: text('oidc_print'),
  language: text('language').notNull(),
  joinedAt: integer('joined_at').notNull(),
  seenAt: integer('seen_at'),
  removedAt: integer('removed_at'),
})

export const teamLinks = table('team_links', {
  id: text('id').primaryKey(),
  kind: text('kind').$type<'setup' | 'invitation' | 'reset'>().notNull(),
  tokenHash: text('token_hash').notNull(),
  memberId: text('member_id'),
  emailSealed: text('email_sealed'),
  emailPrint: text('email_print'),
  nameSealed: text('name_sealed'),
  roles: text('roles').notNull(),
  language: text('language').notNull(),
  madeBy: text('made_by').notNull(),
  madeAt: integer('made_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  closedAt: integer('closed_at'),
})

export const teamPasskeys = table('team_passkeys', {
  id: text('id').primaryKey(),
  memberId: text('member_id').notNull(),
  credentialId: text('credential_id').notNull(),
  publicKey: text('public_key').notNull(),
  counter: integer('counter').notNull(),
  transports: text('transports').notNull(),
  name: text('name').notNull(),
  madeAt: integer('made_at').notNull(),
  usedAt: integer('used_at'),
})

export const teamSessions = table('team_sessions', {
  id: text('id').primaryKey(),
  memberId: text('member_id').notNull(),
  tokenHash: text('token_hash').notNull(),
  way: text('way').$type<'password' | 'passkey' | 'oidc' | 'link'>().notNull(),
  device: text('device').notNull(),
  madeAt: integer('made_at').notNull(),
  seenAt: integer('seen_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  closedAt: integer('closed_at'),
})

export const teamSteps = table('team_steps', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  detailSealed: text('detail_sealed').notNull(),
  expiresAt: integer('expires_at').notNull(),
})

export const teamTries = table('team_tries', {
  source: text('source').primaryKey(),
  since: integer('since').notNull(),
  count: integer('count').notNull(),
})
