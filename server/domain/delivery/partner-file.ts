// The file that a partner fetches instead of being called: codes and until when, and nothing about anybody. What stands in it
// counts as sent, and the gate is asked as before every sending.
import { stringify } from 'csv-stringify/sync'
import { loadCampaign } from '#campaigns/load.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { lease } from './lease.ts'
import { settle } from './settle.ts'

const MOST = 10_000

/** CSV with a head; at most 10,000 codes, and those that are left the next time. 404 `campaign.not_found`. */
export async function partnerFile(house: House, campaignId: string): Promise<{ csv: string; codes: number }> {
  if ((await loadCampaign(house.store.read, campaignId)) === null) throw new Refusal('campaign.not_found')
  const { leased } = await house.store.write((tx) => lease(tx, ['partner'], MOST, { campaignId }))
  const rows = leased.flatMap(({ codeSealed, voucherId, expiresAt }) =>
    codeSealed === null ? [] : [[house.secrets.unseal(codeSealed, voucherId), iso(expiresAt)]],
  )
  // Nobody should see from the order who came before whom.
  rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  const csv = stringify([['code', 'expiresAt'], ...rows], { record_delimiter: '\r\n' })
  await Promise.all(leased.map((message) => house.store.batch(settle, { message, attempt: { kind: 'sent' } })))
  return { csv, codes: rows.length }
}
