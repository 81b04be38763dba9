// What crosses the wire about API keys, the audit log, the clock and health.
import { z } from 'zod'
import { roles } from '../kinds.ts'
import { instant, page, text } from './words.ts'

export const newApiKey = z.strictObject({
  name: text(120),
  roles: z.array(z.enum(roles)).min(1).max(roles.length),
  expiresAt: instant.optional(),
})
export const apiKeyMade = z.object({
  id: z.string(),
  key: z.string().nullable().describe('shown once; null in a replay'),
})
export const apiKey = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
})
export const whoAmI = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
  scopes: z.array(z.string()),
  kind: z.enum(['key', 'member']),
})
export const moveClock = z.strictObject({ now: instant })
export const clockMoved = z.object({ now: instant, ran: z.array(z.object({ job: z.string(), at: instant })) })
/** Spans are half open: `until` is not part of it. */
export const auditAsked = page.extend({
  actor: text(64).optional(),
  action: text(64).optional().describe('an action, or the beginning of one such as campaign.'),
  subject: text(200).optional(),
  from: instant.optional(),
  until: instant.optional(),
})
export const auditEntry = z.object({
  id: z.string(),
  at: instant,
  actor: z.string(),
  actorName: z.string().nullable().describe('of a member or a key; null for the house itself'),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export const alive = z.object({ status: z.literal('alive') })
export const readiness = z.object({
  status: z.enum(['ready', 'not_ready']),
  migrated: z.boolean(),
  writable: z.boolean(),
  confirmed: z.boolean().describe('false: the database was restored, and nobody has confirmed that codes may be used'),
  ledger: z.boolean().describe('false: the running check found consent events that do not fit the ledger'),
})
