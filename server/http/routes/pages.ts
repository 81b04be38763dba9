// The customers' pages: HTML from our own verbs, with forms that need no script and no cookie. A GET shows, a POST does.
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express'
import type { House } from '#core/house.ts'
import { readHouseSettings } from '#core/house-settings.ts'
import { Refusal } from '#core/refusal.ts'
import type { Room } from '../../../web/privacy/layout.ts'
import { brandStyle } from '../brand-style.ts'
import { answerAgain } from './pages-again.ts'
import { showChangesRoom, showChoicesRoom } from './pages-choices.ts'
import { showDataRoom, showUsageRoom } from './pages-data.ts'
import { askForLink, leave, showEntry, showLink, useLink } from './pages-entry.ts'
import { type Asset, makeFrame, PAGE_POLICY, script, send, style } from './pages-frame.ts'
import {
  showConfirmation,
  showGuardian,
  showUnsubscribe,
  useConfirmation,
  useFinerUnsubscribe,
  useGuardian,
  useNotMe,
  useUnsubscribe,
} from './pages-letters.ts'
import { showNoticePage } from './pages-notices.ts'
import { asRefusal, kindOf, refusalPage } from './pages-refusals.ts'
import { showObjectionsRoom, showPartiesRoom, showReceiptsRoom, showRequestsRoom } from './pages-rights.ts'
import { showSignUpPage, takeSignUp } from './pages-sign-up.ts'
import { fetchFile, showDownloadRoom, showEraseRoom, showFile } from './pages-steps.ts'
import { type ShowRoom, visitRoom } from './pages-visit.ts'
import { showVouchersRoom, showWhyRoom } from './pages-vouchers.ts'

type Show = (house: House, req: Request, res: Response) => Promise<void>
interface PageAddress {
  method: 'get' | 'post'
  /** Express 5 path. */
  path: string
  show: Show
}

/** The rooms of the centre behind the session; `at` where the address is another than the name. */
const centre: readonly { name: Room; at?: string; kept?: readonly string[]; show: ShowRoom }[] = [
  { name: 'choices', kept: ['view'], show: showChoicesRoom },
  { name: 'vouchers', show: showVouchersRoom },
  { name: 'vouchers', at: 'why', kept: ['voucher'], show: showWhyRoom },
  { name: 'data', show: showDataRoom },
  { name: 'usage', show: showUsageRoom },
  { name: 'changes', show: showChangesRoom },
  { name: 'objections', show: showObjectionsRoom },
  { name: 'parties', show: showPartiesRoom },
  { name: 'requests', show: showRequestsRoom },
  { name: 'receipts', show: showReceiptsRoom },
  { name: 'download', show: showDownloadRoom },
  { name: 'erase', show: showEraseRoom },
]

/** Every page there is; the tests crawl this list. */
export const pageAddresses: readonly PageAddress[] = [
  { method: 'get', path: '/privacy', show: showEntry },
  { method: 'post', path: '/privacy', show: askForLink },
  { method: 'get', path: '/privacy/in/:token', show: showLink },
  { method: 'post', path: '/privacy/in/:token', show: useLink },
  { method: 'post', path: '/privacy/leave', show: leave },
  { method: 'get', path: '/privacy/export/:token', show: showFile },
  { method: 'post', path: '/privacy/export/:token', show: fetchFile },
  ...centre.flatMap(({ name, at = name, kept = [], show }): PageAddress[] => [
    { method: 'get', path: `/privacy/${at}`, show: showEntry },
    {
      method: 'post',
      path: `/privacy/${at}`,
      show: (house, req, res) => visitRoom(house, req, res, { path: `/privacy/${at}`, name, kept, show }),
    },
  ]),
  { method: 'get', path: '/c/:token', show: showConfirmation },
  { method: 'post', path: '/c/:token', show: useConfirmation },
  { method: 'get', path: '/c/:token/not-me', show: showConfirmation },
  { method: 'post', path: '/c/:token/not-me', show: useNotMe },
  { method: 'get', path: '/u/:token', show: showUnsubscribe },
  { method: 'post', path: '/u/:token', show: useUnsubscribe },
  { method: 'post', path: '/u/:token/finer', show: useFinerUnsubscribe },
  { method: 'get', path: '/g/:token', show: showGuardian },
  { method: 'post', path: '/g/:token', show: useGuardian },
  { method: 'get', path: '/notices/:version', show: showNoticePage },
  { method: 'get', path: '/sign-up', show: showSignUpPage },
  { method: 'post', path: '/sign-up', show: takeSignUp },
]

/** The accent of web/privacy/style.css. */
const DEFAULT_COLOUR = '#17603f'
const FORM_LIMIT = 64 * 1024
const homes = ['/privacy', '/c', '/u', '/g', '/notices', '/sign-up']

export function customerPages(house: House): Router {
  const router = Router()
  for (const one of [style, script]) router.get(one.path, hand(one))
  router.get('/privacy/brand.css', async (_req, res) => {
    const { colour } = await readHouseSettings(house.store.read)
    res.setHeader('Cache-Control', 'no-cache')
    res.type('text/css').send(brandStyle(colour ?? DEFAULT_COLOUR))
  })
  router.use(homes, strictHeaders)
  router.use(homes, readForm)
  router.use(homes, answerAgain(house))
  for (const { method, path, show } of pageAddresses) {
    router[method](path, (req, res) => show(house, req, res))
  }
  router.use(homes, () => {
    throw new Refusal('request.not_found')
  })
  router.use(homes, tellFailure(house))
  return router
}

const hand =
  ({ type, body }: Asset): RequestHandler =>
  (_req, res) => {
    res.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    res.type(type).send(body)
  }

const strictHeaders: RequestHandler = (_req, res, next) => {
  res.setHeader('Content-Security-Policy', PAGE_POLICY)
  res.setHeader('Cache-Control', 'no-store')
  res.setHeader('Referrer-Policy', 'no-referrer')
  next()
}

const readText = express.text({ type: 'application/x-www-form-urlencoded', limit: FORM_LIMIT })

/** The fields of the form as URLSearchParams. One-click answers whatever comes, so its body is left where it is. */
const readForm: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST' || isOneClick(req)) return next()
  readText(req, res, (error?: unknown) => {
    if (error !== undefined) return next(error)
    const fields = new URLSearchParams(typeof req.body === 'string' ? req.body : '')
    if ([...fields.values()].some((value) => value.includes('\u0000'))) return next(new Refusal('request.invalid'))
    req.body = fields
    next()
  })
}

const isOneClick = (req: Request) => /^\/u\/[^/]+\/?$/.test(req.originalUrl.split('?')[0] ?? '')

/** Whatever was thrown, as a page in the reader's language; what went wrong inside is for the log alone. */
function tellFailure(house: House): ErrorRequestHandler {
  return async (error, req, res, next) => {
    if (res.headersSent) return next(error)
    const refusal = asRefusal(error)
    // what nobody foresaw is logged where everything is, without its values
    if (refusal === null)
      house.log.error(
        { kind: error instanceof Error ? error.name : typeof error, stack: stackOf(error) },
        'a page failed',
      )
    const code = refusal?.code ?? 'request.failed'
    const frame = await makeFrame(house, req, { path: '/privacy' })
    if (refusal?.retryAfter !== undefined) res.setHeader('Retry-After', String(Math.ceil(refusal.retryAfter)))
    send(res, refusal?.status ?? 500, frame, refusalPage(frame, kindOf(code)))
  }
}

const stackOf = (error: unknown) =>
  error instanceof Error ? error.stack?.split('\n').slice(1, 8).join('\n') : undefined
