// Proofs from the ledger, fast at any size: a step of a proof is made from at most 256 stored hashes of each level.
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import { type Head, readSubtrees, showHead, TILE_BITS } from './ledger.ts'
import { consistencySpans, inclusionSpans, nodeHash, rootOf, type Span, wholeSubtrees } from './ledger-tree.ts'
import { firstHeadOver, isPending, leafOf, leavesBetween, tileOf, treeRow } from './queries-ledger.ts'

const TILE = 2 ** TILE_BITS

export interface InclusionProof {
  leaf: number
  /** What stands at that leaf: the id of an event, a notice or a fact. */
  ref: string
  leafHash: string
  size: number
  root: string
  /** The nearest sibling first; hexadecimal, like all hashes here. */
  path: string[]
  /** The first head that was signed over this leaf; null until there is one. */
  head: Head | null
}

/**
 * Proves that a leaf (by its number, or by the id of what it stands for) is in the tree of `size` leaves: by default that of
 * the first head signed over it, or the tree as it stands. Refuses an unknown leaf (`ledger.leaf_not_found`), one that waits for its number (`ledger.pending`) and
 * a size that the tree has not reached or that does not reach the leaf (`ledger.size_unknown`).
 */
export async function proveInclusion(
  q: Queries,
  asked: { leaf?: number | undefined; eventId?: string | undefined; size?: number | undefined },
): Promise<InclusionProof> {
  const row = await findLeaf(q, asked)
  const tree = await treeRow(q)
  const head = await firstHeadOver(q, row.leafIndex)
  const size = asked.size ?? head?.size ?? tree.size
  if (size > tree.size || size <= row.leafIndex) throw new Refusal('ledger.size_unknown')
  const tiles = readTiles(q)
  const path = await hashesOf(tiles, inclusionSpans(row.leafIndex, size))
  return {
    leaf: row.leafIndex,
    ref: row.ref,
    leafHash: hex(Buffer.from(row.hash, 'base64url')),
    size,
    root: hex(await rootAt(q, tiles, size)),
    path: path.map(hex),
    head: head === null ? null : showHead(head),
  }
}

export interface ConsistencyProof {
  from: number
  to: number
  fromRoot: string
  toRoot: string
  path: string[]
}

/** Proves that the tree of `to` leaves begins with that of `from` leaves. Refuses sizes the tree has not reached. */
export async function proveConsistency(q: Queries, from: number, to: number): Promise<ConsistencyProof> {
  const { size } = await treeRow(q)
  if (from > to || to > size) throw new Refusal('ledger.size_unknown')
  const tiles = readTiles(q)
  const path = await hashesOf(tiles, consistencySpans(from, to))
  const [fromRoot, toRoot] = [await rootAt(q, tiles, from), await rootAt(q, tiles, to)]
  return { from, to, fromRoot: hex(fromRoot), toRoot: hex(toRoot), path: path.map(hex) }
}

const hex = (hash: Buffer) => hash.toString('hex')

async function findLeaf(q: Queries, { leaf, eventId }: { leaf?: number | undefined; eventId?: string | undefined }) {
  if ((leaf === undefined) === (eventId === undefined)) {
    throw new Refusal('request.invalid', { errors: [{ path: 'leaf', message: 'name either leaf or eventId' }] })
  }
  const row = eventId === undefined ? (await leavesBetween(q, leaf ?? 0, (leaf ?? 0) + 1))[0] : await leafOf(q, eventId)
  if (row) return row
  if (eventId !== undefined && (await isPending(q, eventId))) throw new Refusal('ledger.pending', { retryAfter: 60 })
  throw new Refusal('ledger.leaf_not_found')
}

type Tiles = (level: number, index: number) => Promise<Buffer[]>

/** Up to 256 neighbouring hashes of a level that is kept; each tile is read once for a proof. */
function readTiles(q: Queries): Tiles {
  const known = new Map<string, Promise<Buffer[]>>()
  return (level, index) => {
    const key = `${level}/${index}`
    const tile = known.get(key) ?? readTile(q, level, index)
    known.set(key, tile)
    return tile
  }
}

async function readTile(q: Queries, level: number, index: number): Promise<Buffer[]> {
  const hashes = await tileOf(q, level, index * TILE, (index + 1) * TILE)
  return hashes.map((hash) => Buffer.from(hash, 'base64url'))
}

async function hashesOf(tiles: Tiles, spans: Span[]): Promise<Buffer[]> {
  const hashes: Buffer[] = []
  for (const span of spans) hashes.push(await hashOf(tiles, span))
  return hashes
}

async function hashOf(tiles: Tiles, span: Span): Promise<Buffer> {
  const whole: { hash: Buffer }[] = []
  for (const { level, position } of wholeSubtrees(span)) whole.push({ hash: await subtree(tiles, level, position) })
  return rootOf(whole)
}

/** The root of a whole subtree, from the hashes of the nearest level below it that is kept. */
async function subtree(tiles: Tiles, level: number, position: number): Promise<Buffer> {
  const above = level % TILE_BITS
  const width = 2 ** above
  const first = position * width
  const tile = await tiles(level - above, Math.floor(first / TILE))
  let row = tile.slice(first % TILE, (first % TILE) + width)
  if (row.length < width) throw new Error(`the ledger lacks hashes below ${level}/${position}`)
  while (row.length > 1) {
    const halves = row
    row = Array.from({ length: halves.length / 2 }, (_, i) =>
      nodeHash(halves[2 * i] as Buffer, halves[2 * i + 1] as Buffer),
    )
  }
  return row[0] as Buffer
}

async function rootAt(q: Queries, tiles: Tiles, size: number): Promise<Buffer> {
  const tree = await treeRow(q)
  return size === tree.size ? rootOf(readSubtrees(tree.subtrees)) : hashOf(tiles, { from: 0, to: size })
}
