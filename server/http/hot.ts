// Answers the doors that checkouts wait for ahead of the middleware: the same key check, rate limit, `serve` and problems,
// without the walk through the router, which took more than half of a redemption. Whatever is not plain is left to it.
import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Doorkeeper } from '#access/authenticate.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Running } from './app.ts'
import { recognise, type Serve } from './endpoint.ts'
import type { BodyWatch } from './late-bodies.ts'
import type { RateLimit } from './limit-rate.ts'
import { note } from './metrics.ts'
import { problemHandler } from './problem.ts'
import { securityHeaders } from './security-headers.ts'

export const HOT_DOORS = ['quote', 'hold', 'redeem'] as const

interface Way {
  house: House
  running: Running
  doorkeeper: Doorkeeper
  limitRate: RateLimit
  bodies: BodyWatch
  /** By path; all of them are asked by POST. */
  doors: Map<string, Serve>
  longestBody: number
}

const fixed = [...securityHeaders.flat(), 'Content-Type', 'application/json; charset=utf-8']

/** True when the request was taken. */
export function makeHotDoors({ house, running, doorkeeper, limitRate, bodies, doors, longestBody }: Way) {
  const refuse = problemHandler(house.config.publicUrl, house.log)

  async function answer(path: string, serve: Serve, req: Request, res: Response): Promise<void> {
    const started = performance.now()
    const told = ['X-Request-Id', requestIdOf(req)]
    req.res = res
    try {
      const principal = await recognise(doorkeeper, req)
      const { isOver, headers } = await limitRate(principal.id)
      told.push(...headers.flat())
      if (isOver) throw new Refusal('request.throttled', { retryAfter: 60 })
      req.body = await readBytes(req, bodies)
      const said = await serve(req, res, principal)
      if (said.replayed === true) told.push('Idempotent-Replayed', 'true')
      const text = JSON.stringify(said.body)
      const length = Buffer.byteLength(text)
      res.writeHead(said.status, fixed.concat(told, 'Content-Length', String(length)))
      // A byte for each sign is copied; UTF-8 is worked out.
      res.end(text, length === text.length ? 'latin1' : 'utf8')
    } catch (error) {
      if (res.headersSent) return void res.destroy()
      const set = [...securityHeaders.flat(), ...told]
      for (let at = 0; at < set.length; at += 2) res.setHeader(String(set[at]), String(set[at + 1]))
      refuse(error, req, res, () => res.destroy())
    }
    note('POST', path, res.statusCode, started)
  }

  return (req: Request, res: Response): boolean => {
    const path = req.url
    const serve = req.method === 'POST' && !running.draining ? doors.get(path) : undefined
    if (serve === undefined || !isPlain(req, longestBody)) return false
    void answer(path, serve, req, res)
    return true
  }
}

/** A key, and JSON of a known and modest length as it is. */
function isPlain({ headers }: Request, longestBody: number): boolean {
  const length = Number(headers['content-length'] ?? Number.NaN)
  return (
    headers.authorization !== undefined &&
    length > 0 &&
    length <= longestBody &&
    headers['content-encoding'] === undefined &&
    /^application\/json(;|$)/.test(headers['content-type'] ?? '')
  )
}

function readBytes(req: Request, bodies: BodyWatch): Promise<Buffer> {
  bodies.begin(req)
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    req.on('data', (part: Buffer) => void parts.push(part))
    req.on('end', () => {
      bodies.end(req)
      resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts))
    })
    req.on('error', () => {
      bodies.end(req)
      reject(new Refusal('request.truncated'))
    })
  })
}

/** The caller's own id when it is usable, else a new one. */
export function requestIdOf({ headers }: Request): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID()
}
