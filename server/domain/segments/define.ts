// Defines a segment: a rule with a name, checked against the attributes that are declared by now.
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { newId } from '#core/ids.ts'
import { attributesByKey } from '#customers/attributes.ts'
import type { Tx } from '#db/store.ts'
import type { newSegment } from '#shared/contracts/segments.ts'
import { compileRule } from './compile.ts'
import { insertSegment } from './queries.ts'

/** Answers the id. Refuses what compileRule refuses. */
export async function defineSegment(tx: Tx, { name, rule }: z.infer<typeof newSegment>): Promise<string> {
  const attributes = await attributesByKey(tx)
  compileRule(rule, { now: tx.now, zone: 'UTC', attributes, granted: () => sql`1 = 1` })
  const id = newId('segment', tx.now)
  await insertSegment(tx, { id, name, rule: JSON.stringify(rule), createdAt: tx.now })
  return id
}
