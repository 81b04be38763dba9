// Doors of the experiments: what a plan will be able to show, and arms that were filled elsewhere.
import { audit } from '#access/audit.ts'
import { planDraft } from '#campaigns/plan-draft.ts'
import { Refusal } from '#core/refusal.ts'
import { importArms, isArmColumn } from '#experiments/import-arms.ts'
import { addressOf, keepImport, listImports, showImport } from '#experiments/keep-import.ts'
import { changeExperimentSettings, readExperimentSettings } from '#experiments/set-aside.ts'
import { tableOfReadout } from '#reports/experiment-tables.ts'
import type { Routes } from '../endpoint.ts'
import { toldTo } from '../field-language.ts'
import { readRows } from '../rows.ts'
import { sendTable } from './send-table.ts'

export const experimentRoutes: Routes<
  | 'experimentSettings'
  | 'putExperimentSettings'
  | 'planExperiment'
  | 'importExperiment'
  | 'listImportedExperiments'
  | 'importedExperiment'
> = {
  experimentSettings: async ({ store }) => ({ status: 200, body: await readExperimentSettings(store.read) }),
  putExperimentSettings: async ({ store }, { body, principal }) => {
    await store.write(async (tx) => {
      await changeExperimentSettings(tx, body)
      await audit(tx, { actor: principal.id, action: 'experiments.settings', subject: 'house', detail: body })
    })
    return { status: 200, body: await readExperimentSettings(store.read) }
  },
  planExperiment: async (house, { body, principal }) => {
    // Without a figure for it the audience is counted now, which is for those who see live figures (decisions.md, 34).
    if (body.audience === undefined && !principal.scopes.has('reports.exact'))
      throw new Refusal('segment.live_count', {
        detail: 'Name the audience: counting it takes a key that may see live figures',
      })
    return { status: 200, body: await planDraft(house, body) }
  },
  importExperiment: async (house, { req, query, principal }) => {
    const rows = readRows(req, req.headers['content-type'] ?? '', isArmColumn)
    const counted = await importArms(rows, query, house.clock.now())
    if (counted.report === null) return { status: 200, body: { ...toldTo(req, counted), kept: null } }
    const hash = await house.store.write(async (tx) => {
      const kept = await keepImport(tx, query, counted)
      if (kept !== null)
        await audit(tx, {
          actor: principal.id,
          action: 'experiment.imported',
          subject: kept,
          detail: { read: counted.read },
        })
      return kept
    })
    return { status: 200, body: { ...counted, kept: hash === null ? null : { hash, address: addressOf(house, hash) } } }
  },
  listImportedExperiments: async (house, { query }) => ({ status: 200, body: await listImports(house, query) }),
  importedExperiment: async (house, { params, query: { table, format }, req, res }) => {
    const kept = await showImport(house, params.hash)
    const { currency } = kept.asked
    const tableOf = () => tableOfReadout(kept.report, typeof currency === 'string' ? currency : '', table)
    const isSent = sendTable(req, res, format, `${params.hash.slice(0, 16)}-${table}`, tableOf)
    return isSent ? { status: 200, sent: true } : { status: 200, body: kept }
  },
}
