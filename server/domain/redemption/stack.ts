// Redeems several codes on one order together: all of them or none, exactly once per order, in one transaction. Its
// locks are those of any redemption (vouchers by id, the order, budgets by id), so two orders that name the same codes in
// another order never wait for each other.
import { once } from '#access/idempotency.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { type FieldError, Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { AskStack, AskStackReversal, Stack, StackReversal } from '#shared/contracts/redemptions.ts'
import { refusals } from '#shared/refusals.ts'
import { findByPrints, printOfCode } from '#vouchers/claim.ts'
import { countUnknown } from './count-unknown.ts'
import { decideTogether, type StackWish, type Together } from './decide-stack.ts'
import { lockFor } from './load.ts'
import { type RedemptionRow, reversalRow } from './queries.ts'
import { insertStack, lastStackOf, membersOf, type StackRow, stackRow } from './queries-stacks.ts'
import { record } from './record.ts'
import { makeRoom, type RequestKey } from './redeem.ts'
import { reverseWithin } from './reverse.ts'
import { refuseGuessers } from './throttle-guesses.ts'
import { toRedemption, toReversal } from './wire.ts'

/**
 * The same codes and order again, whatever the key, are answered with the first. The refusal is that of the first code in
 * its turn, with every refused code in `errors`: those of redeeming, `stack.*`; `stack.already_redeemed` when the order
 * has redeemed another stack that still stands.
 */
export async function redeemStack(
  house: House,
  ask: AskStack,
  key: RequestKey,
  caller = key.scope,
): Promise<{ stack: Stack; replayed: boolean }> {
  const asker = { caller, clientAddress: ask.order.clientAddress }
  await refuseGuessers(house, asker)
  const wishes = wishesOf(house, ask, key)
  try {
    return await house.store.write(async (tx) => {
      const { ref, replayed } = await once(tx, key, () => redeemTogether(house, tx, ask, wishes))
      return { stack: await showStackWith(house, tx, ref.id, ask.codes), replayed: replayed || ref.isRepeat }
    })
  } catch (error) {
    await countUnknown(house, asker, unknownIn(error, ask.codes))
    throw error
  }
}

function unknownIn(error: unknown, codes: string[]): string[] {
  const errors = error instanceof Refusal ? (error.errors ?? []) : []
  return errors.flatMap(({ path, code }) =>
    code === 'voucher.not_found' ? (codes[Number(path.slice('codes.'.length))] ?? []) : [],
  )
}

/** One wish per voucher: a code that is named twice, however it is written, is named once. */
export function wishesOf(house: House, { codes, order }: AskStack, key: RequestKey): StackWish[] {
  const seen = new Set<string>()
  return codes.flatMap((code, at) => {
    // A wrong check sign finds nothing, and needs not be looked for.
    const print = printOfCode(house.secrets, code) ?? `none ${at}`
    if (seen.has(print)) return []
    seen.add(print)
    return { code, at, print, order, key }
  })
}

/** The same inside a write that is open already, with the vouchers found: answers the stack's id. */
export async function redeemTogether(
  house: House,
  tx: Tx,
  { order }: Pick<AskStack, 'order'>,
  wishes: StackWish[],
): Promise<{ id: string; isRepeat: boolean }> {
  const lock = () => lockFor(house, tx, wishes, [order.reference])
  const loaded = await lock()
  const last = await lastStackOf(tx, order.reference)
  const standing = last && (await standingMembers(tx, last.id))
  // The drop-in knows its repeats by tracking id: asked without one, an order takes further codes, and the same once more.
  if (last && standing && !wishes.every(({ isDropIn }) => isDropIn === true)) {
    const known = new Set([...loaded.vouchers.values()].map(({ id }) => id))
    const isSame = known.size === wishes.length && standing.length === known.size
    if (!isSame || !standing.every((row) => known.has(row.voucherId))) throw new Refusal('stack.already_redeemed')
    return { id: last.id, isRepeat: true }
  }
  let together = decideTogether(loaded, order, wishes)
  if (await makeRoom(tx, loaded, together.decided.short)) together = decideTogether(await lock(), order, wishes)
  if (together.refused.length > 0) throw refusalOf(together)
  await record(tx, together.decided.draft)
  const rows = together.made.map(({ value }) => value.row)
  const id = newId('stack', tx.now)
  await insertStack(
    tx,
    {
      id,
      orderReference: order.reference,
      stackNumber: (last?.stackNumber ?? 0) + 1,
      orderAmountMinor: order.amountMinor,
      shippingMinor: order.shippingMinor ?? null,
      currency: order.currency,
      discountMinor: rows.reduce((sum, row) => sum + row.discountMinor, 0),
      redeemedAt: tx.now,
    },
    rows.map((row) => row.id),
  )
  return { id, isRepeat: false }
}

/** Its redemptions, in the order in which they had their turn. */
export const membersOfStack = (q: Queries, stackId: string): Promise<RedemptionRow[]> => membersOf(q, stackId)

/** The members of a stack of which something stands; undefined once all is taken back. */
export async function standingMembers(q: Queries, stackId: string): Promise<RedemptionRow[] | undefined> {
  const members = await membersOf(q, stackId)
  return members.some((row) => row.reversedAt === null) ? members : undefined
}

function refusalOf({ refused }: Together): Refusal {
  const errors: FieldError[] = refused.map(({ wish, refusal }) => ({
    path: `codes.${wish.at}`,
    message: refusals[refusal][1],
    code: refusal,
  }))
  const first = refused.find(({ refusal }) => refusal === 'voucher.not_found') ?? refused[0]
  return new Refusal(first?.refusal ?? 'voucher.not_found', { detail: 'None of the codes was redeemed', errors })
}

/** 404 `stack.not_found`. */
export const showStack = (q: Queries, id: string): Promise<Stack> => show(q, id, new Map())

async function showStackWith(house: House, q: Queries, id: string, codes: string[]): Promise<Stack> {
  const prints = new Map(codes.map((code) => [printOfCode(house.secrets, code) ?? '', code]))
  const vouchers = await findByPrints(q, [...prints.keys()])
  return show(q, id, new Map(vouchers.map((voucher) => [voucher.id, prints.get(voucher.codePrint) ?? ''])))
}

/** `codes` by voucher: only who has said a code is told it. */
async function show(q: Queries, id: string, codes: Map<string, string>): Promise<Stack> {
  const row = await stackRow(q, id)
  if (row === undefined) throw new Refusal('stack.not_found')
  return toStack(row, await membersOf(q, id), codes)
}

export function toStack(row: StackRow, members: RedemptionRow[], codes: Map<string, string>): Stack {
  return {
    id: row.id,
    orderReference: row.orderReference,
    currency: row.currency,
    discountMinor: row.discountMinor,
    dueMinor: row.orderAmountMinor + (row.shippingMinor ?? 0) - row.discountMinor,
    redemptions: members.map((member) => {
      const code = codes.get(member.voucherId)
      return { ...(code === undefined ? {} : { code }), ...toRedemption(member), reversedMinor: member.reversedMinor }
    }),
    redeemedAt: iso(row.redeemedAt),
  }
}

/** All that is left of each: what was taken back of a member before stays so. 404 `stack.not_found`, 409
 * `redemption.already_reversed` when nothing is left of any. */
export async function reverseStack(
  house: House,
  id: string,
  ask: AskStackReversal,
  key: RequestKey,
  caller = key.scope,
): Promise<{ reversal: StackReversal; replayed: boolean }> {
  return house.store.write(async (tx) => {
    const { ref, replayed } = await once(tx, key, async () => {
      const members = await membersOf(tx, id)
      if (members.length === 0) throw new Refusal('stack.not_found')
      const how = { reason: ask.reason, isRestoring: ask.restoreVouchers, cause: `door ${caller}` }
      const ids = members.map((row) => row.id)
      const made = await reverseWithin(tx, ids, (row) => (row.reversedAt === null ? how : null))
      const reversals = made.flatMap((one) => ('id' in one ? one.id : []))
      if (reversals.length === 0) throw new Refusal('redemption.already_reversed')
      return reversals
    })
    return { reversal: await showStackReversal(tx, id, ref), replayed }
  })
}

async function showStackReversal(tx: Tx, stackId: string, reversalIds: string[]): Promise<StackReversal> {
  const stack = await stackRow(tx, stackId)
  if (stack === undefined) throw new Refusal('stack.not_found')
  const reversals = []
  for (const id of reversalIds) {
    const row = await reversalRow(tx, id)
    if (row) reversals.push(toReversal(row, stack.currency))
  }
  const amountMinor = reversals.reduce((sum, one) => sum + one.amountMinor, 0)
  return { stackId, amountMinor, currency: stack.currency, reversals }
}
