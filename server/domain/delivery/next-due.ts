// When the outbox next has something to send, so that a test clock can hop there.
import type { House } from '#core/house.ts'
import type { Channel } from '#shared/kinds.ts'
import { breakerOf } from './breaker.ts'
import { sendingChannels, serviceChannels } from './channels/all.ts'
import { earliestDue } from './queries.ts'
import { nextService } from './queries-service.ts'

/** Epoch milliseconds, perhaps past; null when nothing waits that could be sent. */
export async function nextMessageDue(house: House): Promise<number | null> {
  const { store, config } = house
  const channels = sendingChannels(config)
  const dues = [
    ...(await Promise.all(channels.map((channel) => dueBy(house, channel)))),
    await nextService(store.read, serviceChannels(config)),
  ].filter((due) => due !== null)
  return dues.length === 0 ? null : Math.min(...dues)
}

/** A channel that rests has nothing due before it is over. */
async function dueBy(house: House, channel: Channel): Promise<number | null> {
  const due = await earliestDue(house.store.read, [channel])
  const rests = breakerOf(house, channel).restsUntil(house.clock.now())
  return due === null || rests === null ? due : Math.max(due, rests)
}
