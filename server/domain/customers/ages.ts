// Who is too young to agree alone: the age of consent per country, as editable data with a source, and what is kept of it.
import { addCalendarMonths } from '#core/calendar.ts'
import { iso } from '#core/clock.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { CustomerRow } from './queries.ts'
import { type AgeRow, allAges, markAdults, minorsOfAge, nextOfAge, replaceAge } from './queries-ages.ts'

/** Where nothing is known of a country, or of where somebody lives (consent.md, S4). */
export const DEFAULT_AGE = 16

/** country (ISO 3166) → age in years. */
export type Ages = ReadonlyMap<string, number>
export const NO_AGES: Ages = new Map()

export async function agesByCountry(q: Queries): Promise<Ages> {
  return new Map((await allAges(q)).map(({ country, age }) => [country, age]))
}

export const ageIn = (ages: Ages, country: string | null): number => ages.get(country ?? '') ?? DEFAULT_AGE

/** Every country with its age and where the figure comes from. */
export async function listAges(q: Queries) {
  const rows = await allAges(q)
  return { defaultAge: DEFAULT_AGE, data: rows.map(shown) }
}

/** Sets the age of a country; people who are known as minors are judged by it when they are next written. */
export async function setAge(tx: Tx, country: string, to: { age: number; source: string }) {
  const row = { country, ...to, updatedAt: tx.now }
  await replaceAge(tx, row)
  return shown(row)
}

export function isMinor({ ageBand, adultOn }: Pick<CustomerRow, 'ageBand' | 'adultOn'>, now: number): boolean {
  return ageBand === 'minor' && (adultOn === null || adultOn > dayOf(now))
}

type AgeFields = Pick<CustomerRow, 'ageBand' | 'adultOn'>

/**
 * What is kept of an age after a put. `bornOn` is the whole date or undefined when it was not given; the day on which
 * somebody may agree alone is kept for minors only. Pure.
 */
export function ageFields(
  row: CustomerRow,
  bornOn: string | undefined,
  country: string | null | undefined,
  ages: Ages,
  now: number,
): AgeFields {
  const lives = country === undefined ? row.country : country
  if (bornOn !== undefined) return bandOf(addCalendarMonths(bornOn, 12 * ageIn(ages, lives)), now)
  if (row.adultOn === null || lives === row.country) return { ageBand: row.ageBand, adultOn: row.adultOn }
  const years = ageIn(ages, lives) - ageIn(ages, row.country)
  return bandOf(addCalendarMonths(row.adultOn, 12 * years), now)
}

/** Minors whose day has come. */
export function whoComesOfAge(q: Queries, day: string, limit: number): Promise<string[]> {
  return minorsOfAge(q, day, limit)
}

/** The next of these days (epoch ms at its start in UTC); null when there are no minors. */
export async function nextMajority(q: Queries): Promise<number | null> {
  const day = await nextOfAge(q)
  return day === null ? null : Date.parse(`${day}T00:00:00Z`)
}

/** They count as adults from now on. */
export async function comeOfAge(tx: Tx, customerIds: string[]): Promise<void> {
  await markAdults(tx, customerIds)
}

function bandOf(adultOn: string, now: number): AgeFields {
  return adultOn > dayOf(now) ? { ageBand: 'minor', adultOn } : { ageBand: 'adult', adultOn: null }
}

const dayOf = (now: number) => iso(now).slice(0, 10)

function shown({ updatedAt, ...row }: AgeRow) {
  return { ...row, updatedAt: iso(updatedAt) }
}
