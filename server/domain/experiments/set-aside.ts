// Who takes part in nothing: the house's own holdout is in no campaign at all, and of campaigns that share a layer each has a
// slice of the people, so that nobody is in two of them. Both are drawn by hash, always alike, and apart from every arm.
import { randomBytes } from 'node:crypto'
import { readSetting, settleSetting, writeSetting } from '#core/settings.ts'
import type { Queries, Store, Tx } from '#db/store.ts'
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
/** By what somebody takes no part: the house's own holdout, or a slice of her layer that another campaign has. */
export type Aside = 'house_holdout' | 'layer'
export type AsideOf = (customerId: string) => Aside | null

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
export async function whoStandsAside(tx: Tx, layer: Layer | undefined): Promise<AsideOf | null> {
  const bps = Number((await readSetting(tx, BPS)) ?? 0)
  if (bps === 0 && layer === undefined) return null
  const salt = await settleSetting(tx, SALT, randomBytes(16).toString('hex'))
  return (customerId) => asideBy(salt, customerId, bps, layer)
}

/** The same for whoever only foresees. The salt is drawn now if nobody has yet (once in the life of a house), so that what
 * is foreseen is what comes. */
export async function foreseeAside(store: Store, layer: Layer | undefined): Promise<AsideOf | null> {
  const bps = Number((await readSetting(store.read, BPS)) ?? 0)
  if (bps === 0 && layer === undefined) return null
  const salt = await readSetting(store.read, SALT)
  if (salt === null) return store.write((tx) => whoStandsAside(tx, layer))
  return (customerId) => asideBy(salt, customerId, bps, layer)
}

/** Pure; null for whoever takes part. */
export function asideBy(salt: string, customerId: string, globalBps: number, layer: Layer | undefined): Aside | null {
  if (globalBps > 0 && drawBps(`${salt}:global`, customerId) < globalBps) return 'house_holdout'
  if (layer === undefined) return null
  const drawn = drawBps(`${salt}:layer:${layer.key}`, customerId)
  return drawn < layer.fromBps || drawn >= layer.toBps ? 'layer' : null
}

/** Pure. */
export const isAside = (salt: string, customerId: string, globalBps: number, layer: Layer | undefined): boolean =>
  asideBy(salt, customerId, globalBps, layer) !== null

/** Pure: whether two slices share somebody. */
export const overlap = (a: Layer | undefined, b: Layer | undefined): boolean =>
  a !== undefined && b !== undefined && a.key === b.key && a.fromBps < b.toBps && b.fromBps < a.toBps
