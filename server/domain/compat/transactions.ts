// What was put on gift cards and taken from them, the newest first, as the vendor tells it.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { toVendor } from './ids.ts'
import { type Body, listNotes, type Note, noteById, notesById } from './notes.ts'
import { amountOf } from './show-voucher.ts'
import { notFound } from './vendor-error.ts'
import { requireVoucher, type VoucherRow } from './vouchers.ts'

const KINDS: Note['kind'][] = ['transaction', 'redemption', 'rollback']

/** From `startingAfterId`, or from `offset` on. 404 `not_found`, also for a transaction that is none of this voucher. */
export async function listTransactions(
  house: House,
  key: string,
  {
    limit,
    offset,
    isAscending,
    startingAfterId,
  }: { limit: number; offset: number; isAscending?: boolean; startingAfterId?: string | undefined },
): Promise<{ data: Body[]; hasMore: boolean }> {
  const { row } = await requireVoucher(house, key)
  const all = { kinds: KINDS, parent: row.id, isAscending }
  const from = startingAfterId === undefined ? undefined : await microsOfTransaction(house, row.id, startingAfterId)
  const side = from === undefined ? {} : isAscending ? { after: from } : { before: from }
  const notes = await listNotes(house, { ...all, ...side }, limit + 1, from === undefined ? offset : 0)
  const total = amountOf(row, (await noteById(house, row.id)) ?? undefined)
  return { data: notes.slice(0, limit).map((note) => tell(note, row, total)), hasMore: notes.length > limit }
}

async function microsOfTransaction(house: House, voucherId: string, key: string): Promise<number> {
  const own = key.replace(/^vtx_/, '')
  const found = await notesById(house, [key, `red_${own}`, `rev_${own}`])
  const note = [...found.values()].find(({ kind, parent }) => KINDS.includes(kind) && parent === voucherId)
  if (note === undefined) throw notFound('transaction', key)
  return note.madeMicros
}

/** `onIt`: all that was ever put on the card. */
function tell({ id, kind, body, madeMicros }: Note, row: VoucherRow, onIt: number): Body {
  const minor = Number(body.discountMinor ?? body.amount ?? 0)
  const amount = kind === 'redemption' ? -minor : minor
  const balance = typeof body.balance === 'number' ? body.balance : null
  const related = { type: 'voucher', id: toVendor(row.id) }
  const total = typeof body.total === 'number' ? body.total : onIt
  return {
    id: kind === 'transaction' ? id : toVendor(id).replace(/^rr?_/, 'vtx_'),
    source_id: body.source_id ?? null,
    voucher_id: toVendor(row.id),
    campaign_id: toVendor(row.campaignId),
    type: typeOf(kind, amount),
    // What an order moved has no source and no reason.
    source: kind === 'transaction' ? 'API' : null,
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
      ...aboutUse({ id, kind, body }),
    },
    related_transaction_id: kind === 'rollback' ? toVendor(String(body.redemption)).replace(/^r_/, 'vtx_') : null,
    created_at: iso(Math.floor(madeMicros / 1000)),
  }
}

function aboutUse({ id, kind, body }: Pick<Note, 'id' | 'kind' | 'body'>): Body {
  if (kind === 'transaction') return {}
  const order = body.order as Body | null | undefined
  const told = { order: { id: order?.id ?? null, source_id: order?.source_id ?? null } }
  if (kind === 'redemption') return { ...told, redemption: { id: toVendor(id) } }
  return { ...told, rollback: { id: toVendor(id) }, redemption: { id: toVendor(String(body.redemption)) } }
}

function typeOf(kind: Note['kind'], amount: number): string {
  if (kind === 'redemption') return 'CREDITS_REDEMPTION'
  if (kind === 'rollback') return 'CREDITS_REFUND'
  return amount < 0 ? 'CREDITS_REMOVAL' : 'CREDITS_ADDITION'
}

const operationOf = (kind: Note['kind']): string => (kind === 'transaction' ? 'MANUAL' : 'AUTOMATIC')
