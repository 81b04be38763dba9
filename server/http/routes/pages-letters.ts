// Where the links of mails lead: confirm, not me, unsubscribe, guardian. Looking changes nothing; a press does it once.
import type { Request, Response } from 'express'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { confirm, disown, peekConfirmation } from '#privacy/confirm.ts'
import { answerGuardian, peekGuardian } from '#privacy/guardian.ts'
import { peekUnsubscribe, unsubscribeFrom, unsubscribeOneClick } from '#privacy/unsubscribe.ts'
import type { Frame } from '../../../web/privacy/models.ts'
import {
  confirmPage,
  donePage,
  guardianPage,
  notMePage,
  unsubscribedPage,
  unsubscribePage,
} from '../../../web/privacy/pages/letters.ts'
import { fieldOf, fieldsOf, makeFrame, seenIn, send } from './pages-frame.ts'
import { newsOf, refusalPage } from './pages-refusals.ts'

type Done = Parameters<typeof donePage>[1]
type Titled = Awaited<ReturnType<typeof peekConfirmation>>['cells'][number]

const tokenOf = (req: Request) => String(req.params.token)
const lines = (cells: readonly Titled[]) =>
  cells.map(({ title, channel, category }) => ({ purpose: title, channel, category }))

async function frameFor(house: House, req: Request, path: string, locale: string | null): Promise<Frame> {
  return makeFrame(house, req, { path, locale })
}

function notUsable(res: Response, frame: Frame): void {
  send(res, 404, frame, refusalPage(frame, 'link'))
}

/** A press that comes twice, as from a double click, or again days later: what was to be done is done. */
function done(res: Response, frame: Frame, isDone: boolean, key: Done, state = 'unknown'): void {
  if (isDone) send(res, 200, frame, donePage(frame, key))
  else notOpen(res, frame, state)
}

function notOpen(res: Response, frame: Frame, state: string): void {
  if (state === 'used') send(res, 200, frame, donePage(frame, 'already'))
  else notUsable(res, frame)
}

async function stateOf(house: House, token: string, isOpen: boolean): Promise<string> {
  return isOpen ? 'open' : (await peekConfirmation(house.store.read, token, house.clock.now())).state
}

export async function showConfirmation(house: House, req: Request, res: Response): Promise<void> {
  const token = tokenOf(req)
  const now = house.clock.now()
  const { locale } = await peekConfirmation(house.store.read, token, now)
  const frame = await frameFor(house, req, `/c/${encodeURIComponent(token)}`, locale)
  const asked = await peekConfirmation(house.store.read, token, now, frame.words.locale)
  if (asked.state !== 'open') return notOpen(res, frame, asked.state)
  const page = req.path.endsWith('/not-me')
    ? notMePage({ ...frame, path: `${frame.path}/not-me` }, { token })
    : confirmPage(frame, { token, cells: lines(asked.cells), noticeVersion: asked.noticeVersion })
  send(res, 200, frame, page)
}

export async function useConfirmation(house: House, req: Request, res: Response): Promise<void> {
  const { confirmed, guardianAsked } = await confirm(house, tokenOf(req), seenIn(req))
  const frame = await frameFor(house, req, '/privacy', null)
  const state = await stateOf(house, tokenOf(req), confirmed)
  done(res, frame, confirmed, guardianAsked ? 'confirmed.guardian' : 'confirmed', state)
}

export async function useNotMe(house: House, req: Request, res: Response): Promise<void> {
  const isDone = await disown(house, tokenOf(req))
  const state = await stateOf(house, tokenOf(req), isDone)
  done(res, await frameFor(house, req, '/privacy', null), isDone, 'disowned', state)
}

export async function showUnsubscribe(house: House, req: Request, res: Response): Promise<void> {
  const token = tokenOf(req)
  const first = await peekUnsubscribe(house, token)
  const frame = await frameFor(house, req, `/u/${encodeURIComponent(token)}`, first?.locale ?? null)
  const asked = await peekUnsubscribe(house, token, frame.words.locale)
  if (asked === null) return notUsable(res, frame)
  send(res, 200, frame, unsubscribePage(frame, { token, ...asked }))
}

/** RFC 8058: whatever the body is, no redirect; a program gets a line of text, a person gets a page. */
export async function useUnsubscribe(house: House, req: Request, res: Response): Promise<void> {
  const token = tokenOf(req)
  const wantsPage = String(req.headers.accept ?? '').includes('text/html')
  if (wantsPage) {
    await unsubscribeOneClick(house, token)
    return showUnsubscribed(house, req, res)
  }
  try {
    await unsubscribeOneClick(house, token)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error
    return void res.status(404).type('text/plain').send('unknown\n')
  }
  res.status(200).type('text/plain').send('unsubscribed\n')
}

export async function useFinerUnsubscribe(house: House, req: Request, res: Response): Promise<void> {
  const token = tokenOf(req)
  const purposes = fieldsOf(req, 'purpose')
  if (purposes.length > 0) {
    await unsubscribeFrom(house, token, purposes)
    return showUnsubscribed(house, req, res)
  }
  const asked = await peekUnsubscribe(house, token)
  const frame = await frameFor(house, req, `/u/${encodeURIComponent(token)}`, asked?.locale ?? null)
  if (asked === null) return notUsable(res, frame)
  const { t } = frame.words
  const first = asked.purposes[0]
  const errors = first === undefined ? [] : [{ field: `stop-${first.key}`, text: t('unsubscribe.stop.none') }]
  const wrong: Frame = { ...frame, news: { tone: 'bad', title: t('error.form'), errors } }
  send(res, 422, wrong, unsubscribePage(wrong, { token, ...asked }))
}

async function showUnsubscribed(house: House, req: Request, res: Response): Promise<void> {
  const token = tokenOf(req)
  const asked = await peekUnsubscribe(house, token)
  const frame = await frameFor(house, req, `/u/${encodeURIComponent(token)}`, asked?.locale ?? null)
  const left = await peekUnsubscribe(house, token, frame.words.locale)
  if (left === null) return notUsable(res, frame)
  send(res, 200, frame, unsubscribedPage(frame, { token, ...left }))
}

export async function showGuardian(
  house: House,
  req: Request,
  res: Response,
  refused: Refusal | null = null,
): Promise<void> {
  const token = tokenOf(req)
  const now = house.clock.now()
  const { locale } = await peekGuardian(house.store.read, token, now)
  const frame = await frameFor(house, req, `/g/${encodeURIComponent(token)}`, locale)
  const asked = await peekGuardian(house.store.read, token, now, frame.words.locale)
  if (asked.state !== 'open') return notOpen(res, frame, asked.state)
  const { noticeVersion } = asked
  const shown = refused === null ? frame : { ...frame, news: newsOf(frame.words, refused) }
  send(res, refused?.status ?? 200, shown, guardianPage(shown, { token, cells: lines(asked.cells), noticeVersion }))
}

export async function useGuardian(house: House, req: Request, res: Response): Promise<void> {
  const answer = fieldOf(req, 'answer')
  if (answer !== 'confirm' && answer !== 'refuse') return showGuardian(house, req, res)
  const session = fieldOf(req, 'session') || (req.headers.authorization ?? '').replace(/^Bearer /, '')
  try {
    const isDone = await answerGuardian(house, tokenOf(req), answer, { ...seenIn(req), session })
    const key = answer === 'confirm' ? 'guardian.confirmed' : 'guardian.refused'
    const { state } = await peekGuardian(house.store.read, tokenOf(req), house.clock.now())
    done(res, await frameFor(house, req, '/privacy', null), isDone, key, state)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 422) throw error
    await showGuardian(house, req, res, error)
  }
}
