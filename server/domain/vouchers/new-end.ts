// Whether a voucher may be given another end, which one, and what a guaranteed budget has to set aside for it; pure.
import { addDays, closeOfLocalDay, localDay } from '#core/calendar.ts'

/** One of them: to the close of a day of the campaign's zone, so many days later, or to an instant. */
export interface NewEnd {
  /** Epoch ms. */
  at?: number | undefined
  until?: string | undefined
  days?: number | undefined
}

/** Further on there is no calendar. */
const NO_LATER = Date.parse('9900-01-01T00:00:00Z')

/** Epoch ms. Days are counted from the voucher's own end, and from today for one that is over. */
export function endFor(end: NewEnd, voucher: { expiresAt: number }, now: number, zone: string): number {
  const { at, until, days = 0 } = end
  if (at !== undefined) return at
  // What has no end cannot have a later one.
  if (until === undefined && voucher.expiresAt >= NO_LATER) return voucher.expiresAt
  const day = until ?? addDays(localDay(Math.max(voucher.expiresAt, now), zone), days)
  return closeOfLocalDay(day, zone)
}

export type Left = 'wrong_state' | 'not_later' | 'no_budget' | 'ended'

export interface Extending {
  voucher: { state: string; expiresAt: number; balanceMinor: number | null }
  newEnd: number
  now: number
  /** Its campaign has stopped redemptions: nothing lives there any more. */
  isStopped: boolean
  isGuaranteed: boolean
  /** Of its offer; minor units. */
  worstCaseMinor: number
}

/** What it takes: `reservedMinor` is 0 unless it has to be set aside anew, because the voucher is over by the books. */
export function judgeExtension(it: Extending): { left: Left } | { revives: boolean; reservedMinor: number } {
  const { voucher, newEnd, now } = it
  if (voucher.state === 'redeemed' || voucher.state === 'revoked') return { left: 'wrong_state' }
  if (it.isStopped) return { left: 'ended' }
  if (newEnd <= voucher.expiresAt || newEnd < now) return { left: 'not_later' }
  const revives = voucher.state === 'expired'
  const worthMinor = voucher.balanceMinor ?? it.worstCaseMinor
  return { revives, reservedMinor: revives && it.isGuaranteed ? worthMinor : 0 }
}
