// When the outbox next has something to send, so that a test clock can hop there.
import type { House } from '#core/house.ts'
import { sendingChannels } from './channels/all.ts'
import { earliestDue } from './queries.ts'

/** Epoch milliseconds, perhaps past; null when nothing waits that could be sent. */
export async function nextMessageDue({ store, config }: House): Promise<number | null> {
  const channels = sendingChannels(config)
  return channels.length === 0 ? null : earliestDue(store.read, channels)
}
