// A guardian's own page: what a child asks for, a yes that grants it, a no that ends it.
import { cellsForGuardian, findGuardian, guardianConfirms, guardianRefuses } from '#consent/guardians.ts'
import { noticeInForce } from '#consent/notice.ts'
import { peekToken, useToken } from '#consent/tokens.ts'
import type { House } from '#core/house.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Queries } from '#db/store.ts'
import type { Cell, Controller } from '#shared/contracts/consent.ts'
import { type TitledCell, titled } from './confirm.ts'
import { settleWithdrawal } from './withdraw.ts'

export interface GuardianAsked {
  state: 'open' | 'used' | 'expired' | 'unknown'
  locale: string | null
  cells: TitledCell[]
  noticeVersion: number | null
  controller: Controller | null
}

/** Changes nothing. */
export async function peekGuardian(q: Queries, token: string, now: number, locale?: string): Promise<GuardianAsked> {
  const controller = (await noticeInForce(q, now))?.controller ?? null
  const nothing = { locale: null, cells: [], noticeVersion: null, controller }
  const found = await peekToken(q, 'guardian', token, now)
  if (found?.customerId == null) return { ...nothing, state: 'unknown' }
  const own = found.bound.locale ?? null
  if (found.state !== 'open') return { ...nothing, state: found.state, locale: own }
  const cells = await cellsForGuardian(q, found.customerId, now)
  if (cells.length === 0) return { ...nothing, state: 'expired', locale: own }
  const noticeVersion = Math.max(...cells.map((cell) => cell.noticeVersion))
  return { state: 'open', locale: own, cells: await titled(q, cells, locale ?? own ?? 'en'), noticeVersion, controller }
}

/**
 * Takes the link for good; false when it was used, is too old or was never ours. A no also withdraws what the child agreed
 * to before anybody knew it was one.
 */
export async function answerGuardian(house: House, token: string, answer: 'confirm' | 'refuse'): Promise<boolean> {
  return house.store.write(async (tx) => {
    const taken = await useToken(tx, 'guardian', token)
    const customerId = taken?.customerId ?? null
    if (customerId === null || (await lockCustomer(tx, customerId)) === null) return false
    const link = await findGuardian(tx, taken?.bound.link ?? '')
    if (link === null || link.endedAt !== null) return false
    if (answer === 'confirm') return (await guardianConfirms(tx, link)).length > 0
    const { withdrawn } = await guardianRefuses(tx, link)
    await settleWithdrawal(tx, customerId, withdrawn as unknown as Cell[])
    return true
  })
}
