// Finds vouchers for people who work on them: by code, by customer, by what an order used, or by what they are within one
// campaign. Codes are never answered here, and nobody's reference.
import { setImmediate as turn } from 'node:timers/promises'
import { budgetFiguresOf } from '#budget/figures.ts'
import { loadCampaign } from '#campaigns/load.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import type { FoundVoucher, VoucherFilter } from '#shared/contracts/voucher-desk.ts'
import { printsOf } from './foreign.ts'
import { hasOwner } from './owner.ts'
import { type VoucherRow, vouchersBefore } from './queries.ts'
import { scanDown } from './queries-desk.ts'
import { rowsByIds, rowsByPrint } from './queries-foreign.ts'
import { stateAt } from './show.ts'
import { fitsFilter } from './which-vouchers.ts'

export type Sought =
  | { code: string }
  | { customerId: string | null }
  | { ids: string[] }
  /** Within a campaign. */
  | { filter: VoucherFilter }
export interface SoughtPage {
  limit: number
  cursor?: string | undefined
}
export interface Found {
  data: FoundVoucher[]
  nextCursor: string | null
}

const SCAN = 500
/** Beyond this a page ends where it is, and its cursor goes on: a rare state is looked for a stretch at a time. */
const MOST_SCANNED = 20_000

/** The newest first. `withCustomer` says whose they are. */
export async function searchVouchers(
  house: House,
  sought: Sought,
  page: SoughtPage,
  { withCustomer }: { withCustomer: boolean },
): Promise<Found> {
  const { rows, nextCursor } = await rowsFor(house, sought, page)
  return { data: await asFound(house, rows, withCustomer), nextCursor }
}

interface Rows {
  rows: VoucherRow[]
  nextCursor: string | null
}

async function rowsFor({ store, secrets, clock }: House, sought: Sought, page: SoughtPage): Promise<Rows> {
  const q = store.read
  if ('filter' in sought) return filtered({ store, clock }, sought.filter, page)
  if ('code' in sought) return { rows: await rowsByPrint(q, printsOf(secrets, sought.code)), nextCursor: null }
  if ('customerId' in sought) {
    const { customerId } = sought
    if (customerId === null) return { rows: [], nextCursor: null }
    return cut(await vouchersBefore(q, { customerId }, page.cursor, page.limit + 1), page.limit)
  }
  const behind = sought.ids.filter((id) => page.cursor === undefined || id < page.cursor)
  const ids = behind.sort((a, b) => (a < b ? 1 : -1)).slice(0, page.limit + 1)
  const rows = (await rowsByIds(q, ids)).sort((a, b) => (a.id < b.id ? 1 : -1))
  return cut(rows, page.limit)
}

const cut = (rows: VoucherRow[], limit: number): Rows => ({
  rows: rows.slice(0, limit),
  nextCursor: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
})

/** A SQLite file answers without a turn of the event loop, and a checkout must not wait for what is rare. */
async function filtered(
  { store, clock }: Pick<House, 'store' | 'clock'>,
  filter: VoucherFilter,
  { limit, cursor }: SoughtPage,
): Promise<Rows> {
  const rows: VoucherRow[] = []
  let before = cursor
  const isPlain = Object.keys(filter).length === 1
  const step = isPlain ? limit + 1 : SCAN
  for (let scanned = 0; scanned < MOST_SCANNED; scanned += step) {
    const some = await scanDown(store.read, filter.campaignId, before, step)
    const now = clock.now()
    for (const row of some) {
      if (!fitsFilter(row, filter, now)) continue
      if (rows.length === limit) return { rows, nextCursor: rows.at(-1)?.id ?? null }
      rows.push(row)
    }
    if (some.length < step) return { rows, nextCursor: null }
    before = some.at(-1)?.id
    await turn()
  }
  return { rows, nextCursor: before ?? null }
}

async function asFound(house: House, rows: VoucherRow[], withCustomer: boolean): Promise<FoundVoucher[]> {
  const campaignIds = [...new Set(rows.map(({ campaignId }) => campaignId))]
  const budgets = await budgetFiguresOf(house.store.read, campaignIds)
  const names = new Map<string, string>()
  for (const id of campaignIds) names.set(id, (await loadCampaign(house.store.read, id))?.name ?? '')
  const now = house.clock.now()
  return rows.map((row) => ({
    id: row.id,
    campaignId: row.campaignId,
    campaignName: names.get(row.campaignId) ?? '',
    variantKey: row.variantKey,
    customerId: withCustomer && hasOwner(row) ? row.customerId : null,
    channel: row.channel as FoundVoucher['channel'],
    state: stateAt(row, now),
    issuedAt: iso(row.issuedAt),
    expiresAt: iso(row.expiresAt),
    currency: budgets.get(row.campaignId)?.currency ?? '',
    balanceMinor: row.balanceMinor,
  }))
}
