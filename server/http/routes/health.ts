// Doors of health: alive, ready, metrics, and the document of all doors.
import type { Request } from 'express'
import { ledgerMismatch } from '#consent/ledger-check.ts'
import { Refusal } from '#core/refusal.ts'
import { overdueRequests } from '#privacy/requests.ts'
import type { Running } from '../app.ts'
import type { Routes } from '../endpoint.ts'
import { registry, rights } from '../metrics.ts'
import { setHouseGauges } from '../metrics-house.ts'
import { openapiDocument } from '../openapi.ts'

export const healthRoutes = (running: Running): Routes<'healthz' | 'readyz' | 'metrics' | 'openapi'> => ({
  healthz: async () => ({ status: 200, body: { status: 'alive' } }),
  readyz: async ({ store }) => {
    const { migrated, writable } = await store.ready()
    // Proof of consent that does not fit is no state to serve from: somebody has to look (`npm run ledger:verify`).
    const ledger = (await ledgerMismatch(store.read).catch(() => null)) === null
    const ready = migrated && writable && ledger && !running.draining && !running.isRestored
    return {
      status: ready ? 200 : 503,
      body: { status: ready ? 'ready' : 'not_ready', migrated, writable, ledger, confirmed: !running.isRestored },
    }
  },
  metrics: async (house, { req, res, principal }) => {
    if (!principal.scopes.has('metrics.read') && !isLoopback(req)) throw new Refusal('request.unauthenticated')
    await setHouseGauges(house)
    rights.overdue.set(await overdueRequests(house))
    rights.mismatch.set((await ledgerMismatch(house.store.read)) === null ? 0 : 1)
    res.type(registry.contentType).send(await registry.metrics())
    return { status: 200, sent: true }
  },
  openapi: async ({ config }) => ({ status: 200, body: openapiDocument(config.publicUrl) }),
})

/** On the machine itself, and not handed on by a proxy that runs there (decisions.md, 11). */
function isLoopback(req: Request): boolean {
  const address = req.socket.remoteAddress ?? ''
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => req.headers[name] !== undefined)
  return !forwarded && (address === '::1' || address.replace('::ffff:', '').startsWith('127.'))
}
