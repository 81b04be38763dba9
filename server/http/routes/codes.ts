// Doors of codes in bulk: pools for print, and the export of codes as a stream, each on record.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify/sync'
import { audit } from '#access/audit.ts'
import { once } from '#access/idempotency.ts'
import type { House } from '#core/house.ts'
import { noteCodesExport } from '#privacy/staff-access.ts'
import { type ExportedCode, exportCodes, requireExport } from '#vouchers/export-codes.ts'
import { makePool } from '#vouchers/make-pool.ts'
import { askForPool, listPools, showPool } from '#vouchers/pools.ts'
import type { Routes } from '../endpoint.ts'

type Names = 'createPool' | 'listPools' | 'getPool' | 'exportCodes'

export const codeRoutes: Routes<Names> = {
  createPool: async (house, { params, body, idempotency, principal }) => {
    const { ref, replayed } = await house.store.write((tx) =>
      once(tx, idempotency, async () => {
        const id = await askForPool(tx, params.id, body)
        const detail = { poolId: id, count: body.count }
        await audit(tx, { actor: principal.id, action: 'pool.asked', subject: params.id, detail })
        return id
      }),
    )
    // Goes on whether or not anybody waits; what is cut is gone on with by the job, or by whoever asks again.
    makePool(house, ref).catch((error) => {
      house.log.warn({ poolId: ref, error: String(error).slice(0, 300) }, 'a pool was cut')
    })
    return { status: 202, body: await showPool(house.store.read, params.id, ref), replayed }
  },
  listPools: async ({ store }, { params, query }) => ({
    status: 200,
    body: await listPools(store.read, params.id, query),
  }),
  getPool: async ({ store }, { params }) => ({
    status: 200,
    body: await showPool(store.read, params.id, params.poolId),
  }),
  exportCodes: async (house, { params, query, principal, res }) => {
    await requireExport(house, params.id, query.poolId)
    const subject = query.poolId ?? params.id
    // On record before the first code leaves, and how many left once the last has, or the line broke.
    const tell = (action: string, detail: Record<string, unknown>) =>
      house.store.write((tx) => audit(tx, { actor: principal.id, action, subject, detail }))
    await tell('codes.export_begun', { campaignId: params.id, cursor: query.cursor ?? null })
    await house.store.write((tx) => noteCodesExport(tx, params.id, principal))
    res.status(200).type(query.format === 'csv' ? 'text/csv' : 'application/x-ndjson')
    res.setHeader('Content-Disposition', `attachment; filename="${subject}-codes.${query.format}"`)
    res.setHeader('Cache-Control', 'no-store')
    const sent = { codes: 0 }
    let isWhole = false
    try {
      await pipeline(Readable.from(lines(house, params.id, query, sent), { objectMode: true, highWaterMark: 1 }), res)
      isWhole = true
    } catch (error) {
      house.log.info({ subject, error: String(error).slice(0, 100) }, 'an export of codes broke off')
    } finally {
      await tell('codes.exported', { campaignId: params.id, codes: sent.codes, isWhole })
    }
    return { status: 200, sent: true }
  },
}

const columns = ['id', 'code', 'variantKey', 'state', 'expiresAt'] as const

/** A page of lines at a time; the next is read when the line has taken it. */
async function* lines(
  house: House,
  campaignId: string,
  query: Parameters<typeof exportCodes>[2] & { format: 'ndjson' | 'csv' },
  sent: { codes: number },
): AsyncGenerator<string> {
  if (query.format === 'csv') yield stringify([[...columns]])
  for await (const page of exportCodes(house, campaignId, query)) {
    sent.codes += page.length
    yield query.format === 'csv' ? asCsv(page) : page.map((one) => `${JSON.stringify(one)}\n`).join('')
  }
}

/** No cell begins a formula in a spreadsheet. */
const asCsv = (page: ExportedCode[]): string =>
  stringify(
    page.map((one) => columns.map((name) => one[name])),
    { escape_formulas: true },
  )
