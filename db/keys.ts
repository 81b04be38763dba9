/** Customers' data keys, apart from what they open: destroying one leaves its customer unreadable everywhere else. */
import { and, asc, gt, inArray, lt, sql } from 'drizzle-orm'
import { insertMany, integer, table, text } from './kit.ts'
import type { Lanes } from './lanes.ts'
import { changeSchema } from './migrate.ts'
import type { Connection } from './session.ts'
import type { BatchKind, KeyStore, Queries } from './store.ts'
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

function* pages(ids: string[]): Generator<string[]> {
  for (let at = 0; at < ids.length; at += PAGE) yield ids.slice(at, at + PAGE)
}
