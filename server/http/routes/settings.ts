// Doors of the house's own settings.
import { audit } from '#access/audit.ts'
import { readHouseSettings, writeHouseSettings } from '#core/house-settings.ts'
import type { Routes } from '../endpoint.ts'

export const settingsRoutes: Routes<'getSettings' | 'putSettings'> = {
  getSettings: async ({ store }) => ({ status: 200, body: await readHouseSettings(store.read) }),
  putSettings: async ({ store }, { body, principal }) => {
    await store.write(async (tx) => {
      const before = await readHouseSettings(tx)
      const fields = (Object.keys(body) as (keyof typeof body)[]).filter(
        (field) => JSON.stringify(body[field]) !== JSON.stringify(before[field]),
      )
      await writeHouseSettings(tx, body)
      await audit(tx, { actor: principal.id, action: 'settings.changed', subject: 'house', detail: { fields } })
    })
    return { status: 200, body }
  },
}
