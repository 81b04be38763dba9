// A guardian's own page: what a child asks for, a yes that grants it, a no that ends it.
import { cellsForGuardian, findGuardian, guardianConfirms, guardianRefuses } from '#consent/guardians.ts'
import { noticeInForce } from '#consent/notice.ts'
import { peekToken, useToken } from '#consent/tokens.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Cell, Controller } from '#shared/contracts/consent.ts'
import { type TitledCell, titled } from './confirm.ts'
import { isOfTheChild, type Seen } from './same-device.ts'
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
 * to before anybody knew it was one. Refuses a yes from where the child asked, or in the child's own visit
 * (`guardian.same_device`), and one by an address that has become the child's (`guardian.same_address`); the link stays good.
 */
export async function answerGuardian(
  house: House,
  token: string,
  answer: 'confirm' | 'refuse',
  seen: Seen = {},
): Promise<boolean> {
  return house.store.write(async (tx) => {
    const taken = await useToken(tx, 'guardian', token)
    const customerId = taken?.customerId ?? null
    if (customerId === null || (await lockCustomer(tx, customerId)) === null) return false
    const link = await findGuardian(tx, taken?.bound.link ?? '')
    if (link === null || link.endedAt !== null) return false
    if (answer === 'confirm') {
      await refuseTheChild(house, tx, link, taken?.bound.device, seen)
      return (await guardianConfirms(tx, link)).length > 0
    }
    const { withdrawn } = await guardianRefuses(tx, link)
    await settleWithdrawal(tx, customerId, withdrawn as unknown as Cell[])
    return true
  })
}

/** Thrown inside the write, so that the link is not used up by it. */
async function refuseTheChild(
  house: House,
  tx: Tx,
  { customerId, print }: { customerId: string; print: string },
  devices: string | undefined,
  seen: Seen,
): Promise<void> {
  if ((await contactsOfCustomer(tx, customerId)).some((point) => point.print === print)) {
    throw new Refusal('guardian.same_address')
  }
  if (await isOfTheChild(house, tx, { customerId, devices, now: tx.now }, seen))
    throw new Refusal('guardian.same_device')
}
