// What crosses the wire for the person responsible for data: requests and their deadlines.
import { z } from 'zod'
import { request, requestKinds } from './me.ts'
import { instant, page, reference, text } from './words.ts'

export const requestForStaff = request.extend({ customerReference: z.string().nullable() })
export const newRequest = z.strictObject({
  customerReference: reference,
  kind: z.enum(requestKinds),
  receivedAt: instant.optional().describe('when the letter or the call came; never later than now'),
})
export const requestsPage = page.extend({ state: z.enum(['open', 'overdue', 'closed']).optional() })
export const extension = z.strictObject({ reason: text(2000) })
export const pause = z.strictObject({ text: text(2000).describe('told to the person: what she is asked for') })
export const answer = z.strictObject({
  outcome: z.enum(['done', 'refused']),
  text: text(10_000).describe('told to the person; of a refusal why, and where she can complain'),
})
export const staffRead = z.object({
  id: z.string(),
  at: instant,
  actor: z.string(),
  roles: z.array(z.string()),
  customerId: z.string(),
  categories: z.array(z.string()),
  reason: z.string().nullable(),
})
export const disclosure = z.object({
  id: z.string(),
  at: instant,
  customerId: z.string().nullable(),
  campaignId: z.string().nullable(),
  recipient: z.string(),
  categories: z.array(z.string()),
  basis: z.string(),
})
