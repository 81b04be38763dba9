/** Holds the tables of a server against each other: what must be equal is, whatever happened before. */
import { openStore } from '#db/open.ts'
import { wrongInBooks } from '#reports/check-books.ts'
import type { TestServer } from '../test-server.ts'

/** What is wrong, in sentences; none means the books are in order. */
export async function checkBooks(server: Pick<TestServer, 'databaseUrl'>): Promise<string[]> {
  const store = await openStore({ url: server.databaseUrl, now: Date.now })
  try {
    return await wrongInBooks(store.read)
  } finally {
    await store.close()
  }
}
