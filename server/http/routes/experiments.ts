// Doors of the experiments: what a plan will be able to show, and arms that were filled elsewhere.
import { planDraft } from '#campaigns/plan-draft.ts'
import { importArms, isArmColumn } from '#experiments/import-arms.ts'
import type { Routes } from '../endpoint.ts'
import { readRows } from '../rows.ts'

export const experimentRoutes: Routes<'planExperiment' | 'importExperiment'> = {
  planExperiment: async (house, { body }) => ({ status: 200, body: await planDraft(house, body) }),
  importExperiment: async (house, { req, query }) => {
    const rows = readRows(req, req.headers['content-type'] ?? '', isArmColumn)
    return { status: 200, body: await importArms(rows, query, house.clock.now()) }
  },
}
