// What the shop has set for the whole house: its zone and currency, and how its pages and mails look.
import type { z } from 'zod'
import type { Queries, Tx } from '#db/store.ts'
import { houseSettings } from '#shared/contracts/settings.ts'
import { readSetting, writeSetting } from './settings.ts'

export type HouseSettings = z.output<typeof houseSettings>

const SLOT = 'house'
const AT_FIRST: HouseSettings = { timeZone: null, currency: 'EUR', colour: null, logo: null }

export async function readHouseSettings(q: Queries): Promise<HouseSettings> {
  const kept = await readSetting(q, SLOT)
  return kept === null ? AT_FIRST : houseSettings.parse({ ...AT_FIRST, ...(JSON.parse(kept) as object) })
}

export const writeHouseSettings = (tx: Tx, next: HouseSettings): Promise<void> =>
  writeSetting(tx, SLOT, JSON.stringify(next))
