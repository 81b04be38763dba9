// Doors of the ledger, open to everybody: its signed head, proofs, the public keys, and how Global Privacy Control is kept.
import { headNow, publicKeys } from '#consent/ledger.ts'
import { proveConsistency, proveInclusion } from '#consent/ledger-proofs.ts'
import type { Routes } from '../endpoint.ts'

type Names = 'ledgerHead' | 'ledgerProof' | 'ledgerConsistency' | 'jwks' | 'gpc'

/** Since when Sec-GPC is honoured as it is now. */
const GPC_SINCE = '2026-11-22'

export const ledgerRoutes: Routes<Names> = {
  ledgerHead: async (house) => ({ status: 200, body: await headNow(house) }),
  ledgerProof: async ({ store }, { query }) => ({ status: 200, body: await proveInclusion(store.read, query) }),
  ledgerConsistency: async ({ store }, { query }) => ({
    status: 200,
    body: await proveConsistency(store.read, query.from, query.to),
  }),
  jwks: async (house) => ({ status: 200, body: await publicKeys(house) }),
  gpc: async () => ({ status: 200, body: { gpc: true, lastUpdate: GPC_SINCE } }),
}
