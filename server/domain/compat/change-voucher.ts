// Changes vouchers of the drop-in: what they are worth and for how long, whether they are on, and what is on a gift card.
import { loadCampaign } from '#campaigns/load.ts'
import type { House } from '#core/house.ts'
import { violated } from '#db/store.ts'
import { countSeveral } from '#redemption/count-several.ts'
import { changeForeign, discardForeign, NEVER, reviveOne, type VoucherRow } from '#vouchers/foreign.ts'
import { instantOf, refuseTimes } from './campaigns.ts'
import { noteFact } from './facts.ts'
import { holdMetadata } from './hold-metadata.ts'
import { ownId, toVendor } from './ids.ts'
import { type Body, changeNote, insertNotes, noteById, noteByName, sealNote } from './notes.ts'
import { offerOf } from './offers.ts'
import { seal } from './seal.ts'
import { USED_BEFORE } from './used-before.ts'
import { duplicate, unsupported, VendorError } from './vendor-error.ts'
import { type AskedVoucher, requireVoucher, shelfFor, showOne } from './vouchers.ts'

/** Absent keeps, null clears. What it is worth may change until it is used. */
export async function updateVoucher(house: House, key: string, change: AskedVoucher): Promise<Body> {
  const { row, code } = await requireVoucher(house, key)
  refuseTimes(change)
  await holdMetadata(house, 'voucher', change.metadata, { isNew: false })
  if (row.balanceMinor === null ? change.gift : change.discount) throw unsupported('Another type of a voucher')
  const shelfId = change.discount ? await otherShelf(house, row, change) : null
  const expiresAt =
    change.expiration_date === undefined ? undefined : (instantOf('expiration_date', change.expiration_date) ?? NEVER)
  const prior = Number((await noteById(house, row.id))?.body.priorUses ?? 0)
  const changesOf = (now: VoucherRow, at: number): Partial<VoucherRow> => ({
    ...(shelfId === null ? {} : moveTo(shelfId, now)),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(change.start_date === undefined ? {} : { startsAt: instantOf('start_date', change.start_date) }),
    ...(change.active === undefined || change.active === null
      ? {}
      : { disabledAt: change.active ? null : (now.disabledAt ?? at) }),
    ...(change.redemption?.quantity === undefined ? {} : newLimit(now, change.redemption.quantity, prior)),
    ...(change.gift && now.balanceMinor !== null ? newBalance(now, change.gift.amount) : {}),
  })
  await house.store.write(async (tx) => {
    // First, because campaigns are locked before vouchers.
    if (row.state === 'expired' && expiresAt !== undefined && expiresAt > tx.now) await reviveOne(tx, row.id, expiresAt)
    const onlyUses: string[] = []
    await changeForeign(tx, row.id, (now) => {
      const to = changesOf(now, tx.now)
      if (now.useLimit === null && to.useLimit !== undefined && now.uses === 1) onlyUses.push(now.redemptionId ?? '')
      return to
    })
    for (const id of onlyUses) await countSeveral(tx, id)
    await noteFact(house, tx, 'voucher.updated', [row.id])
  })
  await remember(house, row.id, code, change)
  return showOne(house, row.id, code)
}

const OTHER_WORTH = 'The discount of a voucher of a campaign, or of one that was used'

/** What is used, kept for somebody or over stays where it is counted. */
function moveTo(shelfId: string, now: VoucherRow): Partial<VoucherRow> {
  if (now.uses > 0 || now.state !== 'issued') throw unsupported(OTHER_WORTH)
  return { campaignId: shelfId }
}

function newLimit(now: VoucherRow, quantity: number | null, prior: number): Partial<VoucherRow> {
  if (now.revokeReason === USED_BEFORE) throw unsupported('The quantity of a voucher that was used up elsewhere')
  // 0 is without end.
  if (quantity !== null && quantity > 0 && quantity <= prior)
    throw unsupported('A quantity that was used up before the voucher came here')
  const useLimit = quantity ? quantity - prior : 0
  if (useLimit > 0 && useLimit < now.activeUses) throw unsupported('A quantity below what was redeemed')
  const isUsedUp = useLimit > 0 && now.activeUses >= useLimit
  if (now.state === 'redeemed' && !isUsedUp && now.balanceMinor !== 0) return { useLimit, state: 'issued' }
  if (isUsedUp && now.state === 'issued' && now.activeUses > 0) return { useLimit, state: 'redeemed' }
  return { useLimit }
}

/** Only before its first use: later what is on it is changed by its balance. */
function newBalance(now: VoucherRow, amount: number): Partial<VoucherRow> {
  if (now.uses > 0) throw unsupported('The amount of a gift card that was used: change its balance')
  return { balanceMinor: amount }
}

async function otherShelf(house: House, row: VoucherRow, change: AskedVoucher): Promise<string | null> {
  const campaign = await loadCampaign(house.store.read, row.campaignId)
  const offer = offerOf({ type: 'DISCOUNT_VOUCHER', discount: change.discount })
  if (JSON.stringify(offer) === JSON.stringify(campaign?.terms.variants[0]?.offer)) return null
  const note = await noteById(house, row.campaignId)
  if (note?.kind !== 'shelf' || row.uses > 0) throw unsupported(OTHER_WORTH)
  return shelfFor(house, offer, change)
}

/** What only the drop-in keeps of a voucher; metadata is merged. */
export async function remember(
  house: House,
  id: string,
  code: string | undefined,
  change: Pick<AskedVoucher, 'metadata' | 'category' | 'category_id' | 'additional_info' | 'gift'>,
): Promise<void> {
  const { metadata, category, category_id, additional_info, gift } = change
  const add = (body: Body): Body => ({
    ...body,
    ...(code === undefined ? {} : { code }),
    ...(metadata ? { metadata: { ...(body.metadata as Body | undefined), ...metadata } } : {}),
    ...(category === undefined ? {} : { category }),
    ...(category_id === undefined ? {} : { category_id }),
    ...(additional_info === undefined ? {} : { additional_info }),
    ...(gift ? { giftAmount: gift.amount } : {}),
  })
  if ((await changeNote(house, id, ({ body }) => ({ body: add(body) }))) !== null) return
  const sealed = await sealNote(house, { id, kind: 'voucher', body: {} })
  try {
    await house.store.write((tx) => insertNotes(tx, [sealed]))
  } catch (error) {
    if (violated(error) !== 'unique') throw error
  }
  // What is first remembered by a change was changed: a note that was only made has no such time.
  await changeNote(house, id, ({ body }) => ({ body: add(body) }))
}

export async function switchVoucher(house: House, key: string, isOn: boolean): Promise<Body> {
  const { row, code } = await requireVoucher(house, key)
  await house.store.write(async (tx) => {
    await changeForeign(tx, row.id, (now) => ({ disabledAt: isOn ? null : (now.disabledAt ?? tx.now) }))
    await noteFact(house, tx, isOn ? 'voucher.enabled' : 'voucher.disabled', [row.id])
  })
  await remember(house, row.id, code, {})
  return showOne(house, row.id, code)
}

export async function deleteVoucher(house: House, key: string): Promise<void> {
  const { row } = await requireVoucher(house, key)
  await house.store.write(async (tx) => {
    await discardForeign(tx, [row.id])
    await noteFact(house, tx, 'voucher.deleted', [row.id])
  })
}

/** Adds to (or takes from) what is on a gift card; `amount` is signed, in minor units. */
export async function moveBalance(
  house: House,
  key: string,
  asked: { amount: number; source_id?: string | null | undefined; reason?: string | null | undefined },
): Promise<Body> {
  const { row, code } = await requireVoucher(house, key)
  const { amount } = asked
  if (row.balanceMinor === null)
    throw new VendorError(400, 'not_supported', 'Not supported here', { details: 'Only gift cards have a balance' })
  const name = asked.source_id ? `${row.id}\n${asked.source_id}` : undefined
  const repeated = () => duplicate(`Transaction with source_id ${asked.source_id ?? ''} already exists`)
  if (name !== undefined && (await noteByName(house, 'transaction', name))) throw repeated()
  const note = await noteById(house, row.id)
  let [balance, total] = [0, 0]
  try {
    await house.store.write(async (tx) => {
      await changeForeign(tx, row.id, (now) => {
        const before = now.balanceMinor ?? 0
        balance = before + amount
        total = (typeof note?.body.giftAmount === 'number' ? note.body.giftAmount : before) + amount
        if (balance < 0) throw new VendorError(400, 'invalid_amount', 'Balance cannot be below zero', { details: key })
        const lives = now.state === 'redeemed' && balance > 0 ? { state: 'issued' } : {}
        return { balanceMinor: balance, ...lives }
      })
      const about = { amount, balance, total, reason: asked.reason ?? null, source_id: asked.source_id ?? null }
      const id = ownId('vtx', tx.now)
      await insertNotes(tx, [
        seal(house, undefined, { id, kind: 'transaction', parent: row.id, customerId: null, name, body: about }),
      ])
    })
  } catch (error) {
    if (violated(error) === 'unique') throw repeated()
    throw error
  }
  await remember(house, row.id, code, { gift: { amount: total } })
  return {
    amount,
    total,
    balance,
    type: 'gift_voucher',
    operation_type: 'MANUAL',
    object: 'balance',
    related_object: { type: 'voucher', id: toVendor(row.id) },
  }
}
