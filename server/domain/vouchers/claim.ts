// Claims vouchers for whoever wants to change them: found, locked in the order of ids, changed in memory, saved at once.
// The order of locks in the whole house: vouchers by id, then budgets by id, then tallies by key.
import { asAsked, partsOf, type Secrets, spreadPrints } from '#core/secrets.ts'
import type { Queries, Tx } from '#db/store.ts'
import { checkHolds, foldCode, isOurShape } from './code.ts'
import {
  type Claim,
  claimsByPrints,
  idsOfCustomer,
  latestUses,
  lockClaimsByIds,
  lockClaimsByPrints,
  lockMaking,
  type SavedClaim,
  saveClaimRows,
} from './queries-claims.ts'

export type { Claim } from './queries-claims.ts'

/**
 * What a code as typed is found by, for the look-ups of this room: its fingerprint, or those under all keys of the index while it
 * has several; null for one of our shape with a wrong check sign, which nobody need
 * ask the database for. Only our own shape is folded: foreign codes are found as they were written (decisions.md, 6).
 */
export function printOfCode(secrets: Secrets, code: string): string | null {
  const folded = foldCode(code)
  if (!isOurShape(folded)) return secrets.lookUp(code.normalize('NFC'))
  return checkHolds(folded) ? secrets.lookUp(folded) : null
}

/** What a new voucher with this code is kept by; null as above. */
export function newPrintOf(secrets: Secrets, code: string): string | null {
  const folded = foldCode(code)
  if (!isOurShape(folded)) return secrets.fingerprint(code.normalize('NFC'))
  return checkHolds(folded) ? secrets.fingerprint(folded) : null
}

/**
 * Whoever makes vouchers of codes that others chose asks this first. While the index has several keys two processes may write one
 * code under two of them, which the schema cannot see: then they wait for each other, and the second finds what the first has made.
 */
export async function waitToMake(secrets: Secrets, tx: Tx): Promise<void> {
  if (secrets.ring.known('code-index').length > 1) await lockMaking(tx)
}

/** What a voucher that was found otherwise is looked up by: its code may be brought under another key meanwhile. */
export function printOfRow(
  secrets: Secrets,
  row: { id: string; codePrint: string; codeSealed: string | null },
): string {
  if (row.codeSealed === null || secrets.ring.known('code-index').length === 1) return row.codePrint
  const code = secrets.unseal(row.codeSealed, row.id)
  const known = [code.normalize('NFC'), foldCode(code)].map(secrets.lookUp)
  return known.find((print) => partsOf(print).includes(row.codePrint)) ?? row.codePrint
}

export const findByPrints = async (q: Queries, prints: string[]): Promise<Claim[]> =>
  prints.length === 0 ? [] : asAsked(prints, await claimsByPrints(q, spreadPrints(prints)))

/** All vouchers of a customer, the earliest first. */
export const voucherIdsOf = (q: Queries, customerId: string): Promise<string[]> => idsOfCustomer(q, customerId)

/** All vouchers of a customer that were redeemed, and the latest redemption of each. */
export async function latestUsesOf(q: Queries, customerId: string) {
  const used = (await latestUses(q, customerId)).flatMap(({ id, redemptionId }) =>
    redemptionId === null ? [] : [{ id, redemptionId }],
  )
  return { voucherIds: used.map(({ id }) => id), redemptionIds: used.map(({ redemptionId }) => redemptionId) }
}

/** The vouchers there are among the prints, locked until the transaction ends, in the order of ids. */
export const lockByPrints = async (tx: Tx, prints: string[]): Promise<Claim[]> =>
  prints.length === 0 ? [] : asAsked(prints, await lockClaimsByPrints(tx, spreadPrints(prints)))

export const lockByIds = (tx: Tx, ids: string[]): Promise<Claim[]> =>
  ids.length === 0 ? Promise.resolve([]) : lockClaimsByIds(tx, ids)

/** Writes down what was done to locked vouchers. Throws when a row is not as it was when it was locked. */
export async function saveClaims(tx: Tx, claims: SavedClaim[]): Promise<void> {
  const changed = claims.filter(({ was, now }) => was !== now)
  if (changed.length === 0) return
  const saved = await saveClaimRows(tx, changed)
  if (saved !== changed.length) throw new Error(`${changed.length - saved} vouchers changed under their lock`)
}

/** Used once more; a gift card lives on with `balanceMinor` left, anything else until its uses are up. */
export function markRedeemed(
  voucher: Claim,
  use: { redemptionId: string; at: number; balanceMinor: number | null; reservedMinor: number },
): Claim {
  const isUsedUp = use.balanceMinor === 0 || hasNoUseLeft(voucher, voucher.activeUses + 1)
  return {
    ...voucher,
    state: isUsedUp ? 'redeemed' : 'issued',
    balanceMinor: use.balanceMinor,
    reservedMinor: use.reservedMinor,
    uses: voucher.uses + 1,
    activeUses: voucher.activeUses + 1,
    holdId: null,
    heldUntil: null,
    redemptionId: use.redemptionId,
    redeemedAt: use.at,
  }
}

/** Whether so many uses that stand are all it can have. */
const hasNoUseLeft = ({ useLimit, balanceMinor }: Claim, activeUses: number): boolean =>
  useLimit === null ? balanceMinor === null : useLimit > 0 && activeUses >= useLimit

export const markHeld = (voucher: Claim, hold: { id: string; expiresAt: number }): Claim => ({
  ...voucher,
  state: 'held',
  holdId: hold.id,
  heldUntil: hold.expiresAt,
})

export const unhold = (voucher: Claim): Claim => ({ ...voucher, state: 'issued', holdId: null, heldUntil: null })

/** Lives again after a reversal, with what comes back to it. */
export const restore = (voucher: Claim, back: { balanceMinor: number | null; reservedMinor: number }): Claim => ({
  ...voucher,
  ...back,
  state: voucher.state === 'redeemed' ? 'issued' : voucher.state,
})
