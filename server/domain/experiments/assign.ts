// Says which arm of a campaign somebody is in, always the same one, from a salt and an id alone; pure.
import { makeMac } from '#core/secrets.ts'

export const HOLDOUT = 'holdout'
const FULL_BPS = 10_000

export type Allocation = {
  salt: string
  unitId: string
  holdoutBps: number
  variants: { key: string; shareBps: number }[]
}

/**
 * The key of a variant, or 'holdout'. The holdout is drawn first and by itself, so that changing the shares of the
 * variants moves nobody in or out of it. RangeError unless shares are whole basis points that sum to 10,000.
 */
export function assignArm({ salt, unitId, holdoutBps, variants }: Allocation): string {
  if (!isShare(holdoutBps)) throw new RangeError('the holdout is 0 to 10,000 whole basis points')
  if (holdoutBps > 0 && drawBps(salt, unitId) < holdoutBps) return HOLDOUT
  return variantAt(drawBps(`${salt}:variant`, unitId), variants)
}

function variantAt(drawn: number, variants: Allocation['variants']): string {
  let arm: string | null = null
  let upTo = 0
  for (const { key, shareBps } of variants) {
    if (!isShare(shareBps) || key === HOLDOUT) throw new RangeError(`variant ${key} has no usable share or name`)
    upTo += shareBps
    if (arm === null && drawn < upTo) arm = key
  }
  if (arm === null || upTo !== FULL_BPS) throw new RangeError('the shares of the variants must sum to 10,000')
  return arm
}

/** 0 to 9,999, each as likely as the others to within 2^-50: the first 8 bytes · 10,000 >> 64. */
export function drawBps(key: string, unitId: string): number {
  const drawn = macFor(key)(unitId)
  const low = Math.floor((drawn.readUInt32BE(4) * FULL_BPS) / 2 ** 32)
  return Math.floor((drawn.readUInt32BE(0) * FULL_BPS + low) / 2 ** 32)
}

const MOST_KEPT = 256
const macs = new Map<string, ReturnType<typeof makeMac>>()

/** A run asks with two keys a million times. */
function macFor(key: string): ReturnType<typeof makeMac> {
  const known = macs.get(key)
  if (known !== undefined) return known
  if (macs.size >= MOST_KEPT) macs.clear()
  const made = makeMac(Buffer.from(key))
  macs.set(key, made)
  return made
}

function isShare(bps: number): boolean {
  return Number.isInteger(bps) && bps >= 0 && bps <= FULL_BPS
}
