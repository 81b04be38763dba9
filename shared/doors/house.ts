// The doors of the house itself: health, documents, keys, audit.
import { z } from 'zod'
import * as access from '../contracts/access.ts'
import { listOf, page } from '../contracts/words.ts'
import { byId, door } from './door.ts'
import { settingsDoors, teamDoors } from './team.ts'

export const houseDoors = {
  healthz: door({
    method: 'GET',
    path: '/healthz',
    title: 'Alive',
    room: 'health',
    scope: 'open',
    replies: { 200: access.alive },
  }),
  readyz: door({
    method: 'GET',
    path: '/readyz',
    title: 'Migrated and writable',
    room: 'health',
    scope: 'open',
    replies: { 200: access.readiness, 503: access.readiness },
  }),
  metrics: door({
    method: 'GET',
    path: '/metrics',
    title: 'Prometheus metrics (a scope, or loopback)',
    room: 'health',
    scope: 'open',
    replies: { 200: null },
    produces: ['text/plain'],
  }),
  openapi: door({
    method: 'GET',
    path: '/openapi.json',
    title: 'This document',
    room: 'health',
    scope: 'open',
    replies: { 200: z.record(z.string(), z.unknown()) },
  }),
  whoAmI: door({
    method: 'GET',
    path: '/v1/me/key',
    title: 'What the key in use may do',
    room: 'access',
    scope: 'any',
    replies: { 200: access.whoAmI },
  }),
  createApiKey: door({
    method: 'POST',
    path: '/v1/api-keys',
    title: 'Make an API key; it is shown once',
    room: 'access',
    scope: 'keys.manage',
    body: access.newApiKey,
    replies: { 201: access.apiKeyMade },
    idempotency: 'optional',
  }),
  listApiKeys: door({
    method: 'GET',
    path: '/v1/api-keys',
    title: 'API keys',
    room: 'access',
    scope: 'keys.manage',
    query: page,
    replies: { 200: listOf(access.apiKey) },
  }),
  revokeApiKey: door({
    method: 'DELETE',
    path: '/v1/api-keys/:id',
    title: 'Revoke an API key',
    room: 'access',
    scope: 'keys.manage',
    params: byId,
    replies: { 204: null },
  }),
  listAudit: door({
    method: 'GET',
    path: '/v1/audit',
    title: 'Audit log, newest first',
    room: 'access',
    scope: 'audit.read',
    query: access.auditAsked,
    replies: { 200: listOf(access.auditEntry) },
  }),
  ...teamDoors,
  ...settingsDoors,
  moveClock: door({
    method: 'POST',
    path: '/v1/test/clock',
    title: 'Move the test clock and run what fell due',
    room: 'access',
    scope: 'clock.move',
    body: access.moveClock,
    replies: { 200: access.clockMoved },
  }),
} as const
