// The file that a partner fetches instead of being called: codes and until when, and nothing about anybody. What stands in it
// counts as sent, and the gate is asked as before every sending.
import { stringify } from 'csv-stringify/sync'
import { loadCampaign } from '#campaigns/load.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { codesOf } from '#vouchers/reveal.ts'
import { lease } from './lease.ts'
import { settle } from './settle.ts'

const MOST = 10_000

/** A voucher and until when it is good (epoch ms). */
export type ForPartner = [voucherId: string, expiresAt: number]

/**
 * At most 10,000 vouchers that wait for partners, and those that are left the next time; they count as sent from this
 * write on. What it answers makes the same file again (`partnerCsv`). 404 `campaign.not_found`.
 */
export async function takeForPartner(tx: Tx, campaignId: string): Promise<ForPartner[]> {
  if ((await loadCampaign(tx, campaignId)) === null) throw new Refusal('campaign.not_found')
  const { leased } = await lease(tx, ['partner'], MOST, { campaignId })
  const ended = leased.map((message) => ({ message, attempt: { kind: 'sent' as const } }))
  await settle.run(tx, ended)
  return leased.map(({ voucherId, expiresAt }) => [voucherId, expiresAt])
}

/** CSV with a head; codes that were blanked since (used up, or their customer erased) are left out. */
export async function partnerCsv(house: House, vouchers: ForPartner[]): Promise<{ csv: string; codes: number }> {
  const ids = vouchers.map(([id]) => id)
  const codes = await codesOf(house, ids)
  const rows = vouchers.flatMap(([id, expiresAt]) => {
    const code = codes.get(id)
    return code === undefined ? [] : [[code, iso(expiresAt)]]
  })
  // Nobody should see from the order who came before whom.
  rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  const csv = stringify([['code', 'expiresAt'], ...rows], { record_delimiter: '\r\n' })
  return { csv, codes: rows.length }
}
