// Whether a copied SQLite database can be lived with: every page is whole, and the books in it are in order.
import { sql } from 'drizzle-orm'
import { openForReading } from '#db/open-for-reading.ts'
import { wrongInBooks } from '#reports/check-books.ts'

/** Sentences; none means that it can. */
export async function verifyCopy(file: string): Promise<string[]> {
  const { read, close } = openForReading(`file:${file}`)
  try {
    const pages = await read.rows<{ integrity_check: string }>(sql`pragma integrity_check(5)`)
    const broken = pages.map((row) => row.integrity_check).filter((said) => said !== 'ok')
    return broken.length > 0 ? broken : await wrongInBooks(read)
  } catch (error) {
    return [`it cannot be read: ${error instanceof Error ? error.message : error}`]
  } finally {
    await close()
  }
}
