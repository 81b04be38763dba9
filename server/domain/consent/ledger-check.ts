// Checks the ledger against the rows it stands for: every leaf is worked out anew, every kept subtree and every signed head
// with it. Slice by slice while the house runs, or a whole copy offline (scripts/ledger-verify.ts).
import { compactVerify, importJWK } from 'jose'
import type { House } from '#core/house.ts'
import { readSetting, writeSetting } from '#core/settings.ts'
import type { PublicKey } from '#core/signing.ts'
import type { Queries } from '#db/store.ts'
import { DAY_MS } from '#shared/time.ts'
import { readSubtrees, readTree, TILE_BITS, writeSubtrees } from './ledger.ts'
import { canonical, entriesOf } from './ledger-entries.ts'
import { grow, leafHash, rootOf, type Subtrees } from './ledger-tree.ts'
import {
  type HeadRow,
  headsAfter,
  keysOfLedger,
  leavesBetween,
  nodesBetween,
  treeRow,
  unlistedEvents,
} from './queries-ledger.ts'

export interface Mismatch {
  /** What does not fit: the id of an event, notice, fact or head, or the place of a stored hash. */
  what: string
  leaf: number | null
  kind: 'changed' | 'missing' | 'renumbered' | 'tree' | 'head' | 'signature' | 'unlisted'
}

/** How far a pass over the ledger has come. */
export interface Pass {
  next: number
  subtrees: Subtrees
}

export const newPass = (): Pass => ({ next: 0, subtrees: [] })
const SLICE = 1000
const SLICES_PER_TICK = 20
const HEADS_PER_READ = 500

/** Goes on from where the pass is, by at most 1,000 leaves; answers what does not fit. The end: `pass.next` is the size.
 * `trusted` are the keys that may have signed; when left out, those that the ledger itself knows. */
export async function checkSlice(
  q: Queries,
  pass: Pass,
  size: number,
  trusted?: readonly PublicKey[],
): Promise<Mismatch[]> {
  const to = Math.min(size, pass.next + SLICE)
  const found: Mismatch[] = []
  const leaves = new Map((await leavesBetween(q, pass.next, to)).map((row) => [row.leafIndex, row]))
  const entries = await entriesOf(
    q,
    [...leaves.values()].map(({ ref }) => ref),
  )
  const heads = Map.groupBy(await headsBetween(q, pass.next, to), (head) => head.size)
  // After the heads: a key comes with the first head that it signs, which may have been a moment ago.
  const keys = trusted ?? (await knownKeys(q))
  const made = new Map<string, string>()
  for (let leaf = pass.next; leaf < to; leaf++) {
    const row = leaves.get(leaf)
    const entry = row && entries.get(row.ref)
    if (row === undefined) found.push({ what: `leaf ${leaf}`, leaf, kind: 'renumbered' })
    else if (entry === undefined) found.push({ what: row.ref, leaf, kind: 'missing' })
    else if (leafHash(entry).toString('base64url') !== row.hash) found.push({ what: row.ref, leaf, kind: 'changed' })
    // The tree is built on what was written down, so that one changed row is named alone and not every subtree over it.
    grow(pass.subtrees, leaf, Buffer.from(row?.hash ?? '', 'base64url'), (level, position, hash) => {
      if (level % TILE_BITS === 0) made.set(`${level}/${position}`, hash.toString('base64url'))
    })
    for (const head of heads.get(leaf + 1) ?? []) found.push(...(await checkHead(head, pass.subtrees, keys)))
  }
  found.push(...(await checkNodes(q, made)))
  pass.next = to
  return found
}

async function headsBetween(q: Queries, from: number, to: number): Promise<HeadRow[]> {
  const heads: HeadRow[] = []
  for (let after = from; ; ) {
    const page = await headsAfter(q, after, HEADS_PER_READ)
    heads.push(...page.filter(({ size }) => size <= to))
    const last = page.at(-1)
    if (page.length < HEADS_PER_READ || last === undefined || last.size > to || last.size === after) return heads
    after = last.size
  }
}

async function checkHead(head: HeadRow, subtrees: Subtrees, keys: readonly PublicKey[]): Promise<Mismatch[]> {
  const root = rootOf(subtrees).toString('hex')
  const found: Mismatch[] = []
  if (head.root !== root) found.push({ what: head.id, leaf: null, kind: 'head' })
  if (!(await isSigned(head, keys))) found.push({ what: head.id, leaf: null, kind: 'signature' })
  return found
}

/** Whether the head's own words are what one of the keys signed. */
async function isSigned({ jws, size, root }: HeadRow, keys: readonly PublicKey[]): Promise<boolean> {
  for (const key of keys) {
    try {
      const { payload } = await compactVerify(jws, await importJWK({ ...key }))
      const said = JSON.parse(Buffer.from(payload).toString()) as { size: number; root: string }
      return said.size === size && said.root === root
    } catch {
      // another key, or none of them
    }
  }
  return false
}

async function checkNodes(q: Queries, made: Map<string, string>): Promise<Mismatch[]> {
  const found: Mismatch[] = []
  for (const [place, hash] of made) {
    const [level, position] = place.split('/').map(Number) as [number, number]
    const [row] = await nodesBetween(q, level, position, position + 1)
    if (row?.hash !== hash) found.push({ what: `subtree ${place}`, leaf: null, kind: 'tree' })
  }
  return found
}

/** At the end of a pass: the tree that is carried on is the one that was checked. */
export function checkEnd(pass: Pass, tree: { subtrees: string }): Mismatch[] {
  const isSame = rootOf(readSubtrees(tree.subtrees)).equals(rootOf(pass.subtrees))
  return isSame ? [] : [{ what: 'the tree', leaf: null, kind: 'tree' }]
}

/** Events that were written past the house. It reads all of them in one go, so it is for a copy, not for a house at work. */
export async function checkUnlisted(q: Queries): Promise<Mismatch[]> {
  return (await unlistedEvents(q, 50)).map((what) => ({ what, leaf: null, kind: 'unlisted' }))
}

export interface Examined {
  tree: { size: number; root: string }
  found: Mismatch[]
}

/** All of it in one pass, without a word of how far it has come: for a copy, or for somebody who waits. */
export async function checkWhole(q: Queries, trusted?: readonly PublicKey[]): Promise<Examined> {
  const tree = await readTree(q)
  const pass = newPass()
  const found: Mismatch[] = []
  while (pass.next < tree.size) found.push(...(await checkSlice(q, pass, tree.size, trusted)))
  found.push(...checkEnd(pass, tree), ...(await checkUnlisted(q)))
  return { tree: { size: tree.size, root: rootOf(pass.subtrees).toString('hex') }, found }
}

interface Progress {
  next: number
  subtrees: string
  startedAt: number
  found: Mismatch[]
}
const PROGRESS = 'ledger_check'
const VERDICT = 'ledger_verdict'

/** When the next pass begins or goes on; epoch ms. One pass a day, in slices. */
export async function nextLedgerCheck(q: Queries): Promise<number | null> {
  if ((await treeRow(q)).size === 0) return null
  const progress = await readProgress(q)
  return progress === null ? 0 : progress.next < 0 ? progress.startedAt + DAY_MS : progress.startedAt
}

/**
 * Goes on with the pass of the day by at most 20,000 leaves and notes what does not fit at once; only a whole pass without a
 * finding takes that back. Answers how many leaves were looked at.
 */
export async function checkLedger(house: House, stopping: () => boolean = () => false): Promise<number> {
  const { store, clock, log } = house
  const before = await readProgress(store.read)
  const isOver = before !== null && before.next < 0
  if (isOver && before.startedAt + DAY_MS > clock.now()) return 0
  const isNew = before === null || isOver
  const pass = isNew ? newPass() : { next: before.next, subtrees: readSubtrees(before.subtrees) }
  const found = isNew ? [] : before.found
  const startedAt = isNew ? clock.now() : before.startedAt
  const from = pass.next
  const tree = await treeRow(store.read)
  for (let slice = 0; slice < SLICES_PER_TICK && pass.next < tree.size && !stopping(); slice++) {
    found.push(...(await checkSlice(store.read, pass, tree.size)))
  }
  const isDone = pass.next === tree.size
  if (isDone) found.push(...checkEnd(pass, tree))
  const first = found[0]
  if (first !== undefined) log.error({ ...first, found: found.length }, 'the ledger does not fit what it stands for')
  const progress: Progress = {
    next: isDone ? -1 : pass.next,
    subtrees: isDone ? '[]' : writeSubtrees(pass.subtrees),
    startedAt,
    found: found.slice(0, 20),
  }
  await store.write(async (tx) => {
    await writeSetting(tx, PROGRESS, canonical(progress))
    if (first !== undefined || isDone) await writeSetting(tx, VERDICT, canonical(first ?? null))
  })
  return Math.max(1, pass.next - from)
}

/** What the running check found first; null while everything fits. */
export async function ledgerMismatch(q: Queries): Promise<Mismatch | null> {
  return JSON.parse((await readSetting(q, VERDICT)) ?? 'null') as Mismatch | null
}

async function readProgress(q: Queries): Promise<Progress | null> {
  return JSON.parse((await readSetting(q, PROGRESS)) ?? 'null') as Progress | null
}

export async function knownKeys(q: Queries): Promise<PublicKey[]> {
  return (await keysOfLedger(q)).map((text) => JSON.parse(text) as PublicKey)
}
