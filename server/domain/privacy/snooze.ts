// No messages until a day: a wish and no consent. Nothing is withdrawn, nothing made for her meanwhile, and what waits comes then.
import { audit } from '#access/audit.ts'
import { addCalendarMonths, addDays, closeOfLocalDay, isDay, localDay } from '#core/calendar.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { readHouseSettings } from '#core/house-settings.ts'
import { Refusal } from '#core/refusal.ts'
import { lockCustomer, readCustomer } from '#customers/lock.ts'
import { snoozeUntil } from '#customers/snooze.ts'
import type { Queries, Tx } from '#db/store.ts'
import { wakeMessages } from '#delivery/wake.ts'

/** Whoever wants none for longer than this has better ways to say so. */
const MOST_MONTHS = 12

/**
 * `day`: 'YYYY-MM-DD', the first on which messages come again, by her own clocks. A wish for longer is not made shorter by
 * one for less. Refuses a day that is not ahead, or further than twelve months, with `until` named.
 */
export async function snooze(house: House, customerId: string, day: string, actor: string): Promise<void> {
  await house.store.write(async (tx) => {
    const { snoozedUntil: before } = await held(tx, customerId)
    const until = dayFrom(day, await zoneOf(tx, customerId), tx.now)
    if (until <= (before ?? 0)) return
    await snoozeUntil(tx, customerId, until)
    await wakeMessages(tx, customerId, until)
    await audit(tx, { actor, action: 'customer.snoozed', subject: customerId, detail: { until: iso(until) } })
  })
}

/** Messages come again from now on. */
export async function endSnooze(house: House, customerId: string, actor: string): Promise<void> {
  await house.store.write(async (tx) => {
    const { snoozedUntil } = await held(tx, customerId)
    if (snoozedUntil === null) return
    await snoozeUntil(tx, customerId, null)
    await wakeMessages(tx, customerId, tx.now)
    await audit(tx, { actor, action: 'customer.woken', subject: customerId })
  })
}

/** Epoch ms; null when she does not mind messages at `now`. */
export async function snoozedUntil(q: Queries, customerId: string, now: number): Promise<number | null> {
  const until = (await readCustomer(q, customerId))?.snoozedUntil ?? null
  return until !== null && until > now ? until : null
}

/** The days that may be named, and one that suits most, by her own clocks. */
export async function snoozeDays({ store, clock }: House, customerId: string) {
  const zone = await zoneOf(store.read, customerId)
  const now = clock.now()
  const today = localDay(now, zone)
  const last = addCalendarMonths(today, MOST_MONTHS)
  const until = await snoozedUntil(store.read, customerId, now)
  const later = addCalendarMonths(until === null ? today : localDay(until, zone), 1)
  // biome-ignore lint/complexity/useMathMinMax: days are texts, which no Math compares
  return { first: addDays(today, 1), last, suggested: later < last ? later : last }
}

async function zoneOf(q: Queries, customerId: string): Promise<string> {
  const { timeZone } = await readHouseSettings(q)
  return (await readCustomer(q, customerId))?.timeZone ?? timeZone ?? 'UTC'
}

async function held(tx: Tx, customerId: string) {
  const person = await lockCustomer(tx, customerId)
  if (person === null || person.status === 'erasing') throw new Refusal('customer.erased')
  return person
}

function dayFrom(day: string, zone: string, now: number): number {
  const today = localDay(now, zone)
  if (!isDay(day) || day <= today || day > addCalendarMonths(today, MOST_MONTHS)) {
    const message = `must be a day after today and within ${MOST_MONTHS} months`
    throw new Refusal('request.invalid', { errors: [{ path: 'until', message }] })
  }
  return closeOfLocalDay(addDays(day, -1), zone) + 1
}
