// Keeps a report as it was shown, under the hash of its text: whoever follows the link sees the same numbers for ever.
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { CampaignReport, KeptReport } from '#shared/contracts/reports.ts'
import { reportCampaign } from './campaign-report.ts'
import type { Asked } from './funnel.ts'
import { keepSnapshot, snapshotRow } from './queries-batches.ts'

type Audience = { exact: boolean }
const wordFor = ({ exact }: Audience) => (exact ? 'exact' : 'analyst')

/** The report as it is for this reader, and how to keep it. */
export async function takeSnapshot(house: House, campaignId: string, asked: Asked, audience: Audience) {
  const report = await reportCampaign(house, campaignId, asked, audience)
  const body = canonicalize(report) ?? ''
  const hash = createHash('sha256').update(body).digest('hex')
  const row = { hash, campaignId, audience: wordFor(audience), asked: JSON.stringify(asked), body }
  return { hash, report, keep: (tx: Tx) => keepSnapshot(tx, { ...row, at: tx.now }) }
}

/** 404 `report.not_found`, also for an analyst who asks for figures that were shown to others. */
export async function showSnapshot(house: House, hash: string, { exact }: Audience): Promise<KeptReport> {
  const row = await snapshotRow(house.store.read, hash)
  if (row === undefined || (row.audience === 'exact' && !exact)) throw new Refusal('report.not_found')
  return {
    hash,
    keptAt: iso(row.at),
    address: `${house.config.publicUrl}/v1/reports/snapshots/${hash}`,
    report: JSON.parse(row.body) as CampaignReport,
  }
}
