// For tests: RFC 6962 written down once more from its text, recursively and with nothing of the house, to hold the ledger against.
import { createHash } from 'node:crypto'

const sha = (...parts: Uint8Array[]) => {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest()
}
const leafOf = (d: Uint8Array) => sha(Buffer.of(0x00), d)
const pair = (l: Uint8Array, r: Uint8Array) => sha(Buffer.of(0x01), l, r)

/** "k be the largest power of two smaller than n". */
function split(n: number): number {
  let k = 1
  while (k << 1 < n) k <<= 1
  return k
}

/** MTH, section 2.1. */
export function merkleRoot(d: Uint8Array[]): Buffer {
  if (d.length === 0) return sha()
  if (d.length === 1) return leafOf(d[0] as Uint8Array)
  const k = split(d.length)
  return pair(merkleRoot(d.slice(0, k)), merkleRoot(d.slice(k)))
}

/** PATH, section 2.1.1. */
export function inclusionProof(m: number, d: Uint8Array[]): Buffer[] {
  if (d.length === 1) return []
  const k = split(d.length)
  return m < k
    ? [...inclusionProof(m, d.slice(0, k)), merkleRoot(d.slice(k))]
    : [...inclusionProof(m - k, d.slice(k)), merkleRoot(d.slice(0, k))]
}

/** PROOF and SUBPROOF, section 2.1.2. */
export function consistencyProof(m: number, d: Uint8Array[]): Buffer[] {
  const sub = (m: number, d: Uint8Array[], b: boolean): Buffer[] => {
    if (m === d.length) return b ? [] : [merkleRoot(d)]
    const k = split(d.length)
    return m <= k
      ? [...sub(m, d.slice(0, k), b), merkleRoot(d.slice(k))]
      : [...sub(m - k, d.slice(k), false), merkleRoot(d.slice(0, k))]
  }
  return sub(m, d, true)
}

/** Walks down the tree as PATH does and takes the steps from its end: not the loop of RFC 9162 that the house uses. */
export function verifyInclusion(
  m: number,
  n: number,
  entry: Uint8Array,
  path: Uint8Array[],
  root: Uint8Array,
): boolean {
  const steps = [...path]
  const climb = (m: number, n: number): Uint8Array | null => {
    if (n === 1) return leafOf(entry)
    const sibling = steps.pop()
    if (sibling === undefined) return null
    const k = split(n)
    const own = m < k ? climb(m, k) : climb(m - k, n - k)
    if (own === null) return null
    return m < k ? pair(own, sibling) : pair(sibling, own)
  }
  if (m < 0 || m >= n) return false
  const made = climb(m, n)
  return made !== null && steps.length === 0 && Buffer.compare(made, root) === 0
}

/** Rebuilds both roots from the steps of SUBPROOF. */
export function verifyConsistency(
  m: number,
  n: number,
  before: Uint8Array,
  after: Uint8Array,
  path: Uint8Array[],
): boolean {
  const steps = [...path]
  const climb = (m: number, n: number, b: boolean): [Uint8Array, Uint8Array] | null => {
    if (m === n) {
      const whole = b ? before : steps.pop()
      return whole === undefined ? null : [whole, whole]
    }
    const k = split(n)
    const sibling = steps.pop()
    if (sibling === undefined) return null
    const inner = m <= k ? climb(m, k, b) : climb(m - k, n - k, false)
    if (inner === null) return null
    const [old, now] = inner
    return m <= k ? [old, pair(now, sibling)] : [pair(sibling, old), pair(sibling, now)]
  }
  if (m < 1 || m > n) return false
  const made = climb(m, n, true)
  if (made === null || steps.length > 0) return false
  return Buffer.compare(made[0], before) === 0 && Buffer.compare(made[1], after) === 0
}
