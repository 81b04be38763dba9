// Caps a few very large totals of recipients, where the plan says so: at a quantile of the positive totals of all arms, each money by
// itself. The sums stay as they are kept; what the largest have above the cap is taken off a copy.
import type { Queries } from '#db/store.ts'
import { type ArmSums, addInto, marginOf, sumsOf, type UnitRow } from './arm-sums.ts'
import { type Capped, largestUnits, positiveUnits } from './queries-cells.ts'

/** What capping changes in the sums of the mature, by epoch and arm. Reads the largest recipients of the campaign. */
export async function capTotals(
  q: Queries,
  campaignId: string,
  marginBps: number | null,
  quantile: number,
): Promise<Map<string, ArmSums>> {
  const revenue = await capOf(q, campaignId, 'revenue', marginBps ?? 0, quantile)
  const margin = marginBps === null ? null : await capOf(q, campaignId, 'margin', marginBps, quantile)
  const large = new Map([...(revenue?.above ?? []), ...(margin?.above ?? [])].map((unit) => [unit.id, unit]))
  const changes = new Map<string, ArmSums>()
  for (const unit of large.values()) {
    const full = sumsOf(unit, marginBps)
    const change = cappedSums(full, revenue?.cap ?? null, margin?.cap ?? null)
    addInto(change, full, -1n)
    const key = `${unit.epoch} ${unit.arm}`
    const known = changes.get(key)
    if (known === undefined) changes.set(key, change)
    else addInto(known, change)
  }
  return changes
}

/** The quantile as cap.ts has it, out of the largest alone. Null where nobody has anything. */
async function capOf(q: Queries, campaignId: string, which: Capped, bps: number, quantile: number) {
  const count = await positiveUnits(q, campaignId, which, bps)
  if (count === 0) return null
  const place = (count - 1) * quantile
  const low = Math.floor(place)
  const largest = await largestUnits(q, campaignId, which, bps, count - low)
  const worthOf = (unit: UnitRow): number =>
    which === 'revenue' ? unit.revenueMinor : Number(marginOf(unit.revenueMinor, unit.discountMinor, bps))
  const at = (rank: number): number => {
    const unit = largest[Math.max(0, count - 1 - rank)]
    return unit === undefined ? 0 : worthOf(unit)
  }
  const below = at(low)
  const cap = Math.round(below + (place - low) * (at(low + 1) - below))
  return { cap, above: largest.filter((unit) => worthOf(unit) > cap) }
}

function cappedSums(full: ArmSums, revenueCap: number | null, marginCap: number | null): ArmSums {
  const atMost = (value: bigint, cap: number | null) => (cap === null || value <= BigInt(cap) ? value : BigInt(cap))
  const { d, x } = full
  const [r, m] = [atMost(full.r, revenueCap), atMost(full.m, marginCap)]
  return { ...full, r, rr: r * r, m, mm: m * m, md: m * d, mr: m * r, xr: x * r, xm: x * m }
}
