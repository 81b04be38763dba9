// Settings of the house that must outlive the process and be shared by all of them.
import { eq } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { settings } from '#db/tables/core.ts'

export async function readSetting(q: Queries, key: string): Promise<string | null> {
  const [row] = await q.select().from(settings).where(eq(settings.key, key))
  return row?.value ?? null
}

export async function writeSetting(tx: Tx, key: string, value: string): Promise<void> {
  await tx.insert(settings).values({ key, value }).onConflictDoUpdate({ target: settings.key, set: { value } })
}

/** Writes the value unless there is one already; answers the one that stands. */
export async function settleSetting(tx: Tx, key: string, value: string): Promise<string> {
  await tx.insert(settings).values({ key, value }).onConflictDoNothing()
  return (await readSetting(tx, key)) ?? value
}
