// SQL on the tallies: counts that only ever grow, by addition.
import { getTableColumns, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { tallies } from '#db/tables/campaigns.ts'
import { recordsetOf } from '#db/within.ts'

export type NewTally = typeof tallies.$inferInsert

const counts = [
  'assigned',
  'issued',
  'sent',
  'held',
  'redeemed',
  'reversed',
  'expired',
  'revoked',
  'byOthers',
  'discountMinor',
] as const
const keys = ['campaignId', 'day', 'variantKey', 'channel'] as const
const columns = getTableColumns(tallies)
const names = [...keys, ...counts].map((key) => columns[key].name)
const head = sql.raw(`insert into tallies (${names.join(', ')})`)
const added = sql.raw(
  `on conflict (campaign_id, day, variant_key, channel) do update set ${counts
    .map((key) => `${columns[key].name} = tallies.${columns[key].name} + excluded.${columns[key].name}`)
    .join(', ')} returning 1 as added`,
)

/** Every redemption counts, so the statements are kept. */
export async function addTallies(tx: Tx, rows: NewTally[]): Promise<void> {
  if (tx.engine === 'postgres') {
    await addTogether(tx)({ rows: JSON.stringify(rows.map(valuesOf)) })
    return
  }
  const add = addOne(tx)
  for (const row of rows) await add(valuesOf(row))
}

const valuesOf = (row: NewTally): Record<string, unknown> =>
  Object.fromEntries([
    ...keys.map((key) => [columns[key].name, row[key]]),
    ...counts.map((key) => [columns[key].name, row[key] ?? 0]),
  ])

const addOne = (tx: Tx) =>
  tx.fixed('campaigns.add-tally', () => {
    const values = sql.join(
      names.map((name) => sql.placeholder(name)),
      sql`, `,
    )
    return sql`${head} values (${values}) ${added}`
  })

const addTogether = (tx: Tx) =>
  tx.fixed('campaigns.add-tallies', () => {
    const shape = Object.fromEntries(names.map((name, at) => [name, at < keys.length ? 'text' : 'bigint'] as const))
    return sql`${head} select * from ${recordsetOf('rows', 'x', shape)} where true ${added}`
  })

/** Of all campaigns together. */
export async function issuedAndRedeemed(q: Queries): Promise<{ issued: number; redeemed: number }> {
  const [row] = await q.rows<{ issued: number; redeemed: number }>(
    sql`select coalesce(sum(issued), 0) as issued, coalesce(sum(redeemed), 0) as redeemed from tallies`,
  )
  return { issued: Number(row?.issued ?? 0), redeemed: Number(row?.redeemed ?? 0) }
}
