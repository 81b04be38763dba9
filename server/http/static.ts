// The console's built files, from the same process: hashed assets for ever, the page always fresh.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type RequestHandler, Router } from 'express'

const built = join(import.meta.dirname, '../../web/dist')

export function consoleFiles(): RequestHandler {
  const router = Router()
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
