// What pages of other origins may have of us: the script of the on-site element, and answers to the origins on the list.
import { join } from 'node:path'
import { type RequestHandler, Router } from 'express'
import type { House } from '#core/house.ts'

const folder = join(import.meta.dirname, '../../web/onsite')
const LASTS_SECONDS = 600

/** Goes before the doors: a browser asks first (OPTIONS), and without any key. No cookie is ever asked for. */
export function onsitePages({ config }: Pick<House, 'config'>): RequestHandler {
  const router = Router()
  router.get('/onsite/vouchsafe-offer.js', (_req, res) => {
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
    res.setHeader('Access-Control-Allow-Origin', '*')
    res.setHeader('Cache-Control', 'public, max-age=3600')
    res.sendFile(join(folder, 'vouchsafe-offer.js'), { cacheControl: false })
  })
  router.use(['/v1/onsite/offers', '/v1/onsite/push', '/v1/onsite/push-key'], (req, res, next) => {
    res.vary('Origin')
    const { origin } = req.headers
    if (origin === undefined || !config.onsiteOrigins.includes(origin)) return next()
    res.setHeader('Access-Control-Allow-Origin', origin)
    res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
    if (req.method !== 'OPTIONS') return next()
    res.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE')
    res.setHeader('Access-Control-Allow-Headers', 'authorization, content-type')
    res.setHeader('Access-Control-Max-Age', String(LASTS_SECONDS))
    res.status(204).end()
  })
  return router
}
