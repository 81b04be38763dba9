// What vouchers know of a person, and how they forget her: an unused code stays good in the hands of whoever has it.
import { anonymiseCaps } from '#budget/keep-caps.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import { randomId } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import { changesToHers, forgetReasons } from './note-change.ts'
import { anonymise, vouchersOfCustomer } from './queries.ts'
import { renameReminded } from './queries-reminders.ts'

export async function exportPersonalData(q: Queries, customerId: string) {
  const rows = await vouchersOfCustomer(q, customerId)
  const changes = await changesToHers(q, customerId)
  return {
    voucherChanges: changes.map(({ voucherId, kind, at, detail }) => ({ voucherId, kind, at: iso(at), detail })),
    vouchers: rows.map((row) => ({
      id: row.id,
      campaignId: row.campaignId,
      occasion: row.occasion,
      variantKey: row.variantKey,
      channel: row.channel,
      state: row.state,
      issuedAt: iso(row.issuedAt),
      expiresAt: iso(row.expiresAt),
      redeemedAt: isoOrNull(row.redeemedAt),
      revokedAt: isoOrNull(row.revokedAt),
      favouriteCategory: row.favouriteCategory,
      balanceMinor: row.balanceMinor,
    })),
  }
}

/** Answers how many vouchers are kept, under a random unit id: budgets and reports stay as they are. */
export async function erasePersonalData(tx: Tx, customerId: string): Promise<number> {
  const unitId = randomId('unit')
  await anonymiseCaps(tx, customerId, unitId)
  await renameReminded(tx, customerId, unitId)
  await forgetReasons(tx, customerId)
  return anonymise(tx, customerId, unitId)
}
