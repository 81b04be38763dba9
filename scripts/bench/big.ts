// Fills a house with as many people as a bench needs, written into the tables in the order of their ids: they have agreed
// to the bench's offers by e-mail, as if each had come through the doors.
import { sql } from 'drizzle-orm'
import { readConfig } from '#core/config.ts'
import { randomId } from '#core/ids.ts'
import { insertMany } from '#db/kit.ts'
import type { Tx } from '#db/store.ts'
import { consentCells } from '#db/tables/consent.ts'
import { contactPoints, customers } from '#db/tables/customers.ts'
import { openHouse } from '../../server/main.ts'

const PER_WRITE = 2000
const AGREED_FOR_MS = 600 * 24 * 3_600_000

/** `env` is what the server on the same database was started with; the notice is to be in force. Seconds it took. */
export async function seedPeople(env: Record<string, string>, count: number, noticeVersion: number): Promise<number> {
  const { store, clock, vault } = await openHouse(readConfig({ ...process.env, ...env, LOG_LEVEL: 'silent' }))
  const started = performance.now()
  try {
    const ids = Array.from({ length: count }, () => randomId('customer')).sort()
    for (let at = 0; at < count; at += PER_WRITE) {
      const some = ids.slice(at, at + PER_WRITE)
      const people = some.map((id) => ({ id, isFresh: true, texts: [] }))
      await vault.sealAll(people, clock.now())
      await store.write((tx) => insertPeople(tx, some, noticeVersion))
    }
    // What a server's autovacuum does by itself sooner or later.
    if (store.engine === 'postgres') await store.write((tx) => tx.rows(sql`analyze`))
  } finally {
    await store.close()
  }
  return (performance.now() - started) / 1000
}

async function insertPeople(tx: Tx, ids: string[], noticeVersion: number): Promise<void> {
  const dates = { createdAt: tx.now, updatedAt: tx.now }
  await insertMany(
    tx,
    customers,
    ids.map((id) => ({ id, referencePrint: id.slice(4), referenceSealed: '', ...dates })),
  )
  await insertMany(
    tx,
    contactPoints,
    ids.map((customerId) => ({
      customerId,
      channel: 'email',
      sealed: '',
      print: customerId.slice(4),
      verifiedAt: tx.now,
    })),
  )
  await insertMany(
    tx,
    consentCells,
    ids.map((customerId) => ({
      customerId,
      purpose: 'bench_offers',
      channel: 'email',
      category: 'contact.email',
      state: 'granted',
      validTo: tx.now + AGREED_FOR_MS,
      noticeVersion,
      decidedAt: tx.now,
      eventId: `cev_${customerId.slice(4)}`,
    })),
  )
}
