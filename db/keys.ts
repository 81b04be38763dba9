/** Customers' data keys, apart from what they open: destroying one leaves its customer unreadable everywhere else. */
import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import { insertMany, integer, table, text } from './kit.ts'
import type { Lanes } from './lanes.ts'
import { changeSchema } from './migrate.ts'
import type { Connection } from './session.ts'
import type { BatchKind, KeyStore, Queries, Tx } from './store.ts'
import { within } from './within.ts'

const PAGE = 500

type Row = Parameters<KeyStore['put']>[0][number]

const vaultKeys = table('vault_keys', {
  customerId: text('customer_id').primaryKey(),
  wrapped: text('wrapped').notNull(),
  madeAt: integer('made_at').notNull(),
})

/** The keys are no part of the migrations: on SQLite they have a file of their own. */
export async function makeKeyTable(connection: Connection): Promise<void> {
  await changeSchema(connection, (define) =>
    define(`create table if not exists vault_keys (
      customer_id text primary key, wrapped text not null, made_at bigint not null)`),
  )
}

const putKeys: BatchKind<Row[], void> = {
  name: 'keys.put',
  async run(tx, items) {
    await insertMany(tx, vaultKeys, items.flat(), { onConflict: 'nothing' })
    return items.map(() => ({ value: undefined }))
  },
}

interface KeyStoreParts {
  lanes: Pick<Lanes, 'write' | 'batch'>
  read: Queries
  /** Removes from the disk what has been deleted. */
  scrub(): Promise<void>
  /** Keys have a commit of their own, so they are neither put nor destroyed inside a write. */
  refuseInside: Lanes['refuseInside']
}

export function makeKeyStore({ lanes, read, scrub, refuseInside }: KeyStoreParts): KeyStore {
  async function destroy(ids: string[]): Promise<number> {
    refuseInside('Destroying keys')
    const destroyed = await lanes.write(async (tx) => {
      let count = 0
      for (const page of pages(ids)) {
        count += (await tx.delete(vaultKeys).where(inArray(vaultKeys.customerId, page)).returning()).length
      }
      return count
    })
    await scrub()
    return destroyed
  }

  return {
    destroy,
    async put(rows) {
      refuseInside('Putting keys')
      if (rows.length > 0) await lanes.batch(putKeys, rows)
    },
    async get(ids) {
      const found = new Map<string, string>()
      for (const page of pages(ids)) {
        const rows = await read
          .select()
          .from(vaultKeys)
          .where(sql`${vaultKeys.customerId} ${within(read, page)}`)
        for (const { customerId, wrapped } of rows) found.set(customerId, wrapped)
      }
      return found
    },
    page: (after, limit) =>
      read
        .select({ customerId: vaultKeys.customerId, wrapped: vaultKeys.wrapped })
        .from(vaultKeys)
        .where(gt(vaultKeys.customerId, after))
        .orderBy(asc(vaultKeys.customerId))
        .limit(limit),
    async rewrap(rows) {
      refuseInside('Wrapping keys')
      if (rows.length === 0) return 0
      return lanes.write((tx) => rewrapRows(tx, rows), { isPatient: true })
    },
    async countBeside(mark) {
      const isUnder =
        mark === '' ? sql`${vaultKeys.wrapped} not like '%.%'` : sql`${vaultKeys.wrapped} like ${`${mark}%`}`
      const [row] = await read
        .select({
          all: sql<number>`count(*)`,
          under: sql<number>`coalesce(sum(case when ${isUnder} then 1 else 0 end), 0)`,
        })
        .from(vaultKeys)
      const all = Number(row?.all ?? 0)
      return { all, beside: all - Number(row?.under ?? 0) }
    },
    scrub,
    async sweep(isKnown, olderThan) {
      const orphans: string[] = []
      for (let after = '', more = true; more; ) {
        const rows = await read
          .select({ id: vaultKeys.customerId })
          .from(vaultKeys)
          .where(and(gt(vaultKeys.customerId, after), lt(vaultKeys.madeAt, olderThan)))
          .orderBy(asc(vaultKeys.customerId))
          .limit(PAGE)
        const ids = rows.map(({ id }) => id)
        const known = await isKnown(ids)
        orphans.push(...ids.filter((id) => !known.has(id)))
        after = ids.at(-1) ?? ''
        more = ids.length === PAGE
      }
      return orphans.length > 0 ? destroy(orphans) : 0
    },
  }
}

async function rewrapRows(tx: Tx, rows: Parameters<KeyStore['rewrap']>[0]): Promise<number> {
  let changed = 0
  for (const { customerId, was, wrapped } of rows) {
    const done = await tx
      .update(vaultKeys)
      .set({ wrapped })
      .where(and(eq(vaultKeys.customerId, customerId), eq(vaultKeys.wrapped, was)))
      .returning({ id: vaultKeys.customerId })
    changed += done.length
  }
  return changed
}

function* pages(ids: string[]): Generator<string[]> {
  for (let at = 0; at < ids.length; at += PAGE) yield ids.slice(at, at + PAGE)
}
