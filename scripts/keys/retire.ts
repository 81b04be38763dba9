// What rests on the keys of the house, and taking one away when nothing does.
import { audit } from '#access/audit.ts'
import { keepPublicKeys } from '#consent/ledger.ts'
import type { House } from '#core/house.ts'
import { loadRing, retireKey, storedKeys } from '#core/house-keys.ts'
import { type KeyUse, keyUses } from '#core/key-ring.ts'
import { countUnderOthers } from '#vouchers/reprint-codes.ts'

export interface Resting {
  all: number
  /** Not under the present key. */
  beside: number
  /** Of those, what would be lost if older keys were taken away now. */
  needed: number
}

/** What stands under older keys of this use. Signatures need only the public half, which stays. */
export async function restingOn(house: House, use: KeyUse): Promise<Resting> {
  if (use === 'signing') return { all: 0, beside: 0, needed: 0 }
  if (use === 'vault') {
    const { all, beside } = await house.store.keys.countBeside(house.secrets.ring.current('vault').mark)
    return { all, beside, needed: beside }
  }
  const { all, beside, usable } = await countUnderOthers(house.store.read, house)
  return { all, beside, needed: usable }
}

export interface KeyState {
  use: KeyUse
  version: number
  state: 'told' | 'used' | 'older' | 'retired'
  /** What older keys of this use hold; only beside the one that is used. */
  resting?: Resting
  /** While it is being brought forward. */
  isMoving?: boolean
}

export async function statesOf(house: House): Promise<KeyState[]> {
  const { ring } = house.secrets
  await loadRing(house.store, ring)
  const stored = await storedKeys(house.store.read)
  const states: KeyState[] = []
  for (const use of keyUses) {
    const used = ring.current(use).version
    const rows = stored.filter((row) => row.use === use)
    const versions = new Set([1, ...rows.map(({ version }) => version)])
    for (const version of [...versions].sort((a, b) => a - b)) {
      const row = rows.find((one) => one.version === version)
      const state = row?.retiredAt ? 'retired' : version === used ? 'used' : version > used ? 'told' : 'older'
      states.push({
        use,
        version,
        state,
        ...(version === used ? { resting: await restingOn(house, use) } : {}),
        ...(row && version > 1 && row.movedAt === null ? { isMoving: true } : {}),
      })
    }
  }
  return states
}

/**
 * Takes an older key away. Throws and says how many need it when anything does; vouchers that nobody can redeem any more are
 * given up with `mayForgetUsed`: their codes are unknown from then on.
 */
export async function retire(house: House, use: KeyUse, version: number, mayForgetUsed = false): Promise<void> {
  const known = await statesOf(house)
  const asked = known.find((one) => one.use === use && one.version === version)
  if (asked?.state !== 'older')
    throw new Error(`Key ${version} for ${use} is ${asked?.state ?? 'not there'}: only older keys retire.`)
  const newest = known.find((one) => one.use === use && one.state === 'used')
  if (newest?.isMoving)
    throw new Error(`What stands under older keys for ${use} is still being brought forward: rotate goes on with it.`)
  const { beside, needed } = await restingOn(house, use)
  if (needed > 0)
    throw new Error(
      `${needed} still need an older key for ${use}: ${use === 'vault' ? 'people' : 'vouchers that can be redeemed'}.`,
    )
  if (beside > 0 && !mayForgetUsed)
    throw new Error(
      `${beside} vouchers that are used up or over stand under older keys; with --forget-used their codes are unknown from now on.`,
    )
  await house.store.write(async (tx) => {
    if (use === 'signing') await keepPublicKeys(tx, house.secrets)
    await retireKey(tx, use, version)
    await audit(tx, { actor: 'operator', action: 'key.retired', subject: use, detail: { version, forgotten: beside } })
  })
  await loadRing(house.store, house.secrets.ring)
}
