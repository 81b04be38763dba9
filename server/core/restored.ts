// A database that comes from a backup knows nothing of what happened since: codes that were redeemed look fresh, people that were
// issued a voucher look due, messages that went out wait. Until somebody has confirmed it, none of the three is done.
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { settings } from '#db/tables/core.ts'
import { readSetting, writeSetting } from './settings.ts'

const RESTORED = 'restored_at'

/** When it was restored (epoch ms), while nobody has confirmed it; null for every other house. */
export async function restoredAt(q: Queries): Promise<number | null> {
  const stored = await readSetting(q, RESTORED)
  return stored === null ? null : Number(stored)
}

export const markRestored = (tx: Tx): Promise<void> => writeSetting(tx, RESTORED, String(tx.now))

/** From now on codes are taken and issued again. */
export async function confirmRestored(tx: Tx): Promise<void> {
  await tx.delete(settings).where(eq(settings.key, RESTORED))
}

/** Who was erased, outside of the database: one line of JSON each, so that a restored copy can be told whom to forget again. */
export function noteErasure(file: string, customerId: string, at: number): void {
  const journal = openSync(file, 'a', 0o600)
  try {
    appendFileSync(journal, `${JSON.stringify({ customerId, at: new Date(at).toISOString() })}\n`)
    fsyncSync(journal)
  } finally {
    closeSync(journal)
  }
}

/** Ids of customers, each once. A line that cannot be read is an error: somebody would come back.
 * @throws Error with the number of the line */
export function readErasures(file: string): string[] {
  if (!existsSync(file)) throw new Error(`There is no erasure journal at ${file}`)
  const lines = readFileSync(file, 'utf8').split('\n')
  const ids = lines.flatMap((line, at) => (line.trim() === '' ? [] : [idOf(line, `${file}:${at + 1}`)]))
  return [...new Set(ids)]
}

function idOf(line: string, where: string): string {
  try {
    const { customerId } = JSON.parse(line) as { customerId?: unknown }
    if (typeof customerId === 'string' && customerId.startsWith('cus_')) return customerId
  } catch {
    // told below, with its place
  }
  throw new Error(`${where}: a line of an erasure journal is {"customerId":"cus_…","at":"…"}`)
}
