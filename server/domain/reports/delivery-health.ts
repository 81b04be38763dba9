// How well each channel arrives, over all campaigns: sent, failed, bounced, complained of, unsubscribed. Nothing counts who opened
// or clicked, because nothing asks.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import type { DeliveryHealth } from '#shared/contracts/reports.ts'
import { cappedRuns, failedMessages, sentByChannel, silencedAddresses } from './queries-delivery.ts'
import { LIMITS } from './small-cells.ts'

type Row = DeliveryHealth['channels'][number]
const wayOf: Record<string, 'bounced' | 'complained' | undefined> = { hard_bounce: 'bounced', complaint: 'complained' }

/** Addresses are counted once, whatever was sent to them. Analysts see counts rounded to five, with a floor. */
export async function deliveryHealth(house: House, { exact }: { exact: boolean }): Promise<DeliveryHealth> {
  const q = house.store.read
  const [sent, failed, silenced, capped] = await Promise.all([
    sentByChannel(q),
    failedMessages(q),
    silencedAddresses(q),
    cappedRuns(q),
  ])
  const shown = (count: number): number | string => {
    if (exact || count === 0) return count
    return count < LIMITS.k ? `<${LIMITS.k}` : Math.round(count / 5) * 5
  }
  const names = [...new Set([...sent, ...failed, ...silenced].map(({ channel }) => channel))].sort()
  const channels = names.map((channel): Row => {
    const sum = (rows: { channel: string; count: number }[]) =>
      rows.filter((row) => row.channel === channel).reduce((total, row) => total + Number(row.count), 0)
    const because = (word: 'bounced' | 'complained' | undefined) =>
      sum(silenced.filter(({ reason }) => wayOf[reason] === word))
    return {
      channel,
      sent: shown(sum(sent)),
      failed: shown(sum(failed)),
      bounced: shown(because('bounced')),
      complained: shown(because('complained')),
      unsubscribed: shown(because(undefined)),
    }
  })
  return { asOf: iso(house.clock.now()), channels, reachedCap: shown(capped) }
}
