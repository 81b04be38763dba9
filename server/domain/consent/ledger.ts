// The ledger over consent: every event becomes a leaf of one tree, whose heads are signed; whoever holds a head can check
// later that nothing before it was changed, added or left out (consent.md, section 10; decisions.md, 33).
import { decodeProtectedHeader } from 'jose'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { type PublicKey, publicKeysOf, signerOf } from '#core/signing.ts'
import type { Queries, Tx } from '#db/store.ts'
import { DAY_MS } from '#shared/time.ts'
import { canonical, entriesOf } from './ledger-entries.ts'
import { grow, leafHash, rootOf, type Subtrees } from './ledger-tree.ts'
import {
  deletePending,
  type HeadRow,
  insertFact,
  insertHead,
  insertKey,
  insertLeaves,
  insertPending,
  keysOfLedger,
  latestHead,
  lockTree,
  type NodeRow,
  oldestPending,
  pendingRefs,
  saveTree,
  treeRow,
} from './queries-ledger.ts'

/** Subtrees of 2^8, 2^16, … leaves are kept; what lies between is worked out from at most 256 hashes. */
export const TILE_BITS = 8
const LEAVES_PER_WRITE = 500

/** Notes what has no row of its own: that somebody was erased. `body` names nobody and nothing personal. */
export async function noteFact(tx: Tx, type: string, body: Record<string, string | number>): Promise<string> {
  const id = newId('ledgerFact', tx.now)
  await insertFact(tx, { id, type, body: canonical({ v: 1, type, id, ...body }), at: tx.now })
  await queueLeaves(tx, [id])
  return id
}

/** Call it in the transaction that writes the rows: from its commit on they wait for their leaves. */
export async function queueLeaves(tx: Tx, refs: readonly string[]): Promise<void> {
  await insertPending(tx, refs, tx.now)
}

/**
 * Gives a leaf to everything that waits, and then signs what the tree has come to. Leaves are numbered without gaps by one
 * writer at a time, in the order in which they are found committed. Answers how many leaves were added.
 */
export async function sequenceLedger(house: House, stopping: () => boolean = () => false): Promise<number> {
  let count = 0
  for (;;) {
    const added = await house.store.write(addLeaves, { isPatient: true })
    count += added
    if (added < LEAVES_PER_WRITE || stopping()) break
  }
  if (count > 0 && !stopping()) await signHead(house)
  return count
}

async function addLeaves(tx: Tx): Promise<number> {
  const tree = await lockTree(tx)
  const refs = await pendingRefs(tx, LEAVES_PER_WRITE)
  if (refs.length === 0) return 0
  const entries = await entriesOf(tx, refs)
  const subtrees = readSubtrees(tree.subtrees)
  const nodes: NodeRow[] = []
  const leaves = refs
    .filter((ref) => entries.has(ref))
    .map((ref, i) => {
      const hash = leafHash(entries.get(ref) as Buffer)
      grow(subtrees, tree.size + i, hash, (level, position, made) => {
        if (level % TILE_BITS === 0) nodes.push({ level, position, hash: made.toString('base64url') })
      })
      return { leafIndex: tree.size + i, ref, hash: hash.toString('base64url') }
    })
  await insertLeaves(tx, leaves, nodes)
  await deletePending(tx, refs)
  await saveTree(tx, tree.size + leaves.length, writeSubtrees(subtrees))
  return leaves.length
}

export const readSubtrees = (text: string): Subtrees =>
  (JSON.parse(text) as [number, string][]).map(([level, hash]) => ({ level, hash: Buffer.from(hash, 'base64url') }))

export const writeSubtrees = (subtrees: Subtrees): string =>
  JSON.stringify(subtrees.map(({ level, hash }) => [level, hash.toString('base64url')]))

export interface Head {
  size: number
  /** Hexadecimal. */
  root: string
  at: string
  /** The same three and our address, signed: a compact JWS. */
  jws: string
}

/** The latest head; signed anew when the tree has grown since, when it is a day old, or by a key that is no more used. */
export async function signHead(house: House): Promise<Head> {
  const { store, secrets, clock, config } = house
  const [tree, latest] = [await treeRow(store.read), await latestHead(store.read)]
  const now = clock.now()
  const signer = signerOf(secrets)
  const isOurs = latest !== null && decodeProtectedHeader(latest.jws).kid === signer.publicKey.kid
  if (isOurs && latest.size >= tree.size && latest.at > now - DAY_MS) return showHead(latest)
  const root = rootOf(readSubtrees(tree.subtrees)).toString('hex')
  const said = { origin: config.publicUrl, size: tree.size, root, at: iso(now) }
  const jws = await signer.sign('ledger-head+jws', canonical(said))
  const row = { id: newId('ledgerHead', now), size: tree.size, root, at: now, jws }
  await store.write(async (tx) => {
    await insertKey(tx, signer.publicKey.kid, JSON.stringify(signer.publicKey))
    await insertHead(tx, row)
  })
  return showHead(row)
}

const onDemand = new WeakMap<House['store'], Promise<Head>>()

/** What has happened up to now, given its leaves and signed for: whoever asks meanwhile gets the same head. */
export function headNow(house: House): Promise<Head> {
  const underway = onDemand.get(house.store)
  if (underway !== undefined) return underway
  const made = sequenceLedger(house)
    .then(() => signHead(house))
    .finally(() => onDemand.delete(house.store))
  onDemand.set(house.store, made)
  return made
}

export const showHead = ({ size, root, at, jws }: HeadRow): Head => ({ size, root, at: iso(at), jws })

/** What was signed stays provable when its key is retired. */
export async function keepPublicKeys(tx: Tx, secrets: House['secrets']): Promise<void> {
  for (const key of publicKeysOf(secrets)) await insertKey(tx, key.kid, JSON.stringify(key))
}

/** The public halves of all keys that ever signed, and of those that are about to. */
export async function publicKeys({ store, secrets }: Pick<House, 'store' | 'secrets'>): Promise<{ keys: PublicKey[] }> {
  const current = signerOf(secrets).publicKey
  const kept = (await keysOfLedger(store.read)).map((text) => JSON.parse(text) as PublicKey)
  const all = [current, ...publicKeysOf(secrets), ...kept]
  return { keys: [...new Map(all.map((key) => [key.kid, key])).values()] }
}

/** When there is something to give a leaf to; epoch ms. */
export const nextLeafDue = (q: Queries): Promise<number | null> => oldestPending(q)

/** How many leaves the tree has, and what it is carried on from. */
export const readTree = (q: Queries): Promise<{ size: number; subtrees: string }> => treeRow(q)
