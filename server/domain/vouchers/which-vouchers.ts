// Which vouchers somebody means: a filter within one campaign, or a list; pure but for the look-ups at the end.
import { type Secrets, spreadPrints } from '#core/secrets.ts'
import type { Queries } from '#db/store.ts'
import type { VoucherFilter, WhichVouchers } from '#shared/contracts/voucher-desk.ts'
import { printOfCode } from './claim.ts'
import { type ChosenRow, chosenByIds, idsByPrints } from './queries-desk.ts'
import { stateAt } from './show.ts'

/** As it is kept: ids in place of codes. */
export type Which = { filter: VoucherFilter } | { ids: string[] }

type Fitting = Pick<
  ChosenRow,
  'state' | 'heldUntil' | 'expiresAt' | 'issuedAt' | 'variantKey' | 'channel' | 'runId' | 'campaignId'
>

/** Whether a voucher is one of those that a filter means, as it stands at an instant. */
export function fitsFilter(row: Fitting, filter: VoucherFilter, now: number): boolean {
  const { states, variantKey, channel, runId } = filter
  if (row.campaignId !== filter.campaignId) return false
  if (variantKey !== undefined && row.variantKey !== variantKey) return false
  if (channel !== undefined && row.channel !== channel) return false
  if (runId !== undefined && row.runId !== runId) return false
  if (!isIn(row.issuedAt, filter.issuedFrom, filter.issuedBefore)) return false
  if (!isIn(row.expiresAt, filter.expiresFrom, filter.expiresBefore)) return false
  return states === undefined || states.includes(stateAt(row, now))
}

const isIn = (instant: number, from: string | undefined, before: string | undefined): boolean =>
  (from === undefined || instant >= Date.parse(from)) && (before === undefined || instant < Date.parse(before))

/** A list in the order of ids, each once; `unknown` counts what is no voucher's. */
export async function resolveWhich(
  q: Queries,
  secrets: Secrets,
  which: WhichVouchers,
): Promise<{ which: Which; unknown: number }> {
  if ('filter' in which) return { which, unknown: 0 }
  const asked = [...new Set('ids' in which ? which.ids : which.codes)]
  if ('ids' in which) {
    const ids = (await chosenByIds(q, asked)).map(({ id }) => id)
    return { which: { ids }, unknown: asked.length - ids.length }
  }
  const prints = asked.flatMap((code) => printOfCode(secrets, code) ?? [])
  const ids = [...new Set(await idsByPrints(q, spreadPrints(prints)))].sort()
  return { which: { ids }, unknown: Math.max(0, asked.length - ids.length) }
}
