/** What table files are made of: two column kinds that mean the same on both engines; and the one bulk verb. */
export { integer, sqliteTable as table, text } from 'drizzle-orm/sqlite-core'
export { insertMany } from './insert-many.ts'
