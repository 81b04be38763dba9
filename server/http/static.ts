// The console's built files, from the same process: hashed assets for ever, the page always fresh.
import { existsSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import express, { type RequestHandler, Router } from 'express'

const built = join(import.meta.dirname, '../../web/dist')

export function consoleFiles(): RequestHandler {
  const router = Router()
  router.use('/assets', gzipped(join(built, 'assets')))
  router.use('/assets', express.static(join(built, 'assets'), { immutable: true, maxAge: '1y', fallthrough: true }))
  router.get(['/', '/console', '/console/{*path}'], (req, res, next) => {
    const page = join(built, 'index.html')
    if (!req.accepts('html')) return next()
    if (!existsSync(page))
      return void res.status(503).type('text/plain').send('The console is not built yet: run `npm run build`.\n')
    res.setHeader('Cache-Control', 'no-cache')
    res.sendFile(page)
  })
  router.use(express.static(built, { index: false, maxAge: '1h' }))
  return router
}

/** Whoever takes gzip gets what the build has packed; these files hold nothing of anybody, so their length tells nothing. */
function gzipped(folder: string): RequestHandler {
  const names = new Set(existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.gz')) : [])
  return (req, res, next) => {
    const name = req.path.slice(1)
    // A build meanwhile may have taken it away.
    if (!names.has(`${name}.gz`) || !existsSync(join(folder, `${name}.gz`))) return next()
    res.vary('Accept-Encoding')
    if (req.acceptsEncodings('gzip') !== 'gzip') return next()
    res.type(extname(name)).setHeader('Content-Encoding', 'gzip')
    req.url = `/${name}.gz`
    next()
  }
}
