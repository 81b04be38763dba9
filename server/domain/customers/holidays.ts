// On which days no office works, per country, as editable data with a source; and whose holidays count, those of our office.
import { iso } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import { readSetting, writeSetting } from '#core/settings.ts'
import type { Queries, Tx } from '#db/store.ts'
import { allHolidays, deleteHoliday, type HolidayRow, holidaysOf, replaceHoliday } from './queries-holidays.ts'

const OFFICE = 'office_country'

/** 'YYYY-MM-DD', and 'MM-DD' for those that come back every year. */
export type DaysOff = ReadonlySet<string>

/** Those of the country of our office; none while nobody has said which that is. */
export async function daysOff(q: Queries): Promise<DaysOff> {
  const office = await readSetting(q, OFFICE)
  return new Set(office === null ? [] : (await holidaysOf(q, office)).map(({ day }) => day))
}

export async function listHolidays(q: Queries) {
  return { office: await readSetting(q, OFFICE), data: (await allHolidays(q)).map(shown) }
}

/** As 'DE'; null while nobody has said it. */
export const officeCountry = (q: Queries): Promise<string | null> => readSetting(q, OFFICE)

export async function setOffice(tx: Tx, country: string): Promise<void> {
  await writeSetting(tx, OFFICE, country)
}

export async function setHoliday(tx: Tx, country: string, day: string, to: { name: string; source: string }) {
  const row = { country, day, ...to, updatedAt: tx.now }
  await replaceHoliday(tx, row)
  return shown(row)
}

/** Refuses a day that is not listed (`holiday.not_found`). */
export async function dropHoliday(tx: Tx, country: string, day: string): Promise<void> {
  if (!(await deleteHoliday(tx, country, day))) throw new Refusal('holiday.not_found')
}

const shown = ({ updatedAt, ...row }: HolidayRow) => ({ ...row, updatedAt: iso(updatedAt) })
