// The front of the house: middleware in order, then every door of shared/api.ts, then the console's files, then no.

import { randomUUID } from 'node:crypto'
import express, { type Express, type RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { type Doorkeeper, makeDoorkeeper, type Principal } from '#access/authenticate.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { type Door, type DoorName, doors } from '#shared/api.ts'
import { endpoint, type Handler, type Handlers, recognise } from './endpoint.ts'
import { measure } from './metrics.ts'
import { problemHandler, sendProblem } from './problem.ts'
import { accessRoutes } from './routes/access.ts'
import { campaignRoutes } from './routes/campaigns.ts'
import { checkoutRoutes } from './routes/checkout.ts'
import { healthRoutes } from './routes/health.ts'
import { onsiteRoutes } from './routes/onsite.ts'
import { privacyRoutes } from './routes/privacy.ts'
import { reportRoutes } from './routes/reports.ts'
import { shopRoutes } from './routes/shop.ts'
import { consoleFiles } from './static.ts'

export const BODY_LIMIT = '1mb'

/** What main tells the app while it runs. */
export interface Running {
  draining: boolean
}

export function makeApp(house: House, running: Running): Express {
  const { config, log } = house
  const app = express()
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').set('trust proxy', config.trustProxy)
  const doorkeeper = makeDoorkeeper(house)
  app.use(requestId, refuseWhileDraining(running, config.publicUrl), securityHeaders())
  app.use(measure)
  app.use(recognise(doorkeeper))
  app.use(limitRate(house))
  mount(app, house, allHandlers(doorkeeper, running))
  app.use(consoleFiles())
  app.use(((_req, _res) => {
    throw new Refusal('request.not_found')
  }) satisfies RequestHandler)
  app.use(problemHandler(config.publicUrl, log))
  return app
}

function allHandlers(doorkeeper: Doorkeeper, running: Running): Handlers {
  return {
    ...healthRoutes(running),
    ...accessRoutes(doorkeeper),
    ...shopRoutes,
    ...checkoutRoutes,
    ...privacyRoutes,
    ...campaignRoutes,
    ...reportRoutes,
    ...onsiteRoutes,
  }
}

/** Mounts each door; another method on a known path is 405 with the methods it has. Fixed paths come before `:params`. */
function mount(app: Express, house: House, handlers: Handlers): void {
  const readBytes = express.raw({ type: ['application/json', 'application/*+json'], limit: BODY_LIMIT })
  const byPath = new Map<string, string[]>()
  const names = (Object.keys(doors) as DoorName[]).sort(
    (a, b) => Number(doors[a].path.includes(':')) - Number(doors[b].path.includes(':')),
  )
  for (const name of names) {
    const door: Door = doors[name]
    const method = door.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
    const handler = endpoint(house, name, door, handlers[name] as Handler<typeof name>)
    if (door.body === undefined) app[method](door.path, handler)
    else app[method](door.path, readBytes, handler)
    byPath.set(door.path, [...(byPath.get(door.path) ?? []), door.method])
  }
  for (const [path, methods] of byPath) {
    app.all(path, (_req, res) => {
      res.setHeader('Allow', methods.join(', '))
      throw new Refusal('request.wrong_method')
    })
  }
}

const requestId: RequestHandler = (req, res, next) => {
  const given = req.headers['x-request-id']
  res.setHeader('X-Request-Id', typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID())
  next()
}

const refuseWhileDraining =
  (running: Running, publicUrl: string): RequestHandler =>
  (req, res, next) => {
    if (!running.draining || req.path === '/healthz' || req.path === '/readyz') return next()
    res.setHeader('Connection', 'close')
    sendProblem(res, publicUrl, 'server.draining')
  }

/** Everything comes from here: no other host, no inline script, no frame, no referrer. */
function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  })
}

function limitRate(house: House): RequestHandler {
  const { config } = house
  return rateLimit({
    windowMs: 60_000,
    limit: config.rateLimitPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false,
    skip: (req) => req.path === '/healthz' || req.path === '/readyz',
    keyGenerator: (req, res) => (res.locals.principal as Principal | undefined)?.id ?? `address ${req.ip ?? 'unknown'}`,
    handler: (_req, res) => sendProblem(res, config.publicUrl, 'request.throttled', { retryAfter: 60 }),
  })
}
