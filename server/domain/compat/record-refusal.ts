// Redemptions that were refused: recorded and named (`rf_…`), as far as that is no way to fill the store.
import type { House } from '#core/house.ts'
import type { Refusal } from '#core/refusal.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { rowsByIds } from '#vouchers/foreign.ts'
import { noteFact } from './facts.ts'
import { ownId } from './ids.ts'
import { type Body, type DraftNote, keepNote, type Note } from './notes.ts'
import type { AskedStack } from './use-shapes.ts'
import { type Reason, VendorError, wordsOf } from './vendor-error.ts'
import { reasonFor } from './vouchers.ts'
import type { Wishes } from './wishes.ts'

export interface Caller {
  /** Whose guesses are counted. */
  id: string
  channel: 'API' | 'USER'
}

const MOST_RECORDED = 600
let recorded = { minute: 0, count: 0 }

/** Whoever is refused all the time is refused all the same, but not written down for ever. */
function mayRecord(now: number): boolean {
  const minute = Math.floor(now / MINUTE_MS)
  if (recorded.minute !== minute) recorded = { minute, count: 0 }
  recorded.count += 1
  return recorded.count <= MOST_RECORDED
}

interface Refused {
  at: number
  reason: Reason
}

/** The first voucher that is refused, and why. */
export function refusedIn(it: Wishes, refusal: Refusal): Refused {
  const [first] = refusal.errors ?? []
  const at = Number(first?.path.startsWith('codes.') ? first.path.slice('codes.'.length) : 0)
  const code = (first?.code ?? refusal.code) as RefusalCode
  return { at, reason: reasonFor(code, it.wanted[at]?.row ?? null) }
}

/** A redemption that could not be taken back is recorded as well (`rrf_…`). */
export async function recordUnreversed(house: House, of: Note, key: string, said: Body): Promise<VendorError> {
  const [code, message] = ['already_rolled_back', 'Already rolled back']
  if (!mayRecord(house.clock.now())) return new VendorError(400, code, message, { details: key })
  const id = ownId('rrf', house.clock.now())
  const { code: voucherCode, isGift, discountMinor } = of.body
  const about = { code: voucherCode, isGift, discountMinor, redemption: of.id }
  const [voucher] = of.parent === null ? [] : await rowsByIds(house.store.read, [of.parent])
  const draft: DraftNote = {
    id,
    kind: 'unreversed',
    ...(of.parent === null ? {} : { parent: of.parent }),
    ...(voucher === undefined ? {} : { state: voucher.campaignId }),
    ...(of.customerId === null ? {} : { customerId: of.customerId }),
    body: { ...about, ...said, failure_code: code, failure_message: message },
  }
  await keepNote(house, draft, (tx) => noteFact(house, tx, 'redemption.rollback.failed', [id]))
  return new VendorError(400, code, message, { details: key, resource_id: id, resource_type: 'redemption' })
}

export async function recordRefusal(
  house: House,
  asked: AskedStack,
  it: Wishes,
  { at, reason }: Refused,
  caller: Caller,
): Promise<VendorError> {
  const failing = it.wanted[at] ?? it.wanted[0]
  const { key, message, error } = wordsOf(reason)
  const more = { details: failing?.id ?? '', ...(error ? { error } : {}) }
  if (!mayRecord(house.clock.now())) return new VendorError(400, key, message, more)
  const id = ownId('rf', house.clock.now())
  const customerId = it.person?.id
  const body: Body = {
    code: failing?.id,
    failure_code: key,
    failure_message: error?.message ?? message,
    metadata: asked.metadata ?? null,
    tracking_id: asked.tracking_id ?? null,
    channel: caller.channel,
  }
  const draft: DraftNote = {
    id,
    kind: 'failure',
    ...(failing?.row ? { parent: failing.row.id, state: failing.row.campaignId } : {}),
    ...(customerId === undefined ? {} : { customerId }),
    body,
  }
  await keepNote(house, draft, (tx) => noteFact(house, tx, 'redemption.failed', [id]))
  return new VendorError(400, key, message, { ...more, resource_id: id, resource_type: 'redemption' })
}
