// Doors of the analyst: the campaign report as JSON or CSV, and the stream of what changes.
import { reportCampaign } from '#reports/campaign-report.ts'
import { reportAsCsv } from '#reports/csv.ts'
import { followAnnouncements } from '#reports/follow-announcements.ts'
import { followCampaigns } from '#reports/stream.ts'
import type { Routes } from '../endpoint.ts'

export const reportRoutes: Routes<'campaignReport' | 'stream'> = {
  campaignReport: async (house, { params, query, principal, req, res }) => {
    const report = await reportCampaign(house, params.id, query, { exact: principal.scopes.has('reports.exact') })
    if (req.accepts(['application/json', 'text/csv']) !== 'text/csv') return { status: 200, body: report }
    res.setHeader('Content-Disposition', `attachment; filename="${params.id}-${query.by}.csv"`)
    res.type('text/csv').send(reportAsCsv(report))
    return { status: 200, sent: true }
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
