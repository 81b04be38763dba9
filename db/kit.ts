/** What table files are made of: two column kinds that mean the same on both engines; and the bulk verbs. */

export { integer, sqliteTable as table, text } from 'drizzle-orm/sqlite-core'
export { changeEach } from './change-each.ts'
export { insertMany } from './insert-many.ts'
