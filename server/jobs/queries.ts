// All SQL of the jobs: their ticks, and when there is next something to expire or to forget. The rooms do the work; the
// timetable only looks at when.
import { and, eq, isNull, lt, lte, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { jobTicks } from '#db/tables/jobs.ts'
import { within } from '#db/within.ts'

const theTick = (job: string, dueAt: number) => and(eq(jobTicks.job, job), eq(jobTicks.dueAt, dueAt))

/** Whoever takes a tick of the job waits here for whoever is about to take another: two must not both find it free. */
export async function lockJob(tx: Tx, job: string): Promise<void> {
  if (tx.engine === 'postgres') await tx.rows(sql`select pg_advisory_xact_lock(hashtext(${`job ${job}`}))`)
}

/** Whether another tick of the job was taken after `since` and is not done. */
export async function isBusy(tx: Tx, job: string, dueAt: number, since: number): Promise<boolean> {
  const [row] = await tx.rows<{ due_at: number }>(sql`select due_at from job_ticks
    where job = ${job} and done_at is null and taken_at > ${since} and due_at <> ${dueAt} limit 1`)
  return row !== undefined
}

/** True for the one that could insert the tick, or that took it from whoever had it before `since` and never finished. */
export async function takeTick(tx: Tx, job: string, dueAt: number, since: number, holder: string): Promise<boolean> {
  const values = { job, dueAt, takenAt: tx.now, holder }
  const fresh = await tx.insert(jobTicks).values(values).onConflictDoNothing().returning({ job: jobTicks.job })
  if (fresh.length > 0) return true
  const taken = await tx
    .update(jobTicks)
    .set({ takenAt: tx.now, holder })
    .where(and(theTick(job, dueAt), isNull(jobTicks.doneAt), lte(jobTicks.takenAt, since)))
    .returning({ job: jobTicks.job })
  return taken.length > 0
}

/** Still at it: true while the tick is the holder's and not somebody else's who took it for dead. */
export async function holdTick(tx: Tx, job: string, dueAt: number, holder: string): Promise<boolean> {
  const held = await tx
    .update(jobTicks)
    .set({ takenAt: tx.now })
    .where(and(theTick(job, dueAt), isNull(jobTicks.doneAt), eq(jobTicks.holder, holder)))
    .returning({ job: jobTicks.job })
  return held.length > 0
}

/** No change when it is another's by now. */
export const finishTick = (tx: Tx, job: string, dueAt: number, holder: string) =>
  tx
    .update(jobTicks)
    .set({ doneAt: tx.now })
    .where(and(theTick(job, dueAt), eq(jobTicks.holder, holder)))

/** Ticks whose process has not been heard of since. */
export const strandedTicks = (q: Queries, since: number) =>
  q
    .select({ job: jobTicks.job, dueAt: jobTicks.dueAt })
    .from(jobTicks)
    .where(and(isNull(jobTicks.doneAt), lte(jobTicks.takenAt, since)))

/** Answers how many ticks it dropped. */
export async function dropTicks(tx: Tx, before: number): Promise<number> {
  const gone = await tx.delete(jobTicks).where(lt(jobTicks.dueAt, before)).returning({ job: jobTicks.job })
  return gone.length
}

export const nextConsentExpiry = (q: Queries): Promise<number | null> =>
  earliest(q, [
    sql`select min(valid_to) as at from consent_cells where state = 'granted'`,
    sql`select min(valid_to) as at from consent_cells where state = 'pending_doi'`,
    sql`select min(valid_to) as at from consent_cells where state = 'pending_guardian'`,
  ])
export const nextHoldExpiry = (q: Queries): Promise<number | null> =>
  earliest(q, [sql`select min(expires_at) as at from holds where state = 'live'`])

/** Every 'MM-DD' that is somebody's; one look into the index for each. */
export async function birthdaysKnown(q: Queries): Promise<string[]> {
  const rows = await q.rows<{ day: string }>(sql`
    with recursive days(day) as (
      select min(birth_month_day) from customers
      union all select (select min(birth_month_day) from customers where birth_month_day > day) from days where day is not null
    ) select day from days where day is not null`)
  return rows.map(({ day }) => day)
}

/** Every 'MM-DD' on which somebody has ordered. */
export async function orderDaysKnown(q: Queries): Promise<string[]> {
  const after = sql`select min(substr(placed_day, 6)) from orders where customer_id is not null`
  const rows = await q.rows<{ day: string }>(sql`
    with recursive days(day) as (
      ${after} union all select (${after} and substr(placed_day, 6) > day) from days where day is not null
    ) select day from days where day is not null`)
  return rows.map(({ day }) => day)
}

/** The oldest of what is kept for a while: idempotency keys and ticks, with how long each is kept. */
export const nextToForget = (q: Queries, keptKeysMs: number, keptTicksMs: number): Promise<number | null> =>
  earliest(q, [
    sql`select min(at) + ${keptKeysMs + 1} as at from idempotency_keys`,
    sql`select min(due_at) + ${keptTicksMs + 1} as at from job_ticks`,
  ])

export async function customersAmong(q: Queries, ids: string[]): Promise<Set<string>> {
  const rows = await q.rows<{ id: string }>(sql`select id from customers where id ${within(q, ids)}`)
  return new Set(rows.map(({ id }) => id))
}

async function earliest(q: Queries, statements: ReturnType<typeof sql>[]): Promise<number | null> {
  const [row] = await q.rows<{ at: number | null }>(
    sql`select min(at) as at from (${sql.join(statements, sql` union all `)}) d`,
  )
  return row?.at ?? null
}
