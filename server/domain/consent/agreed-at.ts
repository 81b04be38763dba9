// When people agreed to be reached for a purpose, for the sentence that every mail ends with.
import type { Queries } from '#db/store.ts'
import { type Channel, contactCategory } from '#shared/kinds.ts'
import { decidedAtOf } from './queries.ts'

/** customer → epoch ms; absent for those who have not. */
export async function agreedAt(
  q: Queries,
  purpose: string,
  channel: Channel,
  customerIds: string[],
): Promise<Map<string, number>> {
  return decidedAtOf(q, { purpose, channel, category: contactCategory[channel] }, customerIds)
}
