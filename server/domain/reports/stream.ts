// What changes, as it changes: one look a second at budgets and counts, shared by everybody who listens,
// and one event per campaign that moved.
import type { House } from '#core/house.ts'
import { makeRunWatch } from './follow-runs.ts'
import { pulses } from './queries.ts'

type Emit = (event: 'campaign' | 'run' | 'ping', data: unknown) => void
const LOOK_EVERY_MS = 1_000
const PING_EVERY_LOOKS = 15

/** Emits the state of each campaign and of each run under way at once and after every change; answers the function that ends it. */
export function followCampaigns(house: House, campaignId: string | null, emit: Emit): () => void {
  const { store, log } = house
  const last = new Map<string, string>()
  const runsMoved = makeRunWatch(campaignId)
  let looks = 0
  let busy = false
  const look = async () => {
    if (busy) return
    busy = true
    try {
      for (const row of await pulses(store.read, campaignId)) {
        const data = describe(row)
        const text = JSON.stringify(data)
        if (last.get(data.campaignId) === text) continue
        last.set(data.campaignId, text)
        emit('campaign', data)
      }
      for (const run of await runsMoved(store.read, house.clock.now())) emit('run', run)
      // the first says that how everything is has been told; the others keep proxies from closing a silent line
      if (looks++ % PING_EVERY_LOOKS === 0) emit('ping', {})
    } catch (error) {
      log.warn({ error: String(error).slice(0, 200) }, 'the stream could not look')
    } finally {
      busy = false
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  timer.unref()
  void look()
  return () => clearInterval(timer)
}

function describe(row: Record<string, unknown>) {
  const limitMinor = row.limit_minor === null ? null : Number(row.limit_minor)
  const [reservedMinor, heldMinor, spentMinor] = [
    Number(row.reserved_minor),
    Number(row.held_minor),
    Number(row.spent_minor),
  ]
  return {
    campaignId: String(row.id),
    state: String(row.state),
    budget: {
      currency: String(row.currency),
      limitMinor,
      reservedMinor,
      heldMinor,
      spentMinor,
      freeMinor: limitMinor === null ? null : limitMinor - reservedMinor - heldMinor - spentMinor,
      countUsed: Number(row.count_used),
    },
    funnel: {
      issued: Number(row.issued),
      sent: Number(row.sent),
      redeemed: Number(row.redeemed),
      reversed: Number(row.reversed),
    },
  }
}
