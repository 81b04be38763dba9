// Reads a campaign's codes in clear, page by page and never all at once: whoever takes them slowly is waited for.
import { setImmediate as turn } from 'node:timers/promises'
import { loadCampaign } from '#campaigns/load.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { openWritesEnded } from '#core/turns.ts'
import type { ExportCodes } from '#shared/contracts/pools.ts'
import type { VoucherState } from '#shared/kinds.ts'
import { lastVoucher, poolRow, sealedCodes } from './queries-pools.ts'
import { codeOf } from './reveal.ts'
import { stateAt } from './show.ts'

export interface ExportedCode {
  id: string
  code: string
  variantKey: string
  state: VoucherState
  expiresAt: string
}

const PAGE = 500

/** 404 `campaign.not_found`, `pool.not_found`. */
export async function requireExport({ store }: House, campaignId: string, poolId: string | undefined): Promise<void> {
  if ((await loadCampaign(store.read, campaignId)) === null) throw new Refusal('campaign.not_found')
  if (poolId !== undefined && (await poolRow(store.read, poolId))?.campaignId !== campaignId) {
    throw new Refusal('pool.not_found')
  }
}

/** All that there are when it is asked for, in the order of vouchers' ids, so that the last one somebody has is where to go
 * on: nothing is left out that was being written meanwhile by another lane or process. Codes that are blanked (used up,
 * expired, their customer erased) are left out. */
export async function* exportCodes(
  { store, secrets, clock }: House,
  campaignId: string,
  { poolId, state, cursor }: Pick<ExportCodes, 'poolId' | 'state' | 'cursor'>,
): AsyncGenerator<ExportedCode[]> {
  const upTo = await lastVoucher(store.read, campaignId)
  if (upTo === null) return
  await openWritesEnded(store.read)
  let behind = cursor
  for (;;) {
    // A SQLite file answers without a turn of the event loop, and a checkout must not wait for all pages.
    await turn()
    const rows = await sealedCodes(store.read, { campaignId, poolId, state, behind, upTo, limit: PAGE })
    const now = clock.now()
    if (rows.length > 0) {
      yield rows.map((row) => ({
        id: row.id,
        code: codeOf(secrets, row) ?? '',
        variantKey: row.variantKey,
        state: stateAt(row, now),
        expiresAt: iso(row.expiresAt),
      }))
    }
    if (rows.length < PAGE) return
    behind = rows.at(-1)?.id
  }
}
