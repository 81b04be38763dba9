// What a campaign gives out: runs, single vouchers, pools of codes, codes for print.
import { z } from 'zod'
import * as campaigns from '../contracts/campaigns.ts'
import * as pools from '../contracts/pools.ts'
import { listOf, page } from '../contracts/words.ts'
import { byId, door, id } from './door.ts'

export const runsDoors = {
  runCampaign: door({
    method: 'POST',
    path: '/v1/campaigns/:id/run',
    title: 'Broadcast, or run the trigger now',
    room: 'vouchers',
    scope: 'campaigns.write',
    params: byId,
    // 202 with `Prefer: respond-async`: the run goes on, its progress is in the list of runs and on the stream.
    replies: { 200: campaigns.runOutcome, 202: campaigns.runOutcome },
    idempotency: 'optional',
  }),
  dryRunCampaign: door({
    method: 'POST',
    path: '/v1/campaigns/:id/dry-run',
    title: 'Who would get what on a day, and why others nothing; writes nothing',
    room: 'vouchers',
    scope: 'campaigns.read',
    params: byId,
    body: campaigns.dryRunAsked,
    replies: { 200: campaigns.dryRun },
  }),
  listRuns: door({
    method: 'GET',
    path: '/v1/campaigns/:id/runs',
    title: 'Runs of a campaign, newest first',
    room: 'vouchers',
    scope: 'reports.exact',
    params: byId,
    query: page,
    replies: { 200: listOf(campaigns.runOutcome) },
  }),
  issueVoucher: door({
    method: 'POST',
    path: '/v1/campaigns/:id/vouchers',
    title: 'Issue one voucher now',
    room: 'vouchers',
    scope: 'vouchers.issue',
    params: byId,
    body: campaigns.issueOne,
    replies: { 201: campaigns.issuedOne, 200: campaigns.issuedOne },
    idempotency: 'optional',
  }),
  createPool: door({
    method: 'POST',
    path: '/v1/campaigns/:id/pools',
    title: 'Make a pool of codes for print, in the background',
    room: 'vouchers',
    scope: 'campaigns.write',
    params: byId,
    body: pools.newPool,
    replies: { 202: pools.pool },
    idempotency: 'optional',
  }),
  listPools: door({
    method: 'GET',
    path: '/v1/campaigns/:id/pools',
    title: 'Pools of codes, newest first',
    room: 'vouchers',
    scope: 'campaigns.read',
    params: byId,
    query: page,
    replies: { 200: listOf(pools.pool) },
  }),
  getPool: door({
    method: 'GET',
    path: '/v1/campaigns/:id/pools/:poolId',
    title: 'One pool and how far it is',
    room: 'vouchers',
    scope: 'campaigns.read',
    params: z.strictObject({ id, poolId: id }),
    replies: { 200: pools.pool },
  }),
  exportCodes: door({
    method: 'GET',
    path: '/v1/campaigns/:id/codes',
    title: 'Codes in clear as a stream of lines; on record as a disclosure',
    room: 'vouchers',
    scope: 'codes.export',
    params: byId,
    query: pools.exportCodes,
    replies: { 200: null },
    produces: ['application/x-ndjson', 'text/csv'],
  }),
} as const
