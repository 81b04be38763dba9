// SQL that brings vouchers under another key of the index of codes.
import { and, eq, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { voucherFolds, vouchers } from '#db/tables/vouchers.ts'
import { within } from '#db/within.ts'

export interface Printed {
  id: string
  codePrint: string
  codeSealed: string | null
}

/** Behind `after`, in the order of ids, locked until the transaction ends. */
export const lockPrinted = (tx: Tx, after: string, limit: number): Promise<Printed[]> =>
  tx.rows(sql`select id, code_print as "codePrint", code_sealed as "codeSealed" from vouchers where id > ${after}
    order by id limit ${limit}${tx.forUpdate()}`)

export async function knownPrints(q: Queries, prints: string[]): Promise<Set<string>> {
  if (prints.length === 0) return new Set()
  const rows = await q.rows<{
    print: string
  }>(sql`select code_print as print from vouchers where code_print ${within(q, prints)}
    union all select fold_print from voucher_folds where fold_print ${within(q, prints)}`)
  return new Set(rows.map(({ print }) => print))
}

export const foldsOfVouchers = (q: Queries, ids: string[]): Promise<(typeof voucherFolds.$inferSelect)[]> =>
  q
    .select()
    .from(voucherFolds)
    .where(sql`${voucherFolds.voucherId} ${within(q, ids)}`)

/** The row is locked. */
export async function savePrint(tx: Tx, id: string, codePrint: string): Promise<void> {
  await tx.update(vouchers).set({ codePrint }).where(eq(vouchers.id, id))
}

export async function saveFold(tx: Tx, voucherId: string, was: string, foldPrint: string): Promise<void> {
  await tx
    .update(voucherFolds)
    .set({ foldPrint })
    .where(and(eq(voucherFolds.voucherId, voucherId), eq(voucherFolds.foldPrint, was)))
}

export interface Beside {
  all: number
  /** Not under the key of this mark. */
  beside: number
  /** Of those: can still be redeemed or held. */
  usable: number
  /** Of those: their code is kept sealed, so that they can be brought under it. */
  readable: number
}

export async function countBeside(q: Queries, mark: string, now: number): Promise<Beside> {
  const isUnder = mark === '' ? sql`code_print not like '%.%'` : sql`code_print like ${`${mark}%`}`
  const isBeside = sql`not (${isUnder}) and code_print not like 'gone %'`
  const count = (condition: ReturnType<typeof sql>) => sql`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`
  const [row] = await q.rows<Beside>(sql`select count(*) as "all", ${count(isBeside)} as beside,
    ${count(sql`${isBeside} and state in ('issued', 'held') and expires_at > ${now}`)} as usable,
    ${count(sql`${isBeside} and code_sealed is not null`)} as readable from vouchers`)
  return {
    all: Number(row?.all ?? 0),
    beside: Number(row?.beside ?? 0),
    usable: Number(row?.usable ?? 0),
    readable: Number(row?.readable ?? 0),
  }
}
