// Doors of the analyst: reports as JSON, CSV or Parquet, kept, saved and compared, and the stream of what changes.
import { type House, readingAside } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { reportBreakdown } from '#reports/breakdown.ts'
import { reportable, reportCampaign } from '#reports/campaign-report.ts'
import { compareCampaigns } from '#reports/compare-campaigns.ts'
import { definitions } from '#reports/definitions.ts'
import { deliveryHealth } from '#reports/delivery-health.ts'
import { tableOfExperiment } from '#reports/experiment-tables.ts'
import { exportRecipients } from '#reports/export-recipients.ts'
import { followAnnouncements } from '#reports/follow-announcements.ts'
import { tableOfBreakdown, tableOfReport } from '#reports/formats.ts'
import { showSnapshot, takeSnapshot } from '#reports/snapshots.ts'
import { followCampaigns } from '#reports/stream.ts'
import { checkView, dropView, listViews, saveView, showView } from '#reports/views.ts'
import { writeThenShow } from '../answers.ts'
import type { Routes } from '../endpoint.ts'
import { sendTable } from './send-table.ts'

type Names =
  | 'campaignReport'
  | 'reportBreakdown'
  | 'exportRecipients'
  | 'keepReport'
  | 'keptReport'
  | 'compareCampaigns'
  | 'deliveryHealth'
  | 'reportDefinitions'
  | 'createReportView'
  | 'listReportViews'
  | 'deleteReportView'
  | 'stream'

const exactFor = ({ scopes }: { scopes: ReadonlySet<string> }) => ({ exact: scopes.has('reports.exact') })

export const reportRoutes: Routes<Names> = {
  campaignReport: async (house, { params, query, principal, req, res }) => {
    const report = await aside(house, (it) => reportCampaign(it, params.id, query, exactFor(principal)))
    const { table, by, format } = query
    const name = `${params.id}-${table === 'funnel' ? by : table}`
    const tableOf = () => (table === 'funnel' ? tableOfReport(report) : tableOfExperiment(report, table))
    const isSent = sendTable(req, res, format, name, tableOf)
    return isSent ? { status: 200, sent: true } : { status: 200, body: report }
  },
  reportBreakdown: async (house, { params, query, principal, req, res }) => {
    const breakdown = await aside(house, (it) => reportBreakdown(it, params.id, query.by, exactFor(principal)))
    const isSent = sendTable(req, res, query.format, `${params.id}-${query.by}`, () => tableOfBreakdown(breakdown))
    return isSent ? { status: 200, sent: true } : { status: 200, body: breakdown }
  },
  exportRecipients: async (house, { params, res }) => {
    await reportable(house, params.id)
    res.setHeader('Content-Disposition', `attachment; filename="${params.id}-recipients.csv"`)
    res.status(200).type('text/csv')
    for await (const piece of exportRecipients(readingAside(house).store.read, params.id)) {
      if (res.closed) break
      if (!res.write(piece)) await new Promise((resolve) => res.once('drain', resolve).once('close', resolve))
    }
    res.end()
    return { status: 200, sent: true }
  },
  keepReport: async (house, call) => {
    const { params, body, principal } = call
    const snapshot = await takeSnapshot(house, params.id, body, exactFor(principal))
    const write = async (tx: Parameters<typeof snapshot.keep>[0]) => {
      await snapshot.keep(tx)
      return snapshot.hash
    }
    return writeThenShow(house, call, 201, write, (hash) => showSnapshot(house, hash, exactFor(principal)))
  },
  keptReport: async (house, { params, principal }) => ({
    status: 200,
    body: await showSnapshot(house, params.hash, exactFor(principal)),
  }),
  compareCampaigns: async (house, { query, principal }) => ({
    status: 200,
    body: await compareCampaigns(readingAside(house), query, exactFor(principal)),
  }),
  deliveryHealth: async (house, { principal }) => ({
    status: 200,
    body: await deliveryHealth(readingAside(house), exactFor(principal)),
  }),
  reportDefinitions: async () => ({ status: 200, body: definitions }),
  createReportView: async (house, call) => {
    const { body, principal } = call
    await checkView(house, body)
    const by = { owner: principal.id, ...exactFor(principal) }
    return writeThenShow(
      house,
      call,
      201,
      (tx) => saveView(house, tx, body, by),
      (id) => showView(house, id),
    )
  },
  listReportViews: async (house, { query, principal }) => ({
    status: 200,
    body: await listViews(house, query, exactFor(principal).exact),
  }),
  deleteReportView: async (house, { params, principal }) => {
    await house.store.write((tx) => dropView(tx, params.id, exactFor(principal).exact))
    return { status: 204 }
  },
  stream: async (house, { query, principal, req, res }) => {
    res.status(200).type('text/event-stream').setHeader('Cache-Control', 'no-store')
    res.flushHeaders()
    const ends = [
      followCampaigns(house, query.campaignId ?? null, (event, data) => {
        res.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
      }),
    ]
    // Alarms are for those who may read the audit log; a line that broke goes on where its last id says.
    if (principal.scopes.has('audit.read')) {
      const from = req.headers['last-event-id']
      const follow = followAnnouncements(house, typeof from === 'string' ? from : undefined, (cursor, told) => {
        res.write(`id: ${cursor}\n${told === null ? '' : `event: ${told.type}\ndata: ${JSON.stringify(told)}\n`}\n`)
      })
      ends.push(follow)
    }
    req.once('close', () => {
      for (const end of ends) end()
    })
    return { status: 200, sent: true }
  },
}

/** A campaign that was launched a moment ago may not have come to the replica: then the primary is asked. */
async function aside<T>(house: House, read: (house: House) => Promise<T>): Promise<T> {
  const other = readingAside(house)
  if (other === house) return read(house)
  return read(other).catch((error) => {
    if (error instanceof Refusal) return read(house)
    throw error
  })
}
