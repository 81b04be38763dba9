// Prometheus metrics of this process: how long each door takes and how it answers.
import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

export const registry = new Registry()
collectDefaultMetrics({ register: registry })

const seconds = new Histogram({
  name: 'vouchsafe_http_request_seconds',
  help: 'Time to answer, by door and status',
  labelNames: ['method', 'door', 'status'],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [registry],
})

/** `started` as `performance.now()` told it. */
export const note = (method: string, door: string, status: number, started: number): void =>
  seconds.observe({ method, door, status }, (performance.now() - started) / 1000)

export const measure: RequestHandler = (req, res, next) => {
  const started = performance.now()
  res.once('finish', () => {
    const door = (req.route as { path?: string } | undefined)?.path ?? 'none'
    note(req.method, door, res.statusCode, started)
  })
  next()
}
