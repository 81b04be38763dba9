// Gives somebody a new code in place of one that was lost or seen by others: the old one is revoked in the same
// transaction, and the new one is worth what the old one was, to the same end, out of the same money.
import { lockBudgets } from '#budget/lock.ts'
import { moveBudgets } from '#budget/move.ts'
import { type LoadedCampaign, lockCampaign } from '#campaigns/load.ts'
import { tally } from '#campaigns/tally.ts'
import { permit } from '#consent/gate.ts'
import { localDay } from '#core/calendar.ts'
import type { House } from '#core/house.ts'
import { newId, randomId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { lockByIds } from './claim.ts'
import { makeDealer } from './deal-codes.ts'
import { endVouchers } from './end-vouchers.ts'
import type { QueueMessages } from './issue.ts'
import { type By, noteChanges } from './note-change.ts'
import { hasOwner } from './owner.ts'
import { insertVouchers, type NewVoucher, type VoucherRow, voucherRow } from './queries.ts'

/** What lies downstream is handed in. */
export interface Telling {
  queue: QueueMessages
  /** Cancels what waits to tell of a voucher; messages are locked before vouchers. */
  cancel(tx: Tx, voucherId: string, reason: string): Promise<void>
}

/**
 * Answers the id of the new voucher. It is issued as any other is, so its owner has to allow it still; she is told of it
 * when `isSent`. 404 `voucher.not_found`, 409 `voucher.wrong_state` (used, revoked, over, or reissued by somebody else
 * meanwhile), `voucher.ruled_elsewhere`, 410 `campaign.ended`, 422 `voucher.no_consent`: her old code stays as it is.
 */
export async function reissue(
  house: Pick<House, 'secrets'>,
  tx: Tx,
  id: string,
  { by, reason, isSent }: { by: By; reason: string; isSent: boolean },
  telling: Telling,
): Promise<string> {
  const known = await voucherRow(tx, id)
  const campaign = known === undefined ? null : await lockCampaign(tx, known.campaignId)
  if (known === undefined || campaign === null) throw new Refusal('voucher.not_found')
  if (campaign.redemptionsStoppedAt !== null) throw new Refusal('campaign.ended')
  const channel = hasOwner(known) ? await channelFor(tx, campaign, known, isSent) : null
  await telling.cancel(tx, id, 'voucher_reissued')
  // Read under its lock: until then somebody else may have used it, or changed its end.
  await lockByIds(tx, [id])
  const old = await voucherRow(tx, id)
  // Its rules are known by its id, and would not bind another.
  if (old !== undefined && old.ruledAt !== null) throw new Refusal('voucher.ruled_elsewhere')
  const mayEnd = (voucher: { state: string; expiresAt: number }) =>
    (voucher.state === 'issued' || voucher.state === 'held') && voucher.expiresAt >= tx.now
  const ended = await endVouchers(tx, [id], { state: 'revoked', reason, mayEnd })
  if (old === undefined || ended.length === 0) {
    const state = old?.state === 'redeemed' || old?.state === 'revoked' ? old.state : 'expired'
    throw new Refusal('voucher.wrong_state', { detail: ['The voucher is {{state}}', { state }] })
  }
  const made = await makeAgain(house, tx, campaign, old)
  await noteChanges(tx, by, 'reissued', [{ voucherId: id, detail: { by: made.id, reason } }])
  await noteChanges(tx, by, 'replaces', [{ voucherId: made.id, detail: { of: id } }])
  if (channel !== null) {
    const { customerId } = old
    const message = { voucherId: made.id, campaignId: campaign.id, customerId, purpose: campaign.terms.purpose }
    await telling.queue(tx, [{ ...message, channel, dueAt: tx.now }])
  }
  return made.id
}

/** By which she is told; null when she is not. */
async function channelFor(
  tx: Tx,
  { use }: LoadedCampaign,
  { customerId }: VoucherRow,
  isSent: boolean,
): Promise<string | null> {
  const allowed = (await permit(tx, use, [customerId])).get(customerId)
  if (allowed === undefined) throw new Refusal('voucher.no_consent')
  return isSent ? allowed.channel : null
}

async function makeAgain(
  { secrets }: Pick<House, 'secrets'>,
  tx: Tx,
  { id: campaignId, terms, timeZone }: LoadedCampaign,
  old: VoucherRow,
): Promise<NewVoucher> {
  const id = newId('voucher', tx.now)
  const [drawn] = makeDealer(secrets, terms.codePrefix).deal(1)
  if (drawn === undefined) throw new Error('no code was drawn')
  const day = localDay(tx.now, timeZone)
  const row: NewVoucher = {
    id,
    campaignId,
    customerId: hasOwner(old) ? old.customerId : randomId('unit'),
    // Once for each voucher that is replaced: whoever is faster has reissued it.
    occasion: `reissue ${old.id}`,
    // Of a pool it stays; a run counts what it has issued itself.
    runId: old.channel === null ? old.runId : null,
    variantKey: old.variantKey,
    channel: old.channel,
    codePrint: drawn.print,
    codeSealed: secrets.seal(drawn.code, id),
    state: 'issued',
    issuedAt: tx.now,
    issuedDay: day,
    expiresAt: old.expiresAt,
    favouriteCategory: old.favouriteCategory,
    balanceMinor: old.balanceMinor,
    reservedMinor: old.reservedMinor,
    useLimit: old.useLimit === null || old.useLimit === 0 ? old.useLimit : old.useLimit - old.activeUses,
    startsAt: old.startsAt,
    disabledAt: old.disabledAt,
  }
  const made = await insertVouchers(tx, [row])
  if (made.length === 0) throw new Refusal('voucher.wrong_state', { detail: 'The voucher has been reissued before' })
  await takeItsPlace(tx, row)
  await tally(tx, [{ campaignId, day, variantKey: old.variantKey, channel: old.channel ?? '', issued: 1 }])
  return row
}

/** What was freed with the old one is set aside anew, and it is no further voucher of the budget's number. */
async function takeItsPlace(tx: Tx, { id, campaignId, reservedMinor = 0 }: NewVoucher): Promise<void> {
  const budget = (await lockBudgets(tx, [campaignId])).get(campaignId)
  if (budget === undefined) return
  const delta = { kind: 'issue' as const, cause: id, reserved: reservedMinor ?? 0, held: 0, spent: 0, count: 0 }
  await moveBudgets(tx, [{ budget, delta }])
}
