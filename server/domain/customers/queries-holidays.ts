// All SQL of public holidays.
import { and, asc, eq } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { publicHolidays } from '#db/tables/customers.ts'

export type HolidayRow = typeof publicHolidays.$inferSelect

export const allHolidays = (q: Queries): Promise<HolidayRow[]> =>
  q.select().from(publicHolidays).orderBy(asc(publicHolidays.country), asc(publicHolidays.day))

export const holidaysOf = (q: Queries, country: string): Promise<HolidayRow[]> =>
  q.select().from(publicHolidays).where(eq(publicHolidays.country, country))

export async function replaceHoliday(tx: Tx, row: HolidayRow): Promise<void> {
  const { name, source, updatedAt } = row
  await tx
    .insert(publicHolidays)
    .values(row)
    .onConflictDoUpdate({
      target: [publicHolidays.country, publicHolidays.day],
      set: { name, source, updatedAt },
    })
}

export async function deleteHoliday(tx: Tx, country: string, day: string): Promise<boolean> {
  const gone = await tx
    .delete(publicHolidays)
    .where(and(eq(publicHolidays.country, country), eq(publicHolidays.day, day)))
    .returning({ day: publicHolidays.day })
  return gone.length === 1
}
