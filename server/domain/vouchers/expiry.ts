// Until when a voucher issued now can be redeemed; pure.
import { addDays, closeOfLocalDay, localDay } from '#core/calendar.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'

/** The last millisecond of the last day, in the campaign's zone: of the day of issue + days, or of `until` itself. Ask once
 * per page: it costs some 10 µs. */
export function expiresAt({ validity, timeZone }: Pick<NewCampaign, 'validity' | 'timeZone'>, now: number): number {
  const day = 'until' in validity ? validity.until : addDays(localDay(now, timeZone), validity.days)
  return closeOfLocalDay(day, timeZone)
}
