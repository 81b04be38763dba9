// The Merkle tree of RFC 6962 (and 9162): hashes, growth, and which subtrees a proof is made of. Pure.
import { hash } from 'node:crypto'

/** Hashes of whole subtrees (2^level leaves) from left to right, as the bits of the size say. */
export type Subtrees = { level: number; hash: Buffer }[]
/** The leaves from `from` up to but without `to`, whose subtree is one step of a proof. */
export interface Span {
  from: number
  to: number
}

const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])
const sha256 = (...parts: Uint8Array[]) => hash('sha256', Buffer.concat(parts), 'buffer')

export const leafHash = (entry: Uint8Array): Buffer => sha256(LEAF, entry)
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(NODE, left, right)

/** Adds a leaf; `made` hears of every subtree that this completes, with its place among those of its level. */
export function grow(
  subtrees: Subtrees,
  size: number,
  leaf: Buffer,
  made: (level: number, position: number, hash: Buffer) => void = () => {},
): void {
  let top = { level: 0, hash: leaf }
  for (let last = subtrees.at(-1); last?.level === top.level; last = subtrees.at(-1)) {
    subtrees.pop()
    top = { level: top.level + 1, hash: nodeHash(last.hash, top.hash) }
    made(top.level, (size + 1) / 2 ** top.level - 1, top.hash)
  }
  subtrees.push(top)
}

/** An odd node is carried up, not doubled. The root of no leaves is the hash of nothing. */
export function rootOf(subtrees: readonly { hash: Buffer }[]): Buffer {
  const last = subtrees.at(-1)
  if (last === undefined) return sha256()
  return subtrees.slice(0, -1).reduceRight((root, { hash: left }) => nodeHash(left, root), last.hash)
}

/** What proves that leaf `index` is in the tree of `size` leaves, the nearest sibling first. */
export function inclusionSpans(index: number, size: number): Span[] {
  const spans: Span[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + below(to - from)
    spans.push(index < middle ? { from: middle, to } : { from, to: middle })
    if (index < middle) to = middle
    else from = middle
  }
  return spans.reverse()
}

/** What proves that the tree of `size` leaves begins with that of `before` leaves. */
export function consistencySpans(before: number, size: number): Span[] {
  if (before === 0) return []
  const spans: Span[] = []
  let [from, to] = [0, size]
  let isWhole = true
  while (to !== before) {
    const middle = from + below(to - from)
    if (before <= middle) {
      spans.push({ from: middle, to })
      to = middle
    } else {
      spans.push({ from, to: middle })
      from = middle
      isWhole = false
    }
  }
  if (!isWhole) spans.push({ from, to })
  return spans.reverse()
}

/** The whole subtrees that a span of a proof consists of, from left to right. */
export function wholeSubtrees({ from, to }: Span): { level: number; position: number }[] {
  const whole: { level: number; position: number }[] = []
  for (let at = from; at < to; ) {
    let level = 0
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1
    whole.push({ level, position: at / 2 ** level })
    at += 2 ** level
  }
  return whole
}

/** The greatest power of two below `size`, which is 2 or more. */
function below(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

export interface Inclusion {
  index: number
  size: number
  leaf: Buffer
  path: Buffer[]
  root: Buffer
}

/** RFC 9162, section 2.1.3.2. */
export function provesInclusion({ index, size, leaf, path, root }: Inclusion): boolean {
  if (index >= size) return false
  let [node, last, at] = [index, size - 1, leaf]
  for (const step of path) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      at = nodeHash(step, at)
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2)
        last = Math.floor(last / 2)
      }
    } else at = nodeHash(at, step)
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && at.equals(root)
}
