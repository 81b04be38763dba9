// When the outbox next has something to send, so that a test clock can hop there.
import type { House } from '#core/house.ts'
import { sendingChannels } from './channels/all.ts'
import { earliestDue } from './queries.ts'
import { nextService } from './queries-service.ts'

/** Epoch milliseconds, perhaps past; null when nothing waits that could be sent. */
export async function nextMessageDue({ store, config }: House): Promise<number | null> {
  const channels = sendingChannels(config)
  const dues = [
    channels.length === 0 ? null : await earliestDue(store.read, channels),
    channels.includes('email') ? await nextService(store.read) : null,
  ].filter((due) => due !== null)
  return dues.length === 0 ? null : Math.min(...dues)
}
