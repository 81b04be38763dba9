// Counts the wrong keys that an address shows within a minute: nobody guesses a key, but each one costs a look into the
// database. Real time; all processes on one PostgreSQL together.
import { countTogether } from '#core/count-together.ts'
import type { House } from '#core/house.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'

const MOST_ADDRESSES = 10_000

export interface WrongKeys {
  /** Seconds until the address may show an unknown key again; 0 when it may. */
  blockedFor(address: string): number
  /** Answers when it is counted where all can see it, as far as that has to be waited for. */
  note(address: string): Promise<void> | void
}

export function makeWrongKeys(house: House): WrongKeys {
  const perMinute = house.config.wrongKeyLimitPerMinute
  if (house.store.engine === 'sqlite') return countHere(perMinute)
  const together = countTogether(house, 'wrong keys', perMinute)
  return {
    blockedFor(address) {
      const { total, endsAt } = together.peek(address)
      return total < perMinute ? 0 : Math.max(1, Math.ceil((endsAt - Date.now()) / SECOND_MS))
    },
    note: (address) => together.add(address).then(() => {}),
  }
}

/** For the one server of a file. */
export function countHere(perMinute: number, now: () => number = () => performance.now()): WrongKeys {
  const shown = new Map<string, { since: number; count: number }>()
  function recent(address: string) {
    const one = shown.get(address)
    return one !== undefined && now() - one.since < MINUTE_MS ? one : undefined
  }
  return {
    blockedFor(address) {
      const one = recent(address)
      return one === undefined || one.count < perMinute ? 0 : Math.ceil((one.since + MINUTE_MS - now()) / SECOND_MS)
    },
    note(address) {
      const one = recent(address)
      if (one !== undefined) return void one.count++
      // In the order of their first wrong key: the head is the first to be forgiven.
      shown.delete(address)
      shown.set(address, { since: now(), count: 1 })
      const [oldest] = shown.keys()
      if (shown.size > MOST_ADDRESSES && oldest !== undefined) shown.delete(oldest)
    },
  }
}
