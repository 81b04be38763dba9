/** A database that is only looked at, such as a copy: nothing is made, migrated or written. */
import { existsSync } from 'node:fs'
import { pathOf } from './open.ts'
import { openPostgres } from './postgres.ts'
import { openSqliteForReading } from './sqlite.ts'
import type { Queries } from './store.ts'

/** Throws when there is no such file; a file that is no database, or a damaged one, throws when it is read. */
export function openForReading(url: string): { read: Queries; close(): Promise<void> } {
  if (!url.startsWith('file:')) return openPostgres(url, 0, 1)
  const path = pathOf(url)
  if (!existsSync(path)) throw new Error(`There is no database at ${path}`)
  return openSqliteForReading(path)
}
