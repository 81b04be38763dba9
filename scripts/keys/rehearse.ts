// What turning a key would do and how long it would take: one page is done and undone.
import type { House } from '#core/house.ts'
import { addKey, loadRing, storedKeys } from '#core/house-keys.ts'
import type { KeyUse } from '#core/key-ring.ts'
import { countUnderOthers, reprintPage } from '#vouchers/reprint-codes.ts'

const PAGE = 200
/** A page's time belongs half to whoever serves. */
const SHARE = 2

export interface Rehearsed {
  count: number
  seconds: number
}

class Undone extends Error {}

/** How many would be brought under a new key, and in how many seconds on this machine as busy as it is. */
export async function rehearse(house: House, use: KeyUse): Promise<Rehearsed> {
  if (use === 'signing') return { count: 0, seconds: 0 }
  if (use === 'vault') {
    const { all } = await house.store.keys.countBeside(house.secrets.ring.current('vault').mark)
    const rows = await house.store.keys.page('', PAGE)
    const began = performance.now()
    await house.vault.keysOf(rows.map(({ customerId }) => customerId))
    // The same written over itself costs what another would.
    await house.store.keys.rewrap(rows.map(({ customerId, wrapped }) => ({ customerId, was: wrapped, wrapped })))
    return reckon(all, rows.length, performance.now() - began)
  }
  const began = performance.now()
  let looked = 0
  await house.store
    .write(async (tx) => {
      await addKey(tx, house.secrets.ring, use, 0)
      house.secrets.ring.load(await storedKeys(tx))
      looked = (await reprintPage(house, tx, '', PAGE)).looked
      throw new Undone()
    })
    .catch((error) => {
      if (!(error instanceof Undone)) throw error
    })
  const took = performance.now() - began
  await loadRing(house.store, house.secrets.ring)
  return reckon((await countUnderOthers(house.store.read, house)).all, looked, took)
}

const reckon = (count: number, looked: number, tookMs: number): Rehearsed => ({
  count,
  seconds: looked === 0 ? 0 : Math.ceil((count / looked) * tookMs * SHARE) / 1000,
})
