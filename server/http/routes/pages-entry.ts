// The way in and out: ask for a link, open it by a press, choose who of several it is, leave.
import type { Request, Response } from 'express'
import type { House } from '#core/house.ts'
import { askLink, endSession, openLink, peekLink } from '#privacy/sign-in.ts'
import { entryPage, leftPage, openPage, sentPage } from '../../../web/privacy/pages/entry.ts'
import { showChoicesRoom } from './pages-choices.ts'
import { fieldOf, makeFrame, send } from './pages-frame.ts'
import { refusalPage } from './pages-refusals.ts'
import { visitRoom } from './pages-visit.ts'

/** With its country code: nobody knows where she writes it. */
export const PHONE = /^\+[\d\s().-]{6,30}$/u

const takesPhone = ({ config }: House): boolean => config.sms !== undefined

/** Also for whoever comes to a page of the centre without a session. */
export async function showEntry(house: House, req: Request, res: Response): Promise<void> {
  const frame = await makeFrame(house, req, { path: '/privacy' })
  send(res, 200, frame, entryPage(frame, { takesPhone: takesPhone(house) }))
}

/** The same answer for everybody whose address is one by its shape. */
export async function askForLink(house: House, req: Request, res: Response): Promise<void> {
  const address = fieldOf(req, 'address').trim()
  const frame = await makeFrame(house, req, { path: '/privacy' })
  const { t, locale } = frame.words
  const isPhone = takesPhone(house) && PHONE.test(address)
  if (!isPhone && !/^[^\s@]{1,64}@[^\s@]{1,255}$/u.test(address)) {
    const text = t(takesPhone(house) ? 'entry.either.wrong' : 'entry.address.wrong')
    const errors = [{ field: 'field-address', text }]
    const wrong = { ...frame, news: { tone: 'bad' as const, title: t('error.form'), errors } }
    return send(res, 422, wrong, entryPage(wrong, { address, takesPhone: takesPhone(house) }))
  }
  await askLink(house, { address, locale, clientAddress: req.ip })
  send(res, 200, frame, sentPage(frame))
}

export async function showLink(house: House, req: Request, res: Response): Promise<void> {
  const token = String(req.params.token)
  const path = `/privacy/in/${encodeURIComponent(token)}`
  const frame = await makeFrame(house, req, { path })
  const state = await peekLink(house.store.read, token, house.clock.now())
  if (state !== 'open') return send(res, 404, frame, refusalPage(frame, state === 'used' ? 'link_used' : 'link'))
  send(res, 200, frame, openPage(frame, { action: path, key: 'open' }))
}

/** The choices come first: that is what most people come for. */
export async function useLink(house: House, req: Request, res: Response): Promise<void> {
  const token = String(req.params.token)
  if ((await peekLink(house.store.read, token, house.clock.now())) === 'used') return showLink(house, req, res)
  await visitRoom(house, req, res, { path: '/privacy/choices', name: 'choices', show: showChoicesRoom }, () =>
    openLink(house, token),
  )
}

export async function leave(house: House, req: Request, res: Response): Promise<void> {
  await endSession(house, fieldOf(req, 'session'))
  const frame = await makeFrame(house, req, { path: '/privacy' })
  send(res, 200, frame, leftPage(frame))
}
