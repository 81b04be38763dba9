// The ledger, which everybody may check.
import * as ledger from '../contracts/ledger.ts'
import { door } from './door.ts'

export const ledgerDoors = {
  ledgerHead: door({
    method: 'GET',
    path: '/v1/ledger/head',
    title: 'The signed head of the ledger over consent',
    room: 'consent',
    scope: 'open',
    replies: { 200: ledger.ledgerHead },
  }),
  ledgerProof: door({
    method: 'GET',
    path: '/v1/ledger/proof',
    title: 'Proof that a leaf, or the event that stands there, is in the ledger',
    room: 'consent',
    scope: 'open',
    query: ledger.askInclusion,
    replies: { 200: ledger.inclusionProof },
  }),
  ledgerConsistency: door({
    method: 'GET',
    path: '/v1/ledger/consistency',
    title: 'Proof that the ledger only grew between two sizes',
    room: 'consent',
    scope: 'open',
    query: ledger.askConsistency,
    replies: { 200: ledger.consistencyProof },
  }),
  jwks: door({
    method: 'GET',
    path: '/.well-known/jwks.json',
    title: 'The public keys that heads, receipts, certificates and exports are signed with',
    room: 'consent',
    scope: 'open',
    replies: { 200: ledger.jwks },
  }),
  gpc: door({
    method: 'GET',
    path: '/.well-known/gpc.json',
    title: 'That Global Privacy Control is honoured',
    room: 'consent',
    scope: 'open',
    replies: { 200: ledger.gpc },
  }),
} as const
