// What crosses the wire about API keys, the audit log, the clock and health.
import { z } from 'zod'
import { roles } from '../kinds.ts'
import { instant, text } from './words.ts'

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
})
export const moveClock = z.strictObject({ now: instant })
export const clockMoved = z.object({ now: instant, ran: z.array(z.object({ job: z.string(), at: instant })) })
export const auditEntry = z.object({
  id: z.string(),
  at: instant,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export const alive = z.object({ status: z.literal('alive') })
export const readiness = z.object({
  status: z.enum(['ready', 'not_ready']),
  migrated: z.boolean(),
  writable: z.boolean(),
  ledger: z.boolean().describe('false: the running check found consent events that do not fit the ledger'),
})
