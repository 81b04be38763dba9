// Whether anybody wants to hear of something, for facts that are only written down for those who do.
import type { Queries } from '#db/store.ts'
import type { WebhookEvent } from '#shared/kinds.ts'
import { webhooksOpen } from './queries.ts'

export const isListenedFor = async (q: Queries, event: WebhookEvent): Promise<boolean> =>
  (await webhooksOpen(q)).some(({ events }) => (JSON.parse(events) as WebhookEvent[]).includes(event))
