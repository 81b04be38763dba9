// Counts what somebody does in a minute, for all processes on one database together, without a statement for each time: a process
// counts for itself and tells the others when it has a hundredth of the limit, or after a second. Whoever has two hundredths
// untold waits for them to be told, so that all together let through no more than the limit and two hundredths of it for each
// process. Real time. While the database does not answer each process counts alone.
import { lt, sql } from 'drizzle-orm'
import { StoreClosed, type Tx } from '#db/store.ts'
import { sharedCounts } from '#db/tables/core.ts'
import { MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import type { House } from './house.ts'

export interface Count {
  /** Of this minute, this time among them; once it is beyond the limit nobody counts on. */
  total: number
  /** Epoch ms. */
  endsAt: number
}
export interface Together {
  add(source: string): Promise<Count>
  /** As far as this process knows. */
  peek(source: string): Count
}

const MOST_SOURCES = 100_000
const MOST_PER_WRITE = 500
const KEPT_MINUTES = 2

interface Own {
  /** What all have told, this process among them. */
  known: number
  untold: number
}

/** `kind` keeps counts of one thing apart from those of another. */
export function countTogether(
  { store, secrets, log }: Pick<House, 'store' | 'secrets' | 'log'>,
  kind: string,
  limit: number,
  now: () => number = Date.now,
): Together {
  const share = Math.max(1, Math.floor(limit / 100))
  let minute = 0
  let own = new Map<string, Own>()
  let writing: Promise<void> | undefined
  let next: Promise<void> | undefined
  let isSoon = false

  /** Names a source in the database: an address is nobody's business there. */
  const nameOf = (source: string) => secrets.print('address', `count ${kind}\n${source}`)
  const endsAt = () => (minute + 1) * MINUTE_MS

  function turnMinute(): void {
    const is = Math.floor(now() / MINUTE_MS)
    if (is === minute) return
    minute = is
    own = new Map()
  }

  async function write(): Promise<void> {
    const [at, counted] = [minute, own]
    const some = [...own].filter(([, one]) => one.untold > 0).slice(0, MOST_PER_WRITE)
    if (some.length === 0) return
    const told = some.map(([source, one]) => ({ one, name: nameOf(source), hits: one.untold }))
    const rows = told.map(({ name: source, hits }) => ({ minute: at, source, hits }))
    const sums = await store
      .write((tx) => addCounts(tx, rows))
      .catch((error) => {
        if (!(error instanceof StoreClosed))
          log.warn({ error: String(error).slice(0, 200) }, 'requests were counted by this process alone')
        return new Map<string, number>()
      })
    for (const { one, name, hits } of told) {
      one.known = sums.get(name) ?? one.known + hits
      one.untold -= hits
    }
    if (counted === own && some.length === MOST_PER_WRITE) await write()
  }

  /** One write at a time; what comes meanwhile goes together with the next. */
  function tell(): Promise<void> {
    next ??= (writing ?? Promise.resolve()).then(() => {
      next = undefined
      writing = write()
      return writing
    })
    return next
  }

  function tellSoon(): void {
    if (isSoon) return
    isSoon = true
    setTimeout(() => {
      isSoon = false
      void tell()
    }, SECOND_MS).unref()
  }

  return {
    async add(source) {
      turnMinute()
      const one = own.get(source) ?? { known: 0, untold: 0 }
      if (one.known + one.untold > limit) return { total: one.known + one.untold, endsAt: endsAt() }
      if (own.size < MOST_SOURCES) own.set(source, one)
      one.untold += 1
      if (one.untold >= 2 * share) await tell()
      else if (one.untold === share) void tell()
      else tellSoon()
      return { total: one.known + one.untold, endsAt: endsAt() }
    },
    peek(source) {
      turnMinute()
      const one = own.get(source)
      return { total: one === undefined ? 0 : one.known + one.untold, endsAt: endsAt() }
    },
  }
}

/** By source: what all processes have told. In the order of sources, so that nobody waits crosswise. */
async function addCounts(tx: Tx, rows: (typeof sharedCounts.$inferInsert)[]): Promise<Map<string, number>> {
  const sorted = rows.sort((a, b) => (a.source < b.source ? -1 : 1))
  const told = await tx
    .insert(sharedCounts)
    .values(sorted)
    .onConflictDoUpdate({
      target: [sharedCounts.minute, sharedCounts.source],
      set: { hits: sql`shared_counts.hits + excluded.hits` },
    })
    .returning({ source: sharedCounts.source, hits: sharedCounts.hits })
  const oldest = (rows[0]?.minute ?? 0) - KEPT_MINUTES
  await tx.delete(sharedCounts).where(lt(sharedCounts.minute, oldest))
  return new Map(told.map(({ source, hits }) => [source, Number(hits)]))
}
