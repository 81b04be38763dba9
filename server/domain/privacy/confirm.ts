// The second half of a double opt-in: a look changes nothing, a press confirms once, and "that was not me" ends it.
import { cellsToConfirm, confirmCells, disownCells, type Request } from '#consent/confirm-cells.ts'
import { noticeInForce } from '#consent/notice.ts'
import { purposeWords, showPurposes } from '#consent/purposes.ts'
import { peekToken, type Token, useToken } from '#consent/tokens.ts'
import type { House } from '#core/house.ts'
import type { AddressChannel } from '#customers/contacts.ts'
import { isFromForm } from '#customers/from-form.ts'
import type { Queries } from '#db/store.ts'
import type { Cell, Controller } from '#shared/contracts/consent.ts'
import { askGuardian } from './ask-guardian.ts'
import { purge } from './purge.ts'
import { deviceOf, type Seen } from './same-device.ts'

export interface TitledCell extends Cell {
  /** What the purpose is called. */
  title: string
}
export interface Confirmation {
  /** `expired` also when the address has changed or nothing waits any more. */
  state: 'open' | 'used' | 'expired' | 'unknown'
  locale: string | null
  cells: TitledCell[]
  noticeVersion: number | null
  controller: Controller | null
}

/** What a link would confirm at `now` (epoch ms); changes nothing. */
export async function peekConfirmation(q: Queries, token: string, now: number, locale?: string): Promise<Confirmation> {
  const controller = (await noticeInForce(q, now))?.controller ?? null
  const found = await peekToken(q, 'doi', token, now)
  const request = requestOf(found)
  if (found === null || request === null) return { ...nothing, controller }
  const own = found.bound.locale ?? null
  if (found.state !== 'open') return { ...nothing, state: found.state, locale: own, controller }
  const cells = await cellsToConfirm(q, request, now)
  if (cells.length === 0) return { ...nothing, state: 'expired', locale: own, controller }
  const noticeVersion = Math.max(...cells.map((cell) => cell.noticeVersion))
  return { state: 'open', locale: own, cells: await titled(q, cells, locale ?? own ?? 'en'), noticeVersion, controller }
}

export interface Confirmed {
  /** False for a link that was used, is too old or was never ours. */
  confirmed: boolean
  /** Whether a parent or guardian is asked now. */
  guardianAsked: boolean
  cells: Cell[]
}

/** Takes the link for good. Of any number of presses at once one confirms. */
export async function confirm(house: House, token: string, seen: Seen = {}): Promise<Confirmed> {
  return house.store.write(async (tx) => {
    const taken = await useToken(tx, 'doi', token)
    const request = requestOf(taken)
    if (request === null) return { confirmed: false, guardianAsked: false, cells: [] }
    const events = await confirmCells(tx, request)
    const waits = events.some(({ stateAfter }) => stateAfter === 'pending_guardian')
    const { locale = 'en', device } = taken?.bound ?? {}
    const devices = [device, deviceOf(house, seen)]
    const guardianAsked = waits && (await askGuardian(house, tx, request.customerId, locale, devices))
    const cells = events.map(({ purpose, channel, category }) => ({ purpose, channel, category }) as Cell)
    return { confirmed: events.length > 0, guardianAsked, cells }
  })
}

/** "That was not me": what waits is dropped, and whoever only the public form knows is forgotten. False for an unusable link. */
export async function disown(house: House, token: string): Promise<boolean> {
  const customerId = await house.store.write(async (tx) => {
    const request = requestOf(await useToken(tx, 'doi', token))
    if (request !== null) await disownCells(tx, request)
    return request?.customerId ?? null
  })
  if (customerId === null) return false
  if (await isFromForm(house.store.read, customerId)) await purge(house, customerId, 'disowned')
  return true
}

const nothing: Confirmation = { state: 'unknown', locale: null, cells: [], noticeVersion: null, controller: null }

function requestOf(token: Token | null): Request | null {
  const { channel, print, upTo } = token?.bound ?? {}
  const customerId = token?.customerId ?? null
  if (customerId === null || channel === undefined || print === undefined || upTo === undefined) return null
  return { customerId, channel: channel as AddressChannel, print, upTo }
}

/** Cells with what their purposes are called. */
export async function titled(
  q: Queries,
  cells: readonly { purpose: string; channel: string; category: string }[],
  locale: string,
): Promise<TitledCell[]> {
  const purposes = await showPurposes(q, [...new Set(cells.map(({ purpose }) => purpose))])
  const titles = new Map(purposes.map((one) => [one.key, purposeWords(one, locale).title]))
  return cells.map(({ purpose, channel, category }) => {
    return { purpose, channel, category, title: titles.get(purpose) ?? purpose } as TitledCell
  })
}
