// One step of a signed-in visit: the token is used up, the next one goes into the page, and a no is told on the page itself.
import type { Request, Response } from 'express'
import { noticeInForce } from '#consent/notice.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { profilesOf } from '#customers/profile.ts'
import { chooseLocale as nearest } from '#delivery/message.ts'
import { honourGpc } from '#privacy/gpc.ts'
import { passStep } from '#privacy/second-step.ts'
import { type Moved, moveSession } from '#privacy/sign-in.ts'
import type { Room } from '../../../web/privacy/layout.ts'
import type { Frame, News } from '../../../web/privacy/models.ts'
import { peoplePage } from '../../../web/privacy/pages/entry.ts'
import type { Page } from '../../../web/privacy/parts.ts'
import { fieldOf, hasOptOut, makeFrame, send } from './pages-frame.ts'
import { asRefusal, newsOf } from './pages-refusals.ts'

export interface Visit {
  house: House
  req: Request
  frame: Frame
  session: Moved
  customerId: string
  /** What the form asked to be done; '' when the page is only looked at. */
  act: string
  /** The code of the second step was not right. */
  wrong: boolean
}
export interface Shown {
  page: Page
  news?: News | null
  /** The page of somebody who has left: without a menu. */
  isOver?: boolean
}
export type ShowRoom = (visit: Visit) => Promise<Shown>
export interface RoomAt {
  path: string
  name: Room
  /** Fields that a change of language keeps. */
  kept?: readonly string[]
  show: ShowRoom
}

/** A mailed code moves the session itself; a wrong one leaves it, so that she may try again. */
async function moveOn(house: House, req: Request): Promise<{ session: Moved; wrong: boolean }> {
  const token = fieldOf(req, 'session')
  const move = () => moveSession(house, token, fieldOf(req, 'customer') || undefined)
  if (fieldOf(req, 'act') !== 'pass') return { session: await move(), wrong: false }
  try {
    return { session: await passStep(house, token, fieldOf(req, 'code')), wrong: false }
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'step.wrong') throw error
    return { session: await move(), wrong: true }
  }
}

export async function visitRoom(
  house: House,
  req: Request,
  res: Response,
  room: RoomAt,
  open?: () => Promise<Moved>,
): Promise<void> {
  const { session, wrong } = open === undefined ? await moveOn(house, req) : { session: await open(), wrong: false }
  const { customerId } = session
  const profile = (await profilesOf(house, customerId === null ? [] : [customerId])).get(customerId ?? '')
  const kept = Object.fromEntries(
    (room.kept ?? []).flatMap((name) => (fieldOf(req, name) === '' ? [] : [[name, fieldOf(req, name)]])),
  )
  const { locale = null, timeZone = null } = profile ?? {}
  const frame = await makeFrame(house, req, { path: room.path, kept, session: session.next, locale, timeZone })
  if (customerId === null) {
    const lone = { ...frame, path: '/privacy/people' }
    return send(res, 200, lone, peoplePage(lone, await labelsOf(house, session.profiles)))
  }
  if (hasOptOut(req)) await honourGpc(house, customerId, frame.words.locale)
  const visit = { house, req, frame, session, customerId, act: fieldOf(req, 'act'), wrong }
  const { page, news = null, isOver = false } = await room.show(visit)
  const shown = { ...frame, news, session: isOver ? null : frame.session }
  send(res, 200, shown, page, isOver ? null : room.name)
}

/** Names, where there are any, else the shop's own numbers would say too much: the count is enough. */
async function labelsOf(house: House, profiles: readonly string[]) {
  const known = await profilesOf(house, [...profiles])
  return profiles.map((customerId, i) => {
    const { givenName = null, familyName = null } = known.get(customerId) ?? {}
    return { customerId, label: [givenName, familyName].filter((name) => name !== null).join(' ') || String(i + 1) }
  })
}

/** Does what the form asks; a refusal becomes the news of the page that is shown again, a failure is thrown on. */
export async function attempt(frame: Frame, work: () => Promise<News | null>): Promise<News | null> {
  try {
    return await work()
  } catch (error) {
    const refusal = asRefusal(error)
    if (refusal === null || refusal.status >= 500) throw error
    return newsOf(frame.words, refusal)
  }
}

/** The language of the words she was shown: the notice's nearest to hers. */
export async function noticeLocale({ store, clock }: House, locale: string): Promise<string> {
  const notice = await noticeInForce(store.read, clock.now())
  const found = nearest([...(notice?.texts.keys() ?? [])], locale)
  if (found === null) throw new Refusal('notice.unknown')
  return found
}

/** The hash of the controls' words as a form sends it back; null for anything else. */
export const labelsIn = (req: Request): string | null => /^[0-9a-f]{64}$/.exec(fieldOf(req, 'labels'))?.[0] ?? null

/** The page of the second step once more, with what is wrong at its field. */
export function wrongCode(frame: Frame, page: (frame: Frame) => Page): Shown {
  const { t } = frame.words
  const errors = [{ field: 'field-code', text: t('error.code.next') }]
  const news: News = { tone: 'bad', title: t('error.code'), errors }
  return { page: page({ ...frame, news }), news }
}
