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

export const measure: RequestHandler = (req, res, next) => {
  const start = performance.now()
  res.once('finish', () => {
    const door = (req.route as { path?: string } | undefined)?.path ?? 'none'
    seconds.observe({ method: req.method, door, status: res.statusCode }, (performance.now() - start) / 1000)
  })
  next()
}
