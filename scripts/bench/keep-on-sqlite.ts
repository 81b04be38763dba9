// The floor of keeping on SQLite: prepared statements of bare better-sqlite3, the log synced from the side as ours is.
import { fdatasync, fdatasyncSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type Keeper, nextId, type Wish } from './keep.ts'

type Voucher = [id: string, campaignId: string, state: string, expiresAt: number]

export function openFile(path: string): Keeper {
  const db = new Database(path)
  // As ours; the log is not moved meanwhile.
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = NORMAL',
    'foreign_keys = ON',
    'secure_delete = ON',
    'cache_size = -24576',
    'wal_autocheckpoint = 0',
  ])
    db.pragma(pragma)
  const budget = db.prepare<[], { id: string }>('select id from budgets').get()?.id
  const log = openSync(`${path}-wal`, 'r+')
  const find = db
    .prepare<[string], Voucher>('select id, campaign_id, state, expires_at from vouchers where code_print = ?')
    .raw()
  const use =
    db.prepare(`update vouchers set state = 'redeemed', uses = 1, active_uses = 1, redemption_id = ?, redeemed_at = ?
    where code_print = ? and state = 'issued'`)
  const insert =
    db.prepare(`insert into redemptions (id, voucher_id, campaign_id, variant_key, use_number, order_reference,
    order_amount_minor, discount_minor, currency, key_scope, request_key, request_hash, redeemed_at, day)
    values (?, ?, ?, 'ten_percent', 1, ?, ?, ?, 'EUR', 'floor', ?, ?, ?, '2026-03-10')`)
  const book =
    db.prepare(`insert into budget_entries (id, budget_id, kind, cause, reserved_delta, held_delta, spent_delta,
    count_delta, at) values (?, ?, 'redeem', ?, 0, 0, ?, 1, ?)`)
  const pay = db.prepare('update budgets set spent_minor = spent_minor + ?, count_used = count_used + ? where id = ?')

  function redeem(wish: Wish, now: number): string {
    const [id, campaignId, state, expiresAt] = find.get(wish.print) ?? []
    const redemption = nextId('red')
    if (state !== 'issued' || expiresAt === undefined || expiresAt <= now) throw new Error('it cannot be redeemed')
    if (use.run(redemption, now, wish.print).changes !== 1) throw new Error('it was redeemed')
    insert.run(
      redemption,
      id,
      campaignId,
      wish.reference,
      wish.amountMinor,
      wish.discountMinor,
      wish.key,
      wish.hash,
      now,
    )
    book.run(nextId('ent'), budget, redemption, wish.discountMinor, now)
    return redemption
  }

  const write = db.transaction((wishes: Wish[]) => {
    const ids = wishes.map((wish) => redeem(wish, Date.now()))
    pay.run(
      wishes.reduce((sum, { discountMinor }) => sum + discountMinor, 0),
      wishes.length,
      budget,
    )
    return ids
  })

  return {
    atOnce: Number.POSITIVE_INFINITY,
    async keep(wishes) {
      const ids = write.immediate(wishes)
      // A thread is a detour for one who is alone.
      if (wishes.length === 1) fdatasyncSync(log)
      else await new Promise<void>((resolve, reject) => fdatasync(log, (error) => (error ? reject(error) : resolve())))
      return ids
    },
  }
}
