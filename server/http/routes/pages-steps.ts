// What takes a second step: the download of everything and the erasure, each after a code that is mailed for just that.
import type { Request, Response } from 'express'
import type { House } from '#core/house.ts'
import { makeExport, openExport } from '#privacy/export.ts'
import { erasePerson, previewErasure } from '#privacy/forget-me.ts'
import { askStep } from '#privacy/second-step.ts'
import { actorOf, requireStep, type Step } from '#privacy/sign-in.ts'
import type { Frame } from '../../../web/privacy/models.ts'
import { openPage, stepPage } from '../../../web/privacy/pages/entry.ts'
import { downloadPage, erasedPage, erasePage } from '../../../web/privacy/pages/rights.ts'
import { makeFrame, send } from './pages-frame.ts'
import { attempt, type Shown, type Visit, wrongCode } from './pages-visit.ts'

export async function showDownloadRoom(visit: Visit): Promise<Shown> {
  const { house, frame, customerId, session, act, wrong } = visit
  const step = (shown: Frame) => stepPage(shown, { action: '/privacy/download', why: 'download' })
  if (wrong) return wrongCode(frame, step)
  if (act === 'ask') return askCode(visit, 'export', step(frame), () => downloadPage(frame, { file: null }))
  if (act !== 'pass') return { page: downloadPage(frame, { file: null }) }
  requireStep(session, 'export')
  const { token } = await makeExport(house, customerId, frame.words.locale)
  return { page: downloadPage(frame, { file: token }) }
}

export async function showEraseRoom(visit: Visit): Promise<Shown> {
  const { house, frame, customerId, session, act, wrong } = visit
  const step = (shown: Frame) => stepPage(shown, { action: '/privacy/erase', why: 'erase' })
  if (wrong) return wrongCode(frame, step)
  if (act === 'pass') {
    requireStep(session, 'erase')
    const { certificate, jws } = await erasePerson(house, customerId, actorOf(session), 'centre')
    const file = Buffer.from(JSON.stringify({ certificate, jws }, null, 2)).toString('base64')
    return { page: erasedPage(frame, { certificate: file }), isOver: true }
  }
  const preview = await previewErasure(house, customerId)
  if (act === 'ask') return askCode(visit, 'erase', step(frame), () => erasePage(frame, preview))
  return { page: erasePage(frame, preview) }
}

/** Too many codes, and the page is shown as it was, with the reason. */
async function askCode(
  { house, frame, session }: Visit,
  step: Step,
  asked: Shown['page'],
  before: () => Shown['page'],
): Promise<Shown> {
  const news = await attempt(frame, async () => {
    await askStep(house, session.next, step, frame.words.locale)
    return null
  })
  return news === null ? { page: asked } : { page: before(), news }
}

export async function showFile(house: House, req: Request, res: Response): Promise<void> {
  const path = `/privacy/export/${encodeURIComponent(String(req.params.token))}`
  const frame = await makeFrame(house, req, { path })
  send(res, 200, frame, openPage(frame, { action: path, key: 'file' }))
}

export async function fetchFile(house: House, req: Request, res: Response): Promise<void> {
  const { name, bytes } = await openExport(house, String(req.params.token))
  res.setHeader('Content-Disposition', `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`)
  res.type('application/zip').send(Buffer.from(bytes))
}
