// No occasion but the campaign itself: everybody in the segment, once, when somebody runs it.
import { sql } from 'drizzle-orm'
import { broadcastTrigger } from '#shared/contracts/triggers.ts'
import type { TriggerKind } from './trigger.ts'

export const broadcast: TriggerKind<'broadcast'> = {
  kind: 'broadcast',
  label: 'Broadcast',
  args: broadcastTrigger,
  needs: () => [],
  due: () => ({ join: null, where: sql`1 = 1`, occasion: sql`cast(${'broadcast'} as text)` }),
  concerns: () => sql`1 = 1`,
  nextDue: async () => null,
}
