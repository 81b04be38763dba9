// Global Privacy Control: whoever's browser says so has nothing of hers passed to partners or advertisers (consent.md, S3).

import { cellsOf } from '#consent/cells.ts'
import { keyOf } from '#consent/diff-notice.ts'
import { noticeInForce, shownIn } from '#consent/notice.ts'
import { isPartnerCell, partnerCells } from '#consent/partners.ts'
import { recordDecisions } from '#consent/record.ts'
import { withdrawCells } from '#consent/withdraw-cells.ts'
import type { House } from '#core/house.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Tx } from '#db/store.ts'
import { settleWithdrawal } from './withdraw.ts'

/** Only the one-character value 1 counts, in whichever of several headers; give it `req.headersDistinct['sec-gpc']`. */
export const isOptOut = (values: readonly string[] | undefined): boolean => values?.includes('1') ?? false

/** A no to every partner cell that is not a no yet, recorded as `gpc`; answers how many. What is first-party stays. */
export async function honourGpc(house: House, customerId: string, locale = 'en'): Promise<number> {
  const { store, clock } = house
  if ((await openPartnerCells(store.read, customerId, clock.now())).length === 0) return 0
  return store.write((tx) => refusePartners(tx, customerId, locale))
}

export async function refusePartners(tx: Tx, customerId: string, locale: string): Promise<number> {
  if ((await lockCustomer(tx, customerId)) === null) return 0
  const notice = await noticeInForce(tx, tx.now)
  const isPartner = await isPartnerCell(tx)
  const withdrawn = await withdrawCells(tx, customerId, isPartner, { method: 'gpc', actor: 'self', surface: 'Sec-GPC' })
  await settleWithdrawal(tx, customerId, withdrawn)
  const open = await openPartnerCells(tx, customerId, tx.now)
  if (open.length > 0 && notice !== null) {
    await recordDecisions(tx, {
      ...{ customerId, noticeVersion: notice.version, locale: shownIn(notice, locale) },
      ...{ method: 'gpc', actor: 'self', surface: 'Sec-GPC', verified: undefined },
      decisions: open.map((cell) => ({ ...cell, decision: 'refuse' })),
    })
  }
  return withdrawn.length + open.length
}

/** Cells of partners in the notice in force that the person has not said no to. */
async function openPartnerCells(q: Parameters<typeof partnerCells>[0], customerId: string, now: number) {
  const closed = new Set(
    (await cellsOf(q, customerId, now))
      .filter(({ state }) => state === 'refused' || state === 'withdrawn')
      .map((cell) => keyOf(cell)),
  )
  return (await partnerCells(q, now)).filter((cell) => !closed.has(keyOf(cell)))
}
