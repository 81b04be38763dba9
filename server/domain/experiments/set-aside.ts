// Who takes part in nothing: the house's own holdout is in no campaign at all, and of campaigns that share a layer each has a
// slice of the people, so that nobody is in two of them. Both are drawn by hash, always alike, and apart from every arm.
import { randomBytes } from 'node:crypto'
import { readSetting, settleSetting, writeSetting } from '#core/settings.ts'
import type { Queries, Tx } from '#db/store.ts'
import { drawBps } from './assign.ts'

const BPS = 'experiments.global_holdout_bps'
const SALT = 'experiments.salt'
const MARGIN = 'reports.gross_margin_bps'

/** From the one, up to but without the other, of 10,000. */
export interface Layer {
  key: string
  fromBps: number
  toBps: number
}
export interface ExperimentSettings {
  globalHoldoutBps: number
  /** Null where the shop does not say. */
  grossMarginBps: number | null
}

export async function readExperimentSettings(q: Queries): Promise<ExperimentSettings> {
  const margin = await readSetting(q, MARGIN)
  return {
    globalHoldoutBps: Number((await readSetting(q, BPS)) ?? 0),
    grossMarginBps: margin === null ? null : Number(margin),
  }
}

/** A campaign keeps the margin that held when its first recipient was assigned. */
export async function changeExperimentSettings(tx: Tx, to: Partial<ExperimentSettings>): Promise<void> {
  if (to.globalHoldoutBps !== undefined) await writeSetting(tx, BPS, String(to.globalHoldoutBps))
  if (to.grossMarginBps !== undefined && to.grossMarginBps !== null)
    await writeSetting(tx, MARGIN, String(to.grossMarginBps))
}

/** Null where everybody takes part. */
export async function whoStandsAside(
  tx: Tx,
  layer: Layer | undefined,
): Promise<((customerId: string) => boolean) | null> {
  const bps = Number((await readSetting(tx, BPS)) ?? 0)
  if (bps === 0 && layer === undefined) return null
  const salt = await settleSetting(tx, SALT, randomBytes(16).toString('hex'))
  return (customerId) => isAside(salt, customerId, bps, layer)
}

/** Whether somebody takes no part, for whoever only reads: while no salt was drawn nobody was ever set aside. */
export async function standsAside(q: Queries, layer: Layer | undefined, customerId: string): Promise<boolean> {
  const bps = Number((await readSetting(q, BPS)) ?? 0)
  const salt = await readSetting(q, SALT)
  return salt !== null && isAside(salt, customerId, bps, layer)
}

/** Pure. */
export function isAside(salt: string, customerId: string, globalBps: number, layer: Layer | undefined): boolean {
  if (globalBps > 0 && drawBps(`${salt}:global`, customerId) < globalBps) return true
  if (layer === undefined) return false
  const drawn = drawBps(`${salt}:layer:${layer.key}`, customerId)
  return drawn < layer.fromBps || drawn >= layer.toBps
}

/** Pure: whether two slices share somebody. */
export const overlap = (a: Layer | undefined, b: Layer | undefined): boolean =>
  a !== undefined && b !== undefined && a.key === b.key && a.fromBps < b.toBps && b.fromBps < a.toBps
