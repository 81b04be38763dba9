// What was put on gift cards and taken from them, the newest first, as the vendor tells it.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { toVendor } from './ids.ts'
import { type Body, countNotes, listNotes, type Note } from './notes.ts'
import { requireVoucher, type VoucherRow } from './vouchers.ts'

/** 404 `not_found`. */
export async function listTransactions(
  house: House,
  key: string,
  { limit, offset, isAscending }: { limit: number; offset: number; isAscending?: boolean },
) {
  const { row } = await requireVoucher(house, key)
  const wanted = {
    kinds: ['transaction' as const, 'redemption' as const, 'rollback' as const],
    parent: row.id,
    isAscending,
  }
  const notes = await listNotes(house, wanted, limit, offset)
  return { data: notes.map((note) => tell(note, row)), total: await countNotes(house, wanted) }
}

function tell({ id, kind, body, madeMicros }: Note, row: VoucherRow): Body {
  const minor = Number(body.discountMinor ?? body.amount ?? 0)
  const amount = kind === 'redemption' ? -minor : minor
  const balance = typeof body.balance === 'number' ? body.balance : null
  const related = { type: 'voucher', id: toVendor(row.id) }
  const total = typeof body.total === 'number' ? body.total : null
  return {
    id: kind === 'transaction' ? id : toVendor(id).replace(/^rr?_/, 'vtx_'),
    source_id: body.source_id ?? null,
    voucher_id: toVendor(row.id),
    campaign_id: toVendor(row.campaignId),
    type: typeOf(kind, amount),
    source: { type: 'API', id: 'drop-in' },
    reason: body.reason ?? null,
    balance,
    amount,
    details: {
      balance: {
        type: 'gift_voucher',
        total,
        object: 'balance',
        amount,
        balance,
        operation_type: operationOf(kind),
        related_object: related,
      },
      ...(kind === 'redemption' ? { redemption: { id: toVendor(id) } } : {}),
      ...(kind === 'rollback'
        ? { rollback: { id: toVendor(id) }, redemption: { id: toVendor(String(body.redemption)) } }
        : {}),
    },
    related_transaction_id: kind === 'rollback' ? toVendor(String(body.redemption)).replace(/^r_/, 'vtx_') : null,
    created_at: iso(Math.floor(madeMicros / 1000)),
  }
}

function typeOf(kind: Note['kind'], amount: number): string {
  if (kind === 'redemption') return 'CREDITS_REDEMPTION'
  if (kind === 'rollback') return 'CREDITS_REFUND'
  return amount < 0 ? 'CREDITS_REMOVAL' : 'CREDITS_ADDITION'
}

const operationOf = (kind: Note['kind']): string => (kind === 'transaction' ? 'MANUAL' : 'AUTOMATIC')
