// Vouchers as people see them; codes only for those who may see codes.
import { budgetFiguresOf } from '#budget/figures.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import { referencesOf } from '#customers/show.ts'
import type { Voucher } from '#shared/contracts/vouchers.ts'
import type { Scope, VoucherState } from '#shared/kinds.ts'
import { hasOwner } from './owner.ts'
import { type VoucherRow, voucherRow, vouchersBefore } from './queries.ts'
import { codeOf } from './reveal.ts'

export type { VoucherRow } from './queries.ts'
export { voucherRow as findRow } from './queries.ts'

export interface Seeing {
  withCode: boolean
  /** Whose it is, as the shop calls her; with it when left out. */
  withReference?: boolean
}

/** What somebody's scopes let be seen of vouchers. */
export const seenBy = ({ scopes }: { scopes: ReadonlySet<Scope> }): Seeing => ({
  withCode: scopes.has('codes.read'),
  withReference: scopes.has('customers.read'),
})

/** 404 `voucher.not_found`. */
export async function showVoucher(house: House, id: string, seeing: Seeing): Promise<Voucher> {
  const row = await voucherRow(house.store.read, id)
  if (row === undefined) throw new Refusal('voucher.not_found')
  const [shown] = await asShown(house, [row], seeing)
  return shown as Voucher
}

/** The newest first. An unknown customer or campaign has none. */
export async function listVouchers(
  house: House,
  asked: {
    customerReference?: string | undefined
    /** For whoever knows her already. */
    customerId?: string | undefined
    campaignId?: string | undefined
    limit: number
    cursor?: string | undefined
  },
  seeing: Seeing,
): Promise<{ data: Voucher[]; nextCursor: string | null }> {
  const { store, secrets } = house
  const { customerReference, campaignId, limit, cursor } = asked
  const customer =
    customerReference === undefined ? undefined : await findCustomer(store.read, secrets, customerReference)
  if (customer === null) return { data: [], nextCursor: null }
  const rows = await vouchersBefore(
    store.read,
    { customerId: asked.customerId ?? customer?.id, campaignId },
    cursor,
    limit + 1,
  )
  const page = rows.slice(0, limit)
  return {
    data: await asShown(house, page, seeing),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

async function asShown(
  house: House,
  rows: VoucherRow[],
  { withCode, withReference = true }: Seeing,
): Promise<Voucher[]> {
  const owned = withReference ? rows.filter(hasOwner) : []
  const references = await referencesOf(
    house,
    owned.map(({ customerId }) => customerId),
  )
  const budgets = await budgetFiguresOf(house.store.read, [...new Set(rows.map(({ campaignId }) => campaignId))])
  return rows.map((row) => {
    const code = withCode ? codeOf(house.secrets, row) : undefined
    return {
      id: row.id,
      ...(code === undefined ? {} : { code }),
      campaignId: row.campaignId,
      variantKey: row.variantKey,
      customerReference: references.get(row.customerId) ?? null,
      channel: row.channel as Voucher['channel'],
      state: stateAt(row, house.clock.now()),
      issuedAt: iso(row.issuedAt),
      expiresAt: iso(row.expiresAt),
      redeemedAt: isoOrNull(row.redeemedAt),
      revokedAt: isoOrNull(row.revokedAt),
      currency: budgets.get(row.campaignId)?.currency ?? '',
      balanceMinor: row.balanceMinor,
    }
  })
}

/** What is true at an instant, though the job that writes it down comes later: a hold that is over holds nothing, and a
 * voucher past its last millisecond has expired. */
export function stateAt(
  row: { state: string; heldUntil: number | null; expiresAt: number },
  now: number,
): VoucherState {
  const isHeld = row.state === 'held' && row.heldUntil !== null && row.heldUntil > now
  if (row.state !== 'issued' && row.state !== 'held') return row.state as VoucherState
  if (isHeld) return 'held'
  return row.expiresAt < now ? 'expired' : 'issued'
}
