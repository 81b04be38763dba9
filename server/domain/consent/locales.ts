// The languages that people are asked in: a notice is published in each of them or not at all.
import { readSetting, writeSetting } from '#core/settings.ts'
import type { Queries, Tx } from '#db/store.ts'

const ENABLED = 'enabled_locales'

/** None until somebody has said so: then a notice needs one language, whichever. */
export async function enabledLocales(q: Queries): Promise<string[]> {
  return JSON.parse((await readSetting(q, ENABLED)) ?? '[]') as string[]
}

export async function enableLocales(tx: Tx, locales: readonly string[]): Promise<string[]> {
  const sorted = [...new Set(locales)].sort()
  await writeSetting(tx, ENABLED, JSON.stringify(sorted))
  return sorted
}
