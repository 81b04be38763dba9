// Turns a key of the house: the next one is made and told to all processes, then used, then all that stands under older ones is
// brought under it page by page. Broken off at any point, the same call goes on.
import { setTimeout as pause } from 'node:timers/promises'
import { audit } from '#access/audit.ts'
import { keepPublicKeys, signHead } from '#consent/ledger.ts'
import type { House } from '#core/house.ts'
import { addKey, type KeyRow, KNOWN_MS, loadRing, noteMoved, storedKeys } from '#core/house-keys.ts'
import type { KeyUse } from '#core/key-ring.ts'
import { type ReprintedPage, reprintPage } from '#vouchers/reprint-codes.ts'

const PAGE = 200

export interface Turned {
  version: number
  looked: number
  changed: number
  /** Vouchers whose code another one has under the new key. */
  twins: number
}
export interface HowToTurn {
  /** Nobody else is at this database, so that nobody has to hear of the key first. */
  isAlone?: boolean
  say?: (line: string) => void
  /** Breaks off between two pages. */
  isOver?: () => boolean
}

/** The row of the use's newest key; undefined while it is the one from the root. */
export async function newestOf({ store }: House, use: KeyUse): Promise<KeyRow | undefined> {
  return (await storedKeys(store.read)).filter((row) => row.use === use && row.version > 1).at(-1)
}

export async function turnKey(house: House, use: KeyUse, how: HowToTurn = {}): Promise<Turned> {
  const { store, secrets } = house
  const { say = () => {} } = how
  await loadRing(store, secrets.ring)
  const newest = await newestOf(house, use)
  const version =
    newest !== undefined && newest.movedAt === null ? newest.version : await begin(house, use, how.isAlone === true)
  await loadRing(store, secrets.ring)
  const row = await newestOf(house, use)
  if (row === undefined) throw new Error(`the key ${version} for ${use} is not there`)
  if (row.usedFrom > Date.now()) {
    say(`Key ${version} is told to all processes; it is used from ${new Date(row.usedFrom).toISOString()}.`)
    await pause(row.usedFrom - Date.now())
  }
  const done = await bringForward(house, use, row, how)
  if (how.isOver?.()) return { version, ...done }
  await store.write(async (tx) => {
    await noteMoved(tx, use, version, { movedTo: '', moved: row.moved + done.changed, isDone: true })
    const { looked, changed, twins } = done
    await audit(tx, {
      actor: 'operator',
      action: 'key.moved',
      subject: use,
      detail: { version, looked, changed, twins },
    })
  })
  return { version, ...done }
}

function begin(house: House, use: KeyUse, isAlone: boolean): Promise<number> {
  return house.store.write(async (tx) => {
    // The public half of the key that goes is kept before anything could rest on that.
    if (use === 'signing') await keepPublicKeys(tx, house.secrets)
    const version = await addKey(tx, house.secrets.ring, use, isAlone ? Date.now() : Date.now() + KNOWN_MS)
    await audit(tx, { actor: 'operator', action: 'key.rotated', subject: use, detail: { version } })
    return version
  })
}

async function bringForward(house: House, use: KeyUse, row: KeyRow, how: HowToTurn) {
  if (use === 'signing') {
    await house.store.write((tx) => keepPublicKeys(tx, house.secrets))
    await signHead(house)
    return { looked: 0, changed: 0, twins: 0 }
  }
  const sum = { looked: 0, changed: 0, twins: 0 }
  for (let after: string | null = row.movedTo; after !== null && !how.isOver?.(); ) {
    const began = performance.now()
    const page: ReprintedPage =
      use === 'vault' ? await vaultPage(house, after) : await codePage(house, row, after, sum.changed)
    sum.looked += page.looked
    sum.changed += page.changed
    sum.twins += page.twins
    after = page.last
    if (sum.looked % (50 * PAGE) === 0) how.say?.(`${sum.looked} looked at, ${sum.changed} brought under the new key`)
    // Half of the time belongs to whoever serves.
    await pause(performance.now() - began)
  }
  // What was wrapped by the old key is to be nowhere on the disk.
  if (use === 'vault') await house.store.keys.scrub()
  return sum
}

/** How far it came stands in the write of the page; the ids of vouchers grow, so new ones lie behind. */
const codePage = (house: House, { use, version, moved }: KeyRow, after: string, soFar: number) =>
  house.store.write(
    async (tx) => {
      const page = await reprintPage(house, tx, after, PAGE)
      if (page.last !== null)
        await noteMoved(tx, use as KeyUse, version, {
          movedTo: page.last,
          moved: moved + soFar + page.changed,
          isDone: false,
        })
      return page
    },
    { isPatient: true },
  )

/** A page done twice changes nothing, so where it was is not written down. */
const vaultPage = async (house: House, after: string) => ({ ...(await house.vault.rewrapPage(after, PAGE)), twins: 0 })
