/** Two small tables for the tests of this folder, with migrations of their own. */
import { mkdtempSync, writeFileSync } from 'node:fs'

import { join } from 'node:path'
import { inject } from 'vitest'
import { integer, table, text } from './kit.ts'

export const jars = table('jars', {
  id: text('id').primaryKey(),
  label: text('label'),
  coins: integer('coins').notNull(),
})

export const coins = table('coins', {
  id: text('id').primaryKey(),
  jarId: text('jar_id').notNull(),
  worth: integer('worth').notNull(),
  at: integer('at').notNull().default(0),
})

export const JARS = folderOf({
  '0001_jars.sql': `
    create table jars (
      id text primary key,
      label text, -- shown on the lid
      coins bigint not null check (coins >= 0)
    );
    create table coins (
      id text primary key,
      jar_id text not null references jars (id),
      worth bigint not null,
      at bigint not null default 0
    );`,
})

/** Writes migrations into a temporary folder and answers its path. */
export function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(inject('scratch'), 'migrations-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}
