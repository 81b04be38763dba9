// The front of the house: middleware in order, then every door of shared/api.ts, then the console's files, then no.

import { createServer, IncomingMessage, type Server, type ServerOptions, ServerResponse } from 'node:http'
import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import { type Doorkeeper, makeDoorkeeper, type Principal } from '#access/authenticate.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { type Door, type DoorName, doors } from '#shared/api.ts'
import { endpoint, type Handler, type Handlers, knowCallers, type Serve, service } from './endpoint.ts'
import { HOT_DOORS, makeHotDoors, requestIdOf } from './hot.ts'
import { makeBodyWatch } from './late-bodies.ts'
import { makeRateLimit, type RateLimit } from './limit-rate.ts'
import { measure } from './metrics.ts'
import { onsitePages } from './onsite-pages.ts'
import { problemHandler, refuseUnreadable, sendProblem } from './problem.ts'
import { accessRoutes } from './routes/access.ts'
import { campaignRoutes } from './routes/campaigns.ts'
import { checkoutRoutes } from './routes/checkout.ts'
import { codeRoutes } from './routes/codes.ts'
import { dropIn } from './routes/compat/router.ts'
import { connectorRoutes } from './routes/connectors.ts'
import { consentRoutes } from './routes/consent.ts'
import { customerDeskRoutes } from './routes/customer-desk.ts'
import { deliveryRoutes } from './routes/delivery.ts'
import { deskRoutes } from './routes/desk.ts'
import { docsPages } from './routes/docs.ts'
import { experimentRoutes } from './routes/experiments.ts'
import { healthRoutes } from './routes/health.ts'
import { importRoutes } from './routes/imports.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { meRoutes } from './routes/me.ts'
import { onsiteRoutes } from './routes/onsite.ts'
import { customerPages } from './routes/pages.ts'
import { privacyRoutes } from './routes/privacy.ts'
import { reportRoutes } from './routes/reports.ts'
import { rightsRoutes } from './routes/rights.ts'
import { settingsRoutes } from './routes/settings.ts'
import { shopRoutes } from './routes/shop.ts'
import { teamRoutes } from './routes/team.ts'
import { voucherDeskRoutes } from './routes/voucher-desk.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { securityHeaders } from './security-headers.ts'
import { consoleFiles } from './static.ts'
import type { Tracing } from './trace.ts'

export const BODY_LIMIT = 1024 * 1024
/** A large order of a shop is as long as this. */
const SIGNED_LIMIT = 4 * 1024 * 1024

/** What main tells the app while it runs. */
export interface Running {
  draining: boolean
  /** The database comes from a backup, and nobody has confirmed yet that it knows what was redeemed since. */
  isRestored: boolean
}

/** Not listening yet. Hot doors are answered first, everything else by the app. */
export function makeServer(house: House, running: Running, tracing: Tracing | null = null): Server {
  const doorkeeper = makeDoorkeeper(house)
  const limitRate = makeRateLimit(house)
  const serves = makeServes(house, allHandlers(doorkeeper, running))
  const app = makeApp(house, running, doorkeeper, limitRate, serves)
  const hot = new Map<string, Serve>(HOT_DOORS.map((name) => [doors[name].path, serves[name]]))
  const bodies = makeBodyWatch()
  const takeHot = makeHotDoors({ house, running, doorkeeper, limitRate, bodies, doors: hot, longestBody: BODY_LIMIT })
  // Born with Express's prototypes: changing them later makes everything that touches a request slow.
  const born = {
    IncomingMessage: bornAs(IncomingMessage, app.request),
    ServerResponse: bornAs(ServerResponse, app.response),
  }
  const server = createServer(born as unknown as ServerOptions, (req, res) => {
    tracing?.watch(req, res)
    if (!running.isRestored && takeHot(req as Request, res as Response)) return
    bodies.watch(req)
    app(req, res)
  })
  // An import takes as long as it has rows: bodies are watched here.
  server.requestTimeout = 0
  return server.on('clientError', refuseUnreadable(house.config.publicUrl))
}

function bornAs(base: (new (...args: never[]) => object) | typeof ServerResponse, prototype: object) {
  const born = Object.assign(
    function construct(...args: unknown[]): object {
      return Reflect.construct(base, args, born)
    },
    { prototype },
  )
  return born
}

type Serves = Record<DoorName, Serve>

function makeServes(house: House, handlers: Handlers): Serves {
  const names = Object.keys(doors) as DoorName[]
  const entries = names.map((name) => [name, service(house, name, doors[name], handlers[name] as Handler<typeof name>)])
  return Object.fromEntries(entries) as Serves
}

function makeApp(
  house: House,
  running: Running,
  doorkeeper: Doorkeeper,
  limitRate: RateLimit,
  serves: Serves,
): Express {
  const { config, log } = house
  const app = express()
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').set('trust proxy', config.trustProxy)
  app.use(requestId, refuseWhileDraining(running, config.publicUrl), setSecurityHeaders, refuseWhileRestored(running))
  app.use(measure)
  app.use(onsitePages(house))
  app.use(docsPages(house))
  // Ahead of our own keys and limits: it has the vendor's.
  app.use('/voucherify', dropIn(house, doorkeeper, limitRate))
  app.use(knowCallers(doorkeeper))
  app.use(refuseTooMany(config.publicUrl, limitRate))
  mount(app, serves)
  app.use(customerPages(house))
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
    ...teamRoutes(doorkeeper),
    ...settingsRoutes,
    ...shopRoutes,
    ...checkoutRoutes,
    ...privacyRoutes,
    ...consentRoutes,
    ...campaignRoutes,
    ...deskRoutes,
    ...codeRoutes,
    ...reportRoutes,
    ...experimentRoutes,
    ...onsiteRoutes,
    ...deliveryRoutes,
    ...ledgerRoutes,
    ...meRoutes,
    ...rightsRoutes,
    ...voucherDeskRoutes,
    ...customerDeskRoutes,
    ...webhookRoutes,
    ...connectorRoutes,
    ...importRoutes,
  }
}

/** Mounts each door; another method on a known path is 405 with the methods it has. Fixed paths come before `:params`. */
function mount(app: Express, serves: Serves): void {
  const readBytes = express.raw({ type: ['application/json', 'application/*+json'], limit: BODY_LIMIT })
  // Whatever they say they are: bytes that somebody has signed are judged by that first.
  const readSigned = express.raw({ type: () => true, limit: SIGNED_LIMIT, inflate: false })
  const byPath = new Map<string, string[]>()
  const names = (Object.keys(doors) as DoorName[]).sort(
    (a, b) => Number(doors[a].path.includes(':')) - Number(doors[b].path.includes(':')),
  )
  for (const name of names) {
    const door: Door = doors[name]
    const method = door.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
    const handler = endpoint(serves[name])
    if (door.stream === 'bytes') app[method](door.path, readSigned, handler)
    else if (door.body === undefined) app[method](door.path, handler)
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
  res.setHeader('X-Request-Id', requestIdOf(req))
  next()
}

/** What would use a code, or make one, out of a memory with a gap. */
const usesCodes =
  /^\/(v1\/(holds|redemptions|vouchers)(\/|$)|v1\/campaigns\/[^/]+\/(run|launch|resume|pools|vouchers)|voucherify\/)/

const refuseWhileRestored =
  (running: Running): RequestHandler =>
  (req, _res, next) => {
    if (running.isRestored && req.method !== 'GET' && usesCodes.test(req.path)) {
      throw new Refusal('restore.unconfirmed', {
        detail: 'Tell the server what was redeemed since the backup, or confirm it: npm run restore -- --confirm',
        retryAfter: 60,
      })
    }
    next()
  }

const refuseWhileDraining =
  (running: Running, publicUrl: string): RequestHandler =>
  (req, res, next) => {
    if (!running.draining || req.path === '/healthz' || req.path === '/readyz') return next()
    res.setHeader('Connection', 'close')
    sendProblem(res, publicUrl, 'server.draining')
  }

const setSecurityHeaders: RequestHandler = (_req, res, next) => {
  for (const [name, value] of securityHeaders) res.setHeader(name, value)
  next()
}

function refuseTooMany(publicUrl: string, limitRate: RateLimit): RequestHandler {
  return async (req, res, next) => {
    if (req.path === '/healthz' || req.path === '/readyz') return next()
    const principal = res.locals.principal as Principal | undefined
    const { isOver, headers } = await limitRate(principal?.id ?? `address ${req.ip ?? 'unknown'}`)
    for (const [name, value] of headers) res.setHeader(name, value)
    if (isOver) sendProblem(res, publicUrl, 'request.throttled', { retryAfter: 60 })
    else next()
  }
}
