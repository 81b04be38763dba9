// Prometheus metrics of this process: how long each door takes and how it answers.
import type { RequestHandler } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { guessFigures } from '#redemption/guess-alarm.ts'

export const registry = new Registry()
collectDefaultMetrics({ register: registry })

const seconds = new Histogram({
  name: 'vouchsafe_http_request_seconds',
  help: 'Time to answer, by door and status',
  labelNames: ['method', 'door', 'status'],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [registry],
})

const guesses: Record<keyof typeof guessFigures, [name: string, help: string]> = {
  unknown: ['vouchsafe_unknown_codes_total', 'Codes that do not exist'],
  refused: ['vouchsafe_guesses_refused_total', 'Requests refused because too many unknown codes were tried'],
  lockouts: ['vouchsafe_guess_lockouts_total', 'Sources of unknown codes that were locked out'],
  alarms: ['vouchsafe_guess_alarms_total', 'Alarms that codes are being guessed'],
}
for (const figure of Object.keys(guesses) as (keyof typeof guesses)[]) {
  const [name, help] = guesses[figure]
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset()
      this.inc(guessFigures[figure])
    },
  })
}

/** What somebody has to look at; set when the figures are asked for. */
export const rights = {
  overdue: new Gauge({
    name: 'vouchsafe_requests_overdue',
    help: 'Requests of people that are past their last day',
    registers: [registry],
  }),
  mismatch: new Gauge({
    name: 'vouchsafe_ledger_mismatch',
    help: '1 when the running check found consent events that do not fit the ledger',
    registers: [registry],
  }),
}

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
