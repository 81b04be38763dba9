// Vouchers that the drop-in makes: with codes, ends, starts and numbers of uses of their own, for nobody at first.
import { peekBudgets } from '#budget/lock.ts'
import { moveBudget } from '#budget/move.ts'
import { whenIssued } from '#budget/moves.ts'
import { loadCampaign } from '#campaigns/load.ts'
import { tally } from '#campaigns/tally.ts'
import { permitUnowned } from '#consent/gate.ts'
import { localDay } from '#core/calendar.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { partsOf, type Secrets, spreadPrints } from '#core/secrets.ts'
import type { Queries, Tx } from '#db/store.ts'
import { lockByIds, newPrintOf, printOfCode, waitToMake } from './claim.ts'
import { foldCode } from './code.ts'
import { extendOne, extendVouchers } from './extend.ts'
import { insertVouchers, type NewVoucher, type VoucherRow } from './queries.ts'
import {
  changeRow,
  claimFolds,
  discardRows,
  dropFolds,
  expiredOf,
  foldsOf,
  freeRow,
  giveRow,
  moveEnds,
  rowsByIds,
  rowsByPrint,
  type VoucherChange,
} from './queries-foreign.ts'
import { revokeVouchers } from './revoke.ts'

export type { VoucherRow } from './queries.ts'
export {
  countMatching,
  freeStanding,
  ownedOf,
  pageOfVouchers,
  rowsByIds,
  type VoucherChange,
  type VouchersWanted,
} from './queries-foreign.ts'

/** Past every date that anybody writes. */
export const NEVER = Date.parse('9999-12-31T23:59:59.999Z')

/** Foreign codes are found as they were written; ours also as they were typed. */
export function printsOf(secrets: Secrets, code: string): string[] {
  const exact = secrets.lookUp(code.normalize('NFC'))
  const own = printOfCode(secrets, code)
  return own === null || own === exact ? [exact] : [own, exact]
}

export async function findForeign(q: Queries, secrets: Secrets, code: string): Promise<VoucherRow | undefined> {
  const prints = printsOf(secrets, code)
  const rows = await rowsByPrint(q, spreadPrints(prints))
  const exact = partsOf(prints.at(-1) ?? '')
  const found = rows.find((row) => exact.includes(row.codePrint)) ?? rows[0]
  if (found !== undefined) return found
  // As it was typed, not as it was written: only one voucher can have the fold.
  const fold = foldOf(secrets, code)
  const [known] = fold === null ? [] : await foldsOf(q, partsOf(fold))
  return known && (await rowsByIds(q, [known.voucherId]))[0]
}

/** Null for codes of which folding leaves nothing. */
function foldOf(secrets: Secrets, code: string): string | null {
  const folded = foldCode(code)
  return folded === '' ? null : secrets.lookUp(folded)
}

export interface Foreign {
  code: string
  expiresAt: number
  startsAt: number | null
  useLimit: number | null
  balanceMinor: number | null
  isDisabled: boolean
  /** Before it came here; whoever makes it revokes it. */
  isUsedUp?: boolean
}

/**
 * Answers those that were made: a code that is there already, or is folded to one that is (decisions.md, 6), is left out.
 * 404 `campaign.not_found`.
 */
export async function makeForeign(
  secrets: Secrets,
  tx: Tx,
  campaignId: string,
  wanted: readonly Foreign[],
): Promise<{ row: NewVoucher; code: string }[]> {
  await waitToMake(secrets, tx)
  const campaign = await loadCampaign(tx, campaignId)
  const budget = (await peekBudgets(tx, [campaignId])).get(campaignId)
  const variantKey = campaign?.terms.variants[0]?.key
  if (campaign === null || budget === undefined || variantKey === undefined) throw new Refusal('campaign.not_found')
  const day = localDay(tx.now, campaign.timeZone)
  const owners = permitUnowned(campaign.use, wanted.length)
  const codes = new Map<string, string>()
  const rows = wanted.map((one, at): NewVoucher => {
    const id = newId('voucher', tx.now)
    codes.set(id, one.code)
    return {
      id,
      campaignId,
      customerId: owners[at]?.customerId ?? '',
      occasion: 'drop-in',
      runId: null,
      variantKey,
      channel: null,
      codePrint: newPrintOf(secrets, one.code) ?? secrets.fingerprint(one.code.normalize('NFC')),
      codeSealed: secrets.seal(one.code, id),
      state: 'issued',
      issuedAt: tx.now,
      issuedDay: day,
      expiresAt: one.expiresAt,
      balanceMinor: one.balanceMinor,
      useLimit: one.useLimit,
      startsAt: one.startsAt,
      disabledAt: one.isDisabled ? tx.now : null,
    }
  })
  const free = await freeOfOlder(secrets, tx, rows, codes)
  const made = await insertVouchers(tx, await keepFolds(secrets, tx, free, codes))
  await dropFolds(tx, missing(rows, made))
  const [first] = made
  if (first) {
    const change = whenIssued(budget.mode, made.length, 0)
    if (!(await moveBudget(tx, budget, { kind: 'issue', cause: first.id, ...change })))
      throw new Refusal('budget.exhausted')
    await tally(
      tx,
      made.map(() => ({ campaignId, day, variantKey, channel: '', issued: 1 })),
    )
  }
  return made.map((row) => ({ row, code: codes.get(row.id) ?? '' }))
}

/** Those whose code no voucher stands under by another key of the index: the schema only sees those by the same. */
async function freeOfOlder(
  secrets: Secrets,
  tx: Tx,
  rows: NewVoucher[],
  codes: ReadonlyMap<string, string>,
): Promise<NewVoucher[]> {
  if (secrets.ring.known('code-index').length === 1) return rows
  const others = new Map(rows.map(({ id }) => [id, otherPrints(secrets, codes.get(id) ?? '')]))
  const prints = [...others.values()].flatMap(({ code, fold }) => [...code, ...fold])
  const taken = new Set((await rowsByPrint(tx, prints)).map(({ codePrint }) => codePrint))
  for (const { foldPrint } of await foldsOf(tx, prints)) taken.add(foldPrint)
  return rows.filter(({ id }) => {
    const { code = [], fold = [] } = others.get(id) ?? {}
    return ![...code, ...fold].some((print) => taken.has(print))
  })
}

function otherPrints(secrets: Secrets, code: string): { code: string[]; fold: string[] } {
  const { mark } = secrets.ring.current('code-index')
  const isOther = (print: string) => (mark === '' ? print.includes('.') : !print.startsWith(mark))
  const fold = foldOf(secrets, code)
  return {
    code: printsOf(secrets, code).flatMap(partsOf).filter(isOther),
    fold: fold === null ? [] : partsOf(fold).filter(isOther),
  }
}

/** Those whose fold nobody else has; the fold of each is theirs from now on. */
async function keepFolds(
  secrets: Secrets,
  tx: Tx,
  rows: NewVoucher[],
  codes: ReadonlyMap<string, string>,
): Promise<NewVoucher[]> {
  const folds = rows.flatMap(({ id }) => {
    const folded = foldCode(codes.get(id) ?? '')
    return folded === '' ? [] : { foldPrint: secrets.fingerprint(folded), voucherId: id }
  })
  const byFold = new Map(folds.map((fold) => [fold.foldPrint, fold]))
  const own = new Map(rows.map(({ id, codePrint }) => [id, codePrint]))
  // The house's own codes are kept by their folds.
  const ours = await rowsByPrint(tx, [...byFold.keys()])
  for (const { codePrint } of ours) {
    const fold = byFold.get(codePrint)
    if (fold && own.get(fold.voucherId) !== codePrint) byFold.delete(codePrint)
  }
  const sorted = [...byFold.values()].sort((a, b) => (a.foldPrint < b.foldPrint ? -1 : 1))
  const kept = await claimFolds(tx, sorted)
  const isFolded = new Set(folds.map(({ voucherId }) => voucherId))
  const isKept = new Set(sorted.flatMap(({ foldPrint, voucherId }) => (kept.has(foldPrint) ? voucherId : [])))
  return rows.filter(({ id }) => !isFolded.has(id) || isKept.has(id))
}

const missing = (rows: NewVoucher[], made: NewVoucher[]): string[] => {
  const ids = new Set(made.map(({ id }) => id))
  return rows.flatMap(({ id }) => (ids.has(id) ? [] : id))
}

/** Changes a voucher under its lock; answers whether there was one. `change` is asked what to do with it as it is. */
export async function changeForeign(
  tx: Tx,
  id: string,
  change: (row: VoucherRow) => VoucherChange | null,
): Promise<boolean> {
  if ((await lockByIds(tx, [id])).length === 0) return false
  const [row] = await rowsByIds(tx, [id])
  const to = row && change(row)
  if (!to || Object.keys(to).length === 0) return true
  await changeRow(tx, id, to)
  if (to.campaignId !== undefined && to.campaignId !== row.campaignId) {
    const { issuedDay: day, variantKey } = row
    await tally(tx, [
      { campaignId: row.campaignId, day, variantKey, channel: '', issued: -1 },
      { campaignId: to.campaignId, day, variantKey, channel: '', issued: 1 },
    ])
  }
  return true
}

export const moveForeignEnds = (
  tx: Tx,
  campaignId: string,
  to: Pick<VoucherChange, 'expiresAt' | 'startsAt'>,
): Promise<void> => moveEnds(tx, campaignId, to)

const REVIVED_AT_ONCE = 500

/** Those of a campaign that are over live again until then. Answers whether there may be more of them. */
export async function reviveForeign(tx: Tx, campaignId: string, at: number): Promise<boolean> {
  const ids = await expiredOf(tx, campaignId, REVIVED_AT_ONCE)
  const outcomes = ids.length === 0 ? [] : [...(await extendVouchers(tx, ids, { at }, BY_DROP_IN)).values()]
  return ids.length === REVIVED_AT_ONCE && outcomes.includes('changed')
}

/** One that is over lives again until then, as far as its budget allows. */
export const reviveOne = (tx: Tx, id: string, at: number): Promise<void> => extendOne(tx, id, { at }, BY_DROP_IN)

const BY_DROP_IN = { actor: 'drop-in' }

/** Deletes vouchers as far as that can be: no use of them any more, their codes are free, their history stays. */
export async function discardForeign(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await revokeVouchers(tx, ids, 'deleted')
  await discardRows(tx, ids)
  await dropFolds(tx, ids)
}

/** One that is free, given to somebody; undefined when there is none. */
export async function giveFree(
  tx: Tx,
  campaignId: string,
  customerId: string,
  occasion: string,
): Promise<string | undefined> {
  const row = await freeRow(tx, campaignId)
  if (row === undefined || !(await giveRow(tx, row.id, customerId, occasion))) return undefined
  return row.id
}

/** 409 `voucher.wrong_state` when it is somebody else's. */
export async function giveForeign(tx: Tx, id: string, customerId: string, occasion: string): Promise<void> {
  if (await giveRow(tx, id, customerId, occasion)) return
  const [row] = await rowsByIds(tx, [id])
  if (row?.customerId !== customerId) throw new Refusal('voucher.wrong_state', { detail: 'It is somebody else’s' })
}
