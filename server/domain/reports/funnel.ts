// Pure: rows of the funnel as they are shown, hidden and added up.
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { CampaignReport } from '#shared/contracts/reports.ts'
import type { TallyRow } from './queries.ts'
import { LIMITS } from './small-cells.ts'

export type By = 'day' | 'variant' | 'channel'
export interface Asked {
  by: By
  from?: string | undefined
  to?: string | undefined
}
export type FunnelRow = CampaignReport['funnel'][number]

export function showRow(row: TallyRow): FunnelRow {
  const { key, assigned, issued, sent, held, redeemed, reversed, expired, discountMinor } = row
  // the gate is asked before the arm, so whoever was assigned had consented
  return { key, assigned, consented: assigned, issued, sent, held, redeemed, reversed, expired, discountMinor }
}

export const hideRow = (key: string): FunnelRow => ({
  key,
  assigned: `<${LIMITS.k}`,
  consented: null,
  issued: null,
  sent: null,
  held: null,
  redeemed: null,
  reversed: null,
  expired: null,
  discountMinor: null,
})

/** Every arm of the plan, also those nobody is in yet. */
export function armsOf(
  { variants, holdoutBps }: Pick<NewCampaign, 'variants' | 'holdoutBps'>,
  rows: TallyRow[],
  isHidden: (key: string) => boolean,
): CampaignReport['experiment']['arms'] {
  const planned = [
    ...variants.map(({ key, shareBps }) => ({
      key,
      shareBps: Math.round((shareBps * (10_000 - holdoutBps)) / 10_000),
    })),
    { key: 'holdout', shareBps: holdoutBps },
  ]
  return planned.map(({ key, shareBps }) => {
    if (isHidden(key)) return { key, shareBps, assigned: `<${LIMITS.k}`, issued: null, redeemed: null }
    const arm = rows.find((row) => row.key === key)
    return { key, shareBps, assigned: arm?.assigned ?? 0, issued: arm?.issued ?? 0, redeemed: arm?.redeemed ?? 0 }
  })
}

export function sumRows(key: string, rows: TallyRow[]): TallyRow {
  const total: TallyRow = {
    key,
    holdout: 0,
    assigned: 0,
    issued: 0,
    sent: 0,
    held: 0,
    redeemed: 0,
    reversed: 0,
    expired: 0,
    revoked: 0,
    byOthers: 0,
    discountMinor: 0,
  }
  const names = Object.keys(total).filter((name) => name !== 'key') as Exclude<keyof TallyRow, 'key'>[]
  for (const row of rows) for (const name of names) total[name] += row[name]
  return total
}
