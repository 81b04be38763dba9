// Brings vouchers under the present key of the index of codes, page by page: whose code is kept sealed gets its fingerprint anew.
// Codes that are used up, over or an erased person's are kept nowhere in clear: they stay under the key they have, which is
// looked under as long as it is not retired.
import type { House } from '#core/house.ts'
import { keyOf, type RingKey } from '#core/key-ring.ts'
import { makeHmac } from '#core/secrets.ts'
import type { Queries, Tx } from '#db/store.ts'
import { foldCode } from './code.ts'
import {
  type Beside,
  countBeside,
  foldsOfVouchers,
  knownPrints,
  lockPrinted,
  type Printed,
  saveFold,
  savePrint,
} from './queries-reprint.ts'

export interface ReprintedPage {
  /** The last id of the page; null when there is none behind it. */
  last: string | null
  looked: number
  changed: number
  /** Another voucher stands under the new key with the same code: both are left, and somebody has to look. */
  twins: number
}

interface Change {
  id: string
  code: string
  was: string
  print: string
}

/** The vouchers of the page are locked while it is done; codes are found before, during and after. */
export async function reprintPage(house: House, tx: Tx, after: string, limit: number): Promise<ReprintedPage> {
  const rows = await lockPrinted(tx, after, limit)
  const key = house.secrets.ring.current('code-index')
  const changes = rows.flatMap((row) => changeOf(house, key, row) ?? [])
  const folds =
    changes.length === 0
      ? []
      : await foldsOfVouchers(
          tx,
          changes.map(({ id }) => id),
        )
  const byId = new Map(changes.map((change) => [change.id, change]))
  const mac = makeHmac(key.raw)
  const newFolds = folds.flatMap((fold) => {
    const change = byId.get(fold.voucherId)
    return change ? [{ ...fold, to: key.mark + mac(foldCode(change.code)) }] : []
  })
  const known = await knownPrints(tx, [...changes.map(({ print }) => print), ...newFolds.map(({ to }) => to)])
  let changed = 0
  for (const { id, print } of changes) {
    if (known.has(print)) continue
    await savePrint(tx, id, print)
    changed += 1
  }
  for (const { voucherId, foldPrint, to } of newFolds)
    if (!known.has(to) && to !== foldPrint) await saveFold(tx, voucherId, foldPrint, to)
  const last = rows.length < limit ? null : (rows.at(-1)?.id ?? null)
  return { last, looked: rows.length, changed, twins: changes.length - changed }
}

/** Foreign codes stand as they were written, ours as they are folded: the print itself tells which of the two it is. */
function changeOf({ secrets }: House, key: RingKey, row: Printed): Change | null {
  if (row.codeSealed === null || row.codePrint.startsWith('gone ')) return null
  const old = keyOf(secrets.ring, 'code-index', row.codePrint)
  if (old.version === key.version) return null
  const code = secrets.unseal(row.codeSealed, row.id)
  const under = (of: RingKey, text: string) => of.mark + makeHmac(of.raw)(text)
  const spelt = [foldCode(code), code.normalize('NFC')].find((text) => under(old, text) === row.codePrint)
  return spelt === undefined ? null : { id: row.id, code, was: row.codePrint, print: under(key, spelt) }
}

/** How many vouchers do not stand under the present key of the index. */
export const countUnderOthers = (q: Queries, { secrets, clock }: House): Promise<Beside> =>
  countBeside(q, secrets.ring.current('code-index').mark, clock.now())
