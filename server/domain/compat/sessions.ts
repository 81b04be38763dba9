// Sessions that keep a voucher, or one of its uses, for whoever knows their key. A voucher that is used once is held as any
// other; of one with several uses each session keeps one.

import { z } from 'zod'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { holdWithin, releaseHold } from '#redemption/hold.ts'
import type { Wish } from '#redemption/load.ts'
import { lockByIds } from '#vouchers/claim.ts'
import { rowsByIds, type VoucherRow } from '#vouchers/foreign.ts'
import { findHolds } from '#vouchers/hold.ts'
import { ownId } from './ids.ts'
import { type Body, insertNotes } from './notes.ts'
import { deleteRows, pageOfRows, rowByName } from './queries.ts'
import { notFound } from './vendor-error.ts'

export const sessionShape = z
  .object({
    type: z.string().nullish(),
    key: z.string().max(150).nullish(),
    ttl: z.number().min(0).nullish(),
    ttl_unit: z.string().nullish(),
  })
  .nullish()
export type AskedSession = z.infer<typeof sessionShape>

const UNITS: Record<string, number> = {
  DAYS: 86_400_000,
  HOURS: 3_600_000,
  MINUTES: 60_000,
  SECONDS: 1000,
  MILLISECONDS: 1,
  MICROSECONDS: 0.001,
  NANOSECONDS: 0.000_001,
}
const USUAL = { ttl: 7, ttl_unit: 'DAYS' }

export interface Session {
  key: string
  type: 'LOCK'
  ttl: number
  ttl_unit: string
}

/** Undefined when none is asked for. */
export function sessionOf(asked: AskedSession, now: number): Session | undefined {
  if (!asked || (asked.type && asked.type !== 'LOCK') || (!asked.type && !asked.key)) return undefined
  return {
    key: asked.key || ownId('ssn', now),
    type: 'LOCK',
    ttl: asked.ttl ?? USUAL.ttl,
    ttl_unit: asked.ttl_unit ?? USUAL.ttl_unit,
  }
}

const lifeOf = ({ ttl, ttl_unit }: Session): number =>
  Math.max(1, Math.round(ttl * (UNITS[ttl_unit] ?? UNITS.DAYS ?? 0)))

/** What a hold for a session stands under in place of an order. */
export const heldUnder = (key: string): string => `session ${key}`

/** Gift cards are used in parts: of them each session keeps what it asked for. */
const isUsedOnce = ({ useLimit, balanceMinor }: VoucherRow): boolean =>
  balanceMinor === null && (useLimit === null || useLimit === 1)

const namePrint = ({ secrets }: House, voucherId: string, key: string): string =>
  secrets.print('reference', `compat session\n${voucherId}\n${key}`)

/** `minor` is what it would take off. Refuses as holding does; `voucher.held` when others have all uses that are left. */
export async function lockFor(
  house: House,
  tx: Tx,
  row: VoucherRow,
  wish: Wish,
  session: Session,
  minor: number,
): Promise<void> {
  const until = tx.now + lifeOf(session)
  if (isUsedOnce(row)) {
    await holdWithin(
      house,
      tx,
      { ...wish, order: { ...wish.order, reference: heldUnder(session.key) } },
      lifeOf(session),
    )
    return
  }
  await refuseTaken(house, tx, row.id, session.key, minor)
  const print = namePrint(house, row.id, session.key)
  const known = await rowByName(tx, 'session', print)
  if (known) await deleteRows(tx, [known.id])
  const id = ownId('ssn', tx.now)
  const body = house.secrets.seal(JSON.stringify({ until, key: session.key, minor } satisfies Kept), id)
  await insertNotes(tx, [
    { id, kind: 'session', namePrint: print, parent: row.id, customerId: null, state: null, body },
  ])
}

interface Kept {
  until: number
  key: string
  /** What of a gift card it keeps. */
  minor: number
}

/**
 * Under the voucher's lock: whether sessions of others leave a use, and of a gift card `minor`, to this one. Locks that are over are
 * as if absent. `voucher.held`, `giftcard.short`.
 */
export async function refuseTaken(
  house: House,
  tx: Tx,
  voucherId: string,
  key: string | undefined,
  minor: number,
): Promise<void> {
  const [claim] = await lockByIds(tx, [voucherId])
  if (claim === undefined) return
  const isLimited = claim.useLimit !== null && claim.useLimit !== 0
  if (!isLimited && claim.balanceMinor === null) return
  const live = await othersAt(house, tx, voucherId, key)
  if (isLimited && claim.activeUses + live.length >= (claim.useLimit ?? 0)) throw new Refusal('voucher.held')
  const spoken = live.reduce((sum, one) => sum + one.minor, 0)
  if (claim.balanceMinor !== null && spoken > 0 && minor + spoken > claim.balanceMinor)
    throw new Refusal('giftcard.short')
}

async function othersAt(house: House, tx: Tx, voucherId: string, key: string | undefined): Promise<Kept[]> {
  const rows = await pageOfRows(tx, { kinds: ['session'], parent: voucherId }, 1000, 0)
  return rows
    .map((row) => JSON.parse(house.secrets.unseal(row.body, row.id)) as Kept)
    .filter((kept) => kept.until > tx.now && kept.key !== key)
}

/** With its use the session is over. */
export async function endSession(house: House, tx: Tx, voucherId: string, key: string | undefined): Promise<void> {
  if (key === undefined) return
  const row = await rowByName(tx, 'session', namePrint(house, voucherId, key))
  if (row) await deleteRows(tx, [row.id])
}

/** 404 `not_found` for a session that is not. */
export async function releaseSession(house: House, row: VoucherRow, key: string): Promise<void> {
  const noted = await rowByName(house.store.read, 'session', namePrint(house, row.id, key))
  if (noted) return house.store.write((tx) => deleteRows(tx, [noted.id]))
  const [now] = await rowsByIds(house.store.read, [row.id])
  const [hold] = now?.holdId ? await findHolds(house.store.read, [now.holdId]) : []
  if (hold?.orderReference !== heldUnder(key)) throw notFound('session', key)
  await releaseHold(house, hold.id)
}

export const isHeldWhole = isUsedOnce
export const tellSession = (session: Session): Body => ({ ...session })
